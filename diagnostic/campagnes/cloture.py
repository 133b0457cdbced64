"""Closing: results are worked out once, kept, and the individual answers destroyed with it."""

from datetime import date

from django.utils import timezone

from diagnostic.campagnes.destruction import detruire, tenir
from diagnostic.campagnes.refus import SansReponse
from diagnostic.models import BulletinAnonyme, Campagne, Reponse
from diagnostic.resultats import figer
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Changement, Geste, noter
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Evenement


@ensemble
def cloturer(geste: Geste, campagne: Campagne) -> Campagne:
    """Close a campagne for good. Closing it again changes nothing. Raises SansReponse."""
    ligne = changements.verrouiller(campagne)
    if not ligne.ouverte:
        return ligne
    tenir(ligne)
    if not repondue(ligne):
        raise SansReponse
    geler(ligne, timezone.localdate())
    changement = Changement("close_le", "", f"{ligne.close_le:%d/%m/%Y}")
    noter(geste, Evenement.Action.MODIFICATION, ligne, [changement])
    changements.bouger(geste.projet)
    return ligne


def repondue(campagne: Campagne) -> bool:
    """Whether anyone answered anything. To be asked when closing, never shown before: whoever
    watches it change knows who has just come."""
    voix = Reponse.objects.filter(bulletin__passation__campagne=campagne)
    feuilles = BulletinAnonyme.objects.filter(passation__campagne=campagne)
    return voix.exists() or feuilles.exclude(reponses={}).exists()


@ensemble
def geler(campagne: Campagne, jour: date) -> None:
    """Publish what may be, destroy the rest: both are done, or neither."""
    tenir(campagne)
    # Someone who opened the recueil and took every answer back has not answered.
    BulletinAnonyme.objects.filter(passation__campagne=campagne, reponses={}).delete()
    campagne.resultats = figer(campagne)
    campagne.close_le = jour
    if campagne.ouverte_le:  # never after its end: the delay between two recueils counts from it
        campagne.ouverte_le = min(campagne.ouverte_le, jour)
    campagne.question_courante = None
    campagne.version += 1
    campagne.save()
    detruire(campagne)
