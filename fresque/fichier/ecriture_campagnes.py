"""Writing the campagnes of a file: attributed voices, and what was published of the others."""

import json
import random
import secrets
from collections.abc import Iterable, Sequence

from diagnostic.campagnes.cloture import geler
from diagnostic.campagnes.ouverture import nouveau_jeton
from diagnostic.campagnes.recueil import empreinte
from diagnostic.models import (
    Bulletin,
    BulletinAnonyme,
    Campagne,
    Etonnement,
    HorsEchelle,
    Passation,
    Question,
    Reponse,
)
from fresque.fichier.questionnaires import questionnaire_de, questions_de
from fresque.fichier.registre import Registre
from fresque.fichier.schema_annexes_1_2 import CampagneFichier, PassationFichier

ALEA = random.SystemRandom()
MINUTES = 20
Reponses = Sequence[int | str | None]


def ecrire_campagne(
    registre: Registre, source: CampagneFichier, *, reponses_individuelles: bool
) -> None:
    """A closed campagne keeps what it published, or publishes it now; nothing else stays. An open
    one comes without any individual answer."""
    questionnaire = questionnaire_de(source.model_dump())
    questions = questions_de(questionnaire)
    campagne = Campagne.objects.create(
        projet=registre.projet,
        nom=source.nom,
        reference=source.id,
        questionnaire=questionnaire,
        ouverte_le=source.ouverte_le,
        cloture_prevue=source.cloture_prevue,
        close_le=source.close_le,
        seuil=source.seuil or questionnaire.seuil,
        minutes=source.minutes or MINUTES,
    )
    for rang, bloc in enumerate(source.passations):
        passation = _ecrire_passation(campagne, bloc, rang)
        if not passation.individuelle:
            _ecrire_voix(passation, bloc.reponses, questions)
        elif reponses_individuelles and not campagne.ouverte:
            _ecrire_bulletins(passation, bloc.reponses, questions)
    _ecrire_etonnements(registre, campagne, source, questions)
    if source.resultats:
        campagne.resultats = json.loads(source.resultats)
        campagne.save(update_fields=["resultats"])
    elif campagne.close_le:
        geler(campagne, campagne.close_le)


def _ecrire_passation(campagne: Campagne, source: PassationFichier, rang: int) -> Passation:
    passation = Passation(campagne=campagne, ordre=rang, **source.model_dump(exclude={"reponses"}))
    if passation.individuelle and campagne.ouverte:
        passation.jeton = nouveau_jeton()
    passation.save()
    return passation


def _ecrire_voix(
    passation: Passation, listes: Iterable[Reponses], questions: Sequence[Question]
) -> None:
    for reponses in listes:
        bulletin = Bulletin.objects.create(passation=passation)
        Reponse.objects.bulk_create(
            Reponse(bulletin=bulletin, question=question, hors_echelle=reponse)
            if reponse in HorsEchelle.values
            else Reponse(bulletin=bulletin, question=question, niveau=reponse)
            for question, reponse in zip(questions, reponses, strict=True)
            if reponse is not None
        )


def _ecrire_bulletins(
    passation: Passation, listes: Sequence[Reponses], questions: Sequence[Question]
) -> None:
    """Shuffled, so that a bulletin's place in the table does not say whose it was."""
    BulletinAnonyme.objects.bulk_create(
        BulletinAnonyme(
            passation=passation,
            empreinte=empreinte(secrets.token_urlsafe(32)),
            rendu=True,
            reponses={
                question.code: reponse
                for question, reponse in zip(questions, reponses, strict=True)
                if reponse is not None
            },
        )
        for reponses in ALEA.sample(listes, len(listes))
    )


def _ecrire_etonnements(
    registre: Registre,
    campagne: Campagne,
    source: CampagneFichier,
    questions: Sequence[Question],
) -> None:
    par_code = {question.code: question for question in questions}
    Etonnement.objects.bulk_create(
        registre.nouveau(
            Etonnement,
            campagne=campagne,
            texte=etonnement.texte,
            question=par_code.get(etonnement.question),
        )
        for etonnement in source.etonnements
    )
