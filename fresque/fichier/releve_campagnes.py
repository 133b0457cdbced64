"""The campagnes of an export: attributed voices, and what was published. Nothing individual."""

import json
from typing import Any

from diagnostic.models import Campagne, Etonnement, Passation, Questionnaire
from diagnostic.models.campagne import SEUIL
from fresque.fichier.ecriture_campagnes import MINUTES
from fresque.fichier.questionnaires import questions_de
from fresque.fichier.releve_commun import champs, reference


def relever_campagne(campagne: Campagne) -> dict[str, Any]:
    """``resultats`` only where answers that no longer exist were published: collective voices
    give theirs again."""
    passations = list(campagne.passations.all())
    anonymes = any(passation.individuelle for passation in passations)
    publies = campagne.resultats if anonymes else None
    return {
        "id": reference(campagne),
        "nom": campagne.nom,
        "questionnaire": campagne.questionnaire.slug,
        "questionnaire_version": campagne.questionnaire.version,
        **champs(campagne, "ouverte_le", "cloture_prevue", "close_le"),
        "seuil": campagne.seuil if campagne.seuil != SEUIL else None,
        "minutes": campagne.minutes if campagne.minutes != MINUTES else None,
        "passations": [
            {
                **champs(passation, "college", "mode", "acces", "participants", "invites"),
                "reponses": _voix(passation, campagne.questionnaire),
            }
            for passation in passations
        ],
        "etonnements": _etonnements(campagne),
        "resultats": json.dumps(publies, sort_keys=True, ensure_ascii=False) if publies else "",
    }


def _voix(passation: Passation, questionnaire: Questionnaire) -> list[list[int | str | None]]:
    """The attributed voice of a collège. Individual answers never leave the database."""
    if passation.individuelle:
        return []
    bulletin = passation.bulletins.first()
    if bulletin is None:
        return []
    dites = {
        reponse.question_id: reponse.hors_echelle or reponse.niveau
        for reponse in bulletin.reponses.all()
    }
    return [[dites.get(question.pk) for question in questions_de(questionnaire)]]


def _etonnements(campagne: Campagne) -> list[dict[str, Any]]:
    presents = Etonnement.objects.filter(campagne=campagne).presents().select_related("question")
    return [{"texte": e.texte, "question": e.question.code if e.question else ""} for e in presents]
