"""The autodiagnostic of the example, filled for a measure; called by bench.interne, in Django."""

import random
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diagnostic.campagnes import ouverture
from diagnostic.models import BulletinAnonyme, Campagne, Passation, Question
from diagnostic.operations import questionnaire_courant
from diagnostic.resultats import figer
from pasapas.ecriture.journal import Geste
from pasapas.models import Participant, Projet, Role

COLLEGES = ("direction", "rh", "encadrement", "irp", "salaries")


def clore(projet: Projet, repondants: int) -> dict[str, Any]:
    """Close a campagne of so many respondents: its key, and the queries of its page."""
    campagne = Campagne(
        projet=projet,
        reference="bench",
        nom=f"{repondants} répondants",
        questionnaire=questionnaire_courant(),
        close_le=date(2030, 1, 1),
    )
    campagne.save()
    _repondre(campagne, repondants // len(COLLEGES))
    campagne.resultats = figer(campagne)
    campagne.save()
    BulletinAnonyme.objects.filter(passation__campagne=campagne).delete()  # as a closing does
    return {"campagne": campagne.pk, **_compter(campagne)}


def _repondre(campagne: Campagne, chacun: int) -> None:
    hasard = random.Random(5)
    questions = Question.objects.filter(theme__questionnaire=campagne.questionnaire)
    codes = list(questions.values_list("code", flat=True))
    for college in COLLEGES:
        passation = Passation.objects.create(
            campagne=campagne, college=college, mode="individuelle", invites=chacun
        )
        BulletinAnonyme.objects.bulk_create(
            BulletinAnonyme(
                passation=passation,
                empreinte=f"{college}-{rang}",
                reponses={code: hasard.choice([1, 2, 3, 4, "nsp"]) for code in codes},
            )
            for rang in range(chacun)
        )


def _compter(campagne: Campagne) -> dict[str, int]:
    pilote = Participant.objects.ouverts().de(campagne.projet).filter(role=Role.PILOTE).first()
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(pilote.user)
    adresse = f"/projets/{campagne.projet.slug}/autodiagnostic/{campagne.pk}/resultats/"
    client.get(adresse)  # whatever a first page alone has to do
    cache.clear()
    comptes = {}
    for etat in ("à froid", "à chaud"):
        with CaptureQueriesContext(connection) as requetes:
            reponse = client.get(adresse)
        if reponse.status_code != 200:
            raise SystemExit(f"{adresse} : réponse {reponse.status_code}")
        comptes[etat] = len(requetes)
    return comptes


def recueillir(projet: Projet, invites: int) -> str:
    """Open a recueil for the salariés: the code of its link."""
    campagne = ouverture.ouvrir(
        Geste(projet, None, "autodiagnostic", "campagne"),
        nom="Mesure",
        seuil=5,
        minutes=20,
        questionnaire=questionnaire_courant(),
        ouverte_le=timezone.localdate(),
        passations=[ouverture.PassationVoulue("salaries", "individuelle", invites)],
    )
    return campagne.passations.get().jeton


def gardees() -> list[int]:
    """How many answers each sheet of the open recueil holds."""
    return [len(bulletin.reponses) for bulletin in BulletinAnonyme.objects.all()]
