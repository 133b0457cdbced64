"""Campagnes that people answered, for the tests of results."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from diagnostic.models import (
    Bulletin,
    BulletinAnonyme,
    Campagne,
    ModePassation,
    Passation,
    Question,
    Questionnaire,
    Reponse,
)
from diagnostic.operations import SLUG_COURANT
from diagnostic.resultats import figer
from pasapas.ecriture import changements
from pasapas.models import Projet
from tests.factories import (
    BulletinAnonymeFactory,
    BulletinFactory,
    CampagneFactory,
    PassationFactory,
    QuestionFactory,
    QuestionnaireFactory,
    ThemeFactory,
)
from tests.fresque.fichier.outils import EXEMPLE, source

JANVIER = date(2025, 1, 22)
QUATRE_NIVEAUX = {
    "niveaux": [
        {"valeur": valeur, "code": mot.lower(), "libelle": mot}
        for valeur, mot in enumerate(("Absent", "Ponctuel", "Organisé", "Ancré"), start=1)
    ]
}
RESTITUTION = {
    "seuils": {"point_fort": 3.0, "axe": 2.5},
    "debat": {"ecart_colleges": 1.5, "nombre_maximal": 5, "part_nsp": 0.3},
}
Voix = Sequence[int | str | None]


def exemple() -> list[dict[str, Any]]:
    """The passations of the example file, answers included."""
    campagnes = source(EXEMPLE)["projet"]["annexe_2"]["campagne"]
    return (campagnes[0] if isinstance(campagnes, list) else campagnes)["passations"]


def notre_questionnaire() -> Questionnaire:
    return Questionnaire.objects.get(slug=SLUG_COURANT, version=1)


def petit_questionnaire(
    questions: int = 2,
    *,
    slug: str = "petit",
    version: int = 1,
    codes: Sequence[str] = (),
    echelle: Mapping[str, Any] = QUATRE_NIVEAUX,
    restitution: Mapping[str, Any] = RESTITUTION,
) -> Questionnaire:
    """One theme, a few questions called q1, q2..."""
    questionnaire = QuestionnaireFactory(
        slug=slug, version=version, echelle=echelle, restitution=restitution
    )
    theme = ThemeFactory(questionnaire=questionnaire, code="t1", titre="Santé")
    for rang, code in enumerate(codes or [f"q{n + 1}" for n in range(questions)]):
        QuestionFactory(
            theme=theme,
            code=code,
            enonce=f"L'affirmation {code} : tout va bien.",
            point_fort=f"Force de {code}.",
            axe=f"Axe de {code}.",
            ordre=rang,
        )
    return questionnaire


def campagne(
    projet: Projet,
    passations: Sequence[Mapping[str, Any]],
    questionnaire: Questionnaire | None = None,
    **champs: Any,
) -> Campagne:
    """An open campagne and its answers; ``reponses``: a list of answers for each bulletin."""
    questionnaire = questionnaire or notre_questionnaire()
    ouverte = CampagneFactory(projet=projet, questionnaire=questionnaire, **champs)
    questions = list(
        Question.objects.filter(theme__questionnaire=questionnaire).order_by(
            "theme__ordre", "theme__pk", "ordre", "pk"
        )
    )
    for passation in passations:
        repondre(ouverte, questions, **passation)
    return ouverte


def repondre(
    ouverte: Campagne,
    questions: Sequence[Question],
    *,
    college: str,
    mode: str,
    reponses: Sequence[Voix],
    participants: int | None = None,
    invites: int | None = None,
    papier: int = 0,
) -> Passation:
    """``papier``: so many of the first answers were copied from sheets."""
    individuelle = mode == ModePassation.INDIVIDUELLE
    passation = PassationFactory(
        campagne=ouverte,
        college=college,
        mode=mode,
        participants=participants,
        invites=invites,
        **({} if individuelle else {"jeton": ""}),
    )
    for rang, liste in enumerate(reponses):
        dites = {q: r for q, r in zip(questions, liste, strict=False) if r is not None}
        if individuelle:
            BulletinAnonymeFactory(
                passation=passation,
                reponses={q.code: r for q, r in dites.items()},
                papier=rang < papier,
            )
        else:
            _voix(BulletinFactory(passation=passation), dites)
    return passation


def _voix(bulletin: Bulletin, dites: Mapping[Question, int | str]) -> None:
    Reponse.objects.bulk_create(
        Reponse(bulletin=bulletin, question=question, hors_echelle=reponse)
        if isinstance(reponse, str)
        else Reponse(bulletin=bulletin, question=question, niveau=reponse)
        for question, reponse in dites.items()
    )


def clore(ouverte: Campagne, jour: date = JANVIER) -> Campagne:
    """Publish and destroy, and step the fresque's version, as a closing does."""
    ouverte.close_le = jour
    ouverte.resultats = figer(ouverte)
    ouverte.save()
    BulletinAnonyme.objects.filter(passation__campagne=ouverte).delete()
    changements.bouger(ouverte.projet)
    return ouverte


def individuels(college: str, *reponses: Voix, **champs: Any) -> dict[str, Any]:
    return {"college": college, "mode": "individuelle", "reponses": reponses, **champs}


def collective(college: str, *voix: int | str | None, participants: int = 2) -> dict[str, Any]:
    return {
        "college": college,
        "mode": "collective",
        "reponses": [voix],
        "participants": participants,
    }


def adresse(close: Campagne, nom: str = "resultats", *suite: object) -> str:
    """One of the pages of this campagne's results."""
    return reverse(f"diagnostic:{nom}", args=[close.projet.slug, close.pk, *suite])
