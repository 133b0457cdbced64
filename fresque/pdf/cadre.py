"""What frames a sheet, whatever stands in it: the path at the very top, the panel of the title, the
foot (templates/pdf/cadre.html). Of the other planches, nothing but the marks beside it."""

from datetime import date
from typing import Any

from fresque.pdf import dessins, places
from fresque.pdf.textes import court
from fresque.pdf.titres import TitrePeint, peindre
from pasapas.valeurs.planches import Fresque, Planche

# What a sheet of the wall has and another one has not.
SANS_PLACE: dict[str, Any] = {
    "marque": "",
    "pierres": None,
    "avant": "",
    "apres": "",
    "voisine": False,
    "agrafee": False,
    "mini": None,
    "etat_du": None,
    "accroche": "",
    "lien": "",
    "lien_dit": "",
    "variante": "",
}


def cadre(fresque: Fresque, planche: Planche) -> dict[str, Any]:
    """The frame of a planche of the wall."""
    avant, apres, voisine = places.voisinage(fresque, planche)
    return {
        **cadre_libre(
            titre_peint(planche),
            pigment=planche.annexe.pigment,
            surtitre=_surtitre(planche),
            projet=fresque.nom,
            etablissement=fresque.etablissement,
            signet=_signet(planche),
        ),
        "marque": planche.coordonnee,
        "pierres": dessins.pierres(planche.pierres),
        "avant": avant,
        "apres": apres,
        "voisine": voisine,
        "agrafee": planche.modele == "fiche",
        "mini": places.miniature(planche),
        "etat_du": planche.peint_le,
    }


def cadre_libre(
    titre: TitrePeint | str,
    *,
    pigment: str,
    surtitre: str,
    projet: str,
    etablissement: str,
    signet: str = "",
    imprime_le: date | None = None,
) -> dict[str, Any]:
    """The frame of sheets that have no place on the wall: they have no mark, no neighbours."""
    titre = peindre(titre) if isinstance(titre, str) else titre
    return {
        "titre": titre,
        "titre_court": court(titre.texte, 60),
        "signet": signet or titre.texte,
        "pigment": pigment,
        "surtitre": surtitre,
        "projet": court(projet, 40),
        "etablissement": court(etablissement, 46),
        "imprime_le": imprime_le,
        **SANS_PLACE,
    }


def titre_peint(planche: Planche) -> TitrePeint:
    """An action's own name when it has one; it is the group's word, not the kit's."""
    if planche.modele == "fiche" and planche.sous_titre.strip():
        return peindre(planche.sous_titre)
    return peindre(planche.titre)


def _surtitre(planche: Planche) -> str:
    if planche.modele != "fiche":
        return f"Annexe {planche.annexe.numero} · {planche.annexe.livret}"
    nomme = planche.titre.capitalize() if planche.sous_titre.strip() else ""
    return " · ".join(filter(None, (nomme, planche.etat_libelle)))


def _signet(planche: Planche) -> str:
    nom = planche.sous_titre if planche.modele == "fiche" else ""
    return court(" · ".join(filter(None, (planche.coordonnee, planche.titre, nom))), 120)
