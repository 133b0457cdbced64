"""Annexe 2: the questionnaire, what the group writes, and the campagnes."""

from .campagne import (
    Bulletin,
    Campagne,
    CollegePassation,
    HorsEchelle,
    ModePassation,
    Passation,
    Reponse,
)
from .etat_des_lieux import (
    ElementTheme,
    EtatDesLieux,
    Intention,
    Outil,
    Piste,
    Sens,
    SyntheseTheme,
)
from .questionnaire import Question, Questionnaire, StatutQuestionnaire, Theme

__all__ = [
    "Bulletin",
    "Campagne",
    "CollegePassation",
    "ElementTheme",
    "EtatDesLieux",
    "HorsEchelle",
    "Intention",
    "ModePassation",
    "Outil",
    "Passation",
    "Piste",
    "Question",
    "Questionnaire",
    "Reponse",
    "Sens",
    "StatutQuestionnaire",
    "SyntheseTheme",
    "Theme",
]
