"""A questionnaire given back as a file: to be read, corrected, and brought back."""

import csv
import io
import re
from collections.abc import Iterable
from typing import Any

import yaml
from pydantic import BaseModel

from diagnostic.models import Question, Questionnaire
from diagnostic.questionnaires.schema import EnTete, QuestionLue, ThemeLu
from diagnostic.questionnaires.tableau import COLONNES, DE_LA_QUESTION, DU_THEME

# What a spreadsheet would run; our own apostrophes before such a sign, so that none is lost.
FORMULE = re.compile(r"'*[=+\-@\t\r]")
LARGEURS = dict(zip(COLONNES, (12, 34, 34, 34, 9, 70, 60, 60, 60), strict=True))


def _clefs(instance: Any, bloc: type[BaseModel]) -> dict[str, Any]:
    return {
        cle: getattr(instance, cle)
        for cle in bloc.model_fields
        if cle not in {"questions", "langue"} and getattr(instance, cle) not in ("", [], None)
    }


def en_yaml(questionnaire: Questionnaire) -> bytes:
    """Everything, in the format that is read back word for word."""
    themes = questionnaire.themes.prefetch_related("questions")
    source = {
        "questionnaire": _clefs(questionnaire, EnTete),
        "echelle": questionnaire.echelle,
        "restitution": questionnaire.restitution,
        "themes": [
            {
                **_clefs(theme, ThemeLu),
                "questions": [_clefs(q, QuestionLue) for q in theme.questions.all()],
            }
            for theme in themes
        ],
    }
    return yaml.safe_dump(source, sort_keys=False, allow_unicode=True, width=100).encode()


def lignes(questionnaire: Questionnaire) -> list[list[str]]:
    """The headings, then one row a question."""
    questions = Question.objects.filter(theme__questionnaire=questionnaire)
    rangees = questions.select_related("theme").order_by("theme__ordre", "theme__pk", "ordre", "pk")
    return [
        list(COLONNES),
        *(
            [
                *(getattr(question.theme, cle) for cle in DU_THEME.values()),
                *(getattr(question, cle) for cle in DE_LA_QUESTION),
            ]
            for question in rangees
        ),
    ]


def en_csv(questionnaire: Questionnaire) -> bytes:
    return csv_de(lignes(questionnaire))


def en_xlsx(questionnaire: Questionnaire) -> bytes:
    return xlsx_de(lignes(questionnaire))


def csv_de(lignes: Iterable[list[str]]) -> bytes:
    """For Excel in French: semicolons, every cell quoted, the mark of UTF-8 first."""
    sortie = io.StringIO(newline="")
    ecrivain = csv.writer(sortie, delimiter=";", quoting=csv.QUOTE_ALL)
    for ligne in lignes:
        ecrivain.writerow(f"'{c}" if FORMULE.match(c) else c for c in ligne)
    return sortie.getvalue().encode("utf-8-sig")


def xlsx_de(lignes: Iterable[list[str]]) -> bytes:
    from tablib import Dataset  # with what follows, loaded by this page alone

    from pasapas.echanges.formats import classeur

    entetes, *suite = lignes
    tableau = Dataset(*suite, headers=entetes, title="Questions")
    return classeur(tableau, largeurs=LARGEURS)
