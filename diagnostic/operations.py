"""Every write of annexe 2: questionnaires, and what the group says of its état des lieux."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from diagnostic.models import (
    EtatDesLieux,
    Question,
    Questionnaire,
    SyntheseTheme,
    Theme,
)
from diagnostic.referentiel import AUTODIAGNOSTIC
from pasapas.models import Projet

SLUG_COURANT = "autodiagnostic-pas-a-pas"


@transaction.atomic
def charger_questionnaire(chemin: Path = AUTODIAGNOSTIC) -> Questionnaire:
    """Load a questionnaire file (YAML). A version already there is left as it is."""
    source = yaml.safe_load(chemin.read_text(encoding="utf-8"))
    entete = source["questionnaire"]
    questionnaire, nouveau = Questionnaire.objects.get_or_create(
        slug=entete["slug"],
        version=entete["version"],
        defaults={
            "titre": entete["titre"],
            "sous_titre": entete.get("sous_titre", ""),
            "statut": entete["statut"],
            "consigne": entete.get("consigne", ""),
            "consigne_collective": entete.get("consigne_collective", ""),
            "duree_minutes": entete.get("duree_minutes", []),
            "echelle": source.get("echelle", {}),
            "restitution": source.get("restitution", {}),
        },
    )
    if nouveau:
        for ordre, theme in enumerate(source["themes"]):
            _charger_theme(questionnaire, ordre, theme)
    return questionnaire


def _charger_theme(questionnaire: Questionnaire, ordre: int, source: Mapping[str, Any]) -> None:
    theme = Theme.objects.create(
        questionnaire=questionnaire,
        code=source["code"],
        titre=source["titre"],
        intro=source.get("intro", ""),
        question_ouverte=source.get("question_ouverte", ""),
        ordre=ordre,
    )
    Question.objects.bulk_create(
        Question(
            theme=theme,
            ordre=rang,
            **{
                cle: question.get(cle, "")
                for cle in ("code", "enonce", "aide", "point_fort", "axe")
            },
        )
        for rang, question in enumerate(source["questions"])
    )


def questionnaire_courant() -> Questionnaire:
    """The newest version of our questionnaire; loads the one we ship if there is none."""
    return (
        Questionnaire.objects.filter(slug=SLUG_COURANT).order_by("-version").first()
        or charger_questionnaire()
    )


@transaction.atomic
def preparer(projet: Projet) -> EtatDesLieux:
    """Give a projet the empty boxes of annexe 2 it does not have yet."""
    etat, _ = EtatDesLieux.objects.get_or_create(
        projet=projet, defaults={"questionnaire": questionnaire_courant()}
    )
    deja = set(SyntheseTheme.objects.de(projet).values_list("theme_id", flat=True))
    SyntheseTheme.objects.bulk_create(
        SyntheseTheme(projet=projet, theme=theme)
        for theme in etat.questionnaire.themes.all()
        if theme.pk not in deja
    )
    return etat
