"""The campagne that one writes in, held: what is done at the same moment waits, closing too."""

from diagnostic.campagnes.refus import CampagneClose
from diagnostic.models import Campagne
from pasapas.ecriture import changements


def ouverte(campagne: Campagne) -> Campagne:
    """Its row, locked. Raises CampagneClose when it is over."""
    ligne = changements.verrouiller(campagne)
    if not ligne.ouverte:
        raise CampagneClose
    return ligne
