"""What every page of the autodiagnostic needs: who looks, and the campagne of the address."""

from dataclasses import replace

from django.http import Http404

from diagnostic.forms_seance import EtonnementForm
from diagnostic.models import Campagne, CollegePassation, Passation
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture.journal import Geste

PLANCHE, ENCART = "autodiagnostic", "campagne"


def campagne_de(request: ProjetRequest, pk: int) -> Campagne:
    """The campagne of this projet, or 404. Its results stay where they are until asked for."""
    trouvees = Campagne.objects.de(request.projet).select_related("questionnaire")
    campagne = trouvees.defer("resultats").filter(pk=pk).first()
    if campagne is None:
        raise Http404("Cette campagne n’existe pas sur la fresque.")
    campagne.projet = request.projet
    return campagne


def passation_de(campagne: Campagne, college: str) -> Passation:
    """How this collège answers in this campagne, or 404."""
    if college not in CollegePassation.values:
        raise Http404("Ce collège n’existe pas.")
    passation = campagne.passations.filter(college=college).first()
    if passation is None:
        raise Http404("Ce collège ne répond pas dans cette campagne.")
    return passation


def geste_de(request: ProjetRequest, etonnement: EtonnementForm | None = None) -> Geste:
    """Who acts; the key of the write when words are sent with it."""
    geste = Geste(request.projet, request.participant, PLANCHE, ENCART)
    if etonnement is None:
        return geste
    return replace(
        geste, cle=etonnement.cle_recue, envoi=etonnement.envoi, saisie=etonnement.saisie
    )
