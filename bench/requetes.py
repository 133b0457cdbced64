"""How many queries a page costs, with twice the example's content and with ten times."""

from bench.ampleur import Ampleur
from bench.client import Echec
from bench.instance import Instance
from bench.rapport import Mesure

SLUG = "dragibus-2025"


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    """One row per page and state of the cache: the ratio must be exactly 1."""
    comptes = instance.ask("requetes", SLUG, str(ampleur.contenu))
    avant, apres = comptes["avant"], comptes["apres"]
    mesures = []
    for page in ("mur", "fiche"):
        if avant[f"octets {page}"] == apres[f"octets {page}"]:
            raise Echec(f"Dix fois le contenu, et « {page} » dit la même chose : rien n’est relu.")
    for page in ("mur", "fiche"):
        for etat in ("à froid", "à chaud"):
            nom = f"{page} {etat}"
            detail = {
                "requetes": avant[nom],
                "requetes_contenu_multiplie": apres[nom],
                "octets": avant[f"octets {page}"],
                "octets_contenu_multiplie": apres[f"octets {page}"],
            }
            mesures.append(
                Mesure(
                    f"requêtes, {nom}",
                    instance.base,
                    apres[nom] / avant[nom],
                    f"contenu x {ampleur.contenu} contre x 2",
                    1.0,
                    detail,
                )
            )
    return mesures
