"""« Les actions engagées » on paper: a list, with the places of the fiches to come."""

from dataclasses import dataclass

from fresque.pdf import places
from fresque.pdf.boites import PostItPapier, postit
from fresque.pdf.lignes import Detail, ligne_papier
from fresque.pdf.textes import Paragraphe, propre
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.planches import Planche

EN_GRAND = 6  # actions beyond which their names are smaller, in two columns


@dataclass(frozen=True, slots=True)
class Action:
    """A fiche, or the place of one: it has no name."""

    numero: int
    nom: tuple[Paragraphe, ...] = ()
    etat: str = ""
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True, slots=True)
class Actions:
    places: tuple[Action, ...]
    nombreuses: bool
    titre: str
    question: str
    postits: tuple[PostItPapier, ...]


def lister(planche: Planche) -> Actions | None:
    """The actions of « Les actions engagées », every number in its place."""
    encart = planche.encart("fiches") if planche.modele == "actions" else None
    if encart is None:
        return None
    siennes = {action.numero: action for action in _siennes(encart)}
    derniere = places.ETAGES * places.colonnes_de_fiches(sorted(siennes))
    return Actions(
        tuple(siennes.get(n) or Action(n) for n in range(1, derniere + 1)),
        derniere > EN_GRAND,
        propre(encart.titre),
        "" if siennes else propre(encart.question),
        tuple(postit(vue) for vue in encart.postits),
    )


def _siennes(encart: Encart) -> list[Action]:
    return [
        Action(
            ligne.numero or rang,
            (dite := ligne_papier(ligne)).titres,
            dite.etat,
            (*dite.brefs, *dite.longs),
        )
        for rang, ligne in enumerate(encart.lignes, start=1)
    ]
