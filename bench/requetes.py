"""How many queries a page costs, with the example and with ten times its content."""

from bench.instance import Instance
from bench.rapport import Mesure

SLUG = "dragibus-2025"
FOIS = 10


def count(instance: Instance) -> list[Mesure]:
    """One row per page and state of the cache: the ratio must be exactly 1."""
    comptes = instance.ask("requetes", SLUG, str(FOIS))
    avant, apres = comptes["avant"], comptes["apres"]
    mesures = []
    for page in ("mur", "fiche"):
        for etat in ("à froid", "à chaud"):
            nom = f"{page} {etat}"
            detail = {
                "requetes": avant[nom],
                "requetes_contenu_x10": apres[nom],
                "octets": avant[f"octets {page}"],
                "octets_contenu_x10": apres[f"octets {page}"],
            }
            mesures.append(
                Mesure(
                    f"requêtes, {nom}",
                    instance.base,
                    apres[nom] / avant[nom],
                    f"l’exemple (contenu x {FOIS})",
                    1.0,
                    detail,
                )
            )
    return mesures
