"""The kit before anyone wrote on it: its blank pages, as a fresque that is in no database."""

from dataclasses import replace
from functools import cache

from bilan.planche import vierge
from fresque.instant import Instant
from pasapas.models import Etablissement, Projet
from pasapas.valeurs.planches import Fresque, Planche

NOM = "Kit « Pas à pas »"


@cache
def kit_vierge() -> Fresque:
    """Every page of the kit but the fiches, which are printed as many as one wants."""
    projet = Projet(pk=0, nom=NOM, slug="kit", etablissement=Etablissement(pk=0))
    papier = Instant(projet).fresque.papier
    planches = (*papier.planches, vierge().papier)
    return replace(papier, planches=tuple(_vider(planche) for planche in planches))


def _vider(planche: Planche) -> Planche:
    """Without what an opened fresque says of itself: its name, what kind of place it is."""
    return planche.refaite(lambda encart: replace(encart, texte="", lignes=()))
