"""The campagne that one writes in, held: what is done at the same moment waits, closing too."""

from diagnostic.campagnes.refus import CampagneAnnulee, CampagneClose
from diagnostic.models import Campagne
from pasapas.ecriture import changements
from pasapas.ecriture.transactions import Disparue


def tenue(campagne: Campagne) -> Campagne:
    """Its row, locked. Raises CampagneAnnulee when it was called off meanwhile."""
    try:
        return changements.verrouiller(campagne)
    except Disparue:
        raise CampagneAnnulee from None


def ouverte(campagne: Campagne) -> Campagne:
    """The same, still under way. Raises CampagneClose when it is over."""
    ligne = tenue(campagne)
    if not ligne.ouverte:
        raise CampagneClose
    return ligne
