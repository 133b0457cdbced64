"""« Les actions engagées » on paper: a list, with the places of the fiches to come."""

from dataclasses import dataclass, replace

from fresque.pdf import places
from fresque.pdf.boites import PostItPapier, postit
from fresque.pdf.lignes import Detail, ligne_papier
from fresque.pdf.textes import Paragraphe
from pasapas.valeurs.encarts import Ligne
from pasapas.valeurs.planches import Planche

# Places up to which a name is large, then up to which it has its details: beyond, one line or two,
# so that « Les actions engagées » is always one sheet.
EN_GRAND, EN_DETAIL = 6, 21
BREVES = {"referent"}  # what is said of an action among many: its fiche says the rest


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
    taille: str
    question: str
    postits: tuple[PostItPapier, ...]


def lister(planche: Planche) -> Actions | None:
    """The actions of « Les actions engagées », every number in its place."""
    encart = planche.encart("fiches") if planche.modele == "actions" else None
    if encart is None:
        return None
    numeros = [ligne.numero or rang for rang, ligne in enumerate(encart.lignes, start=1)]
    derniere = places.ETAGES * places.colonnes_de_fiches(numeros)
    taille = "grande" if derniere <= EN_GRAND else "moyenne" if derniere <= EN_DETAIL else "petite"
    siennes = {
        numero: _action(numero, ligne, taille)
        for numero, ligne in zip(numeros, encart.lignes, strict=True)
    }
    return Actions(
        tuple(siennes.get(n) or Action(n) for n in range(1, derniere + 1)),
        taille,
        "" if siennes else encart.question,
        tuple(postit(vue) for vue in encart.postits),
    )


def _action(numero: int, ligne: Ligne, taille: str) -> Action:
    gardes = [c for c in ligne.champs[1:] if taille == "grande" or c.nom in BREVES]
    dite = ligne_papier(replace(ligne, champs=(ligne.champs[0], *gardes)))
    details = () if taille == "petite" else (*dite.brefs, *dite.longs)
    return Action(numero, dite.titres, dite.etat, details)
