"""Annexe 2: the questionnaire, what the group writes, and the campagnes."""

from .campagne import (
    AccesRecueil,
    Bulletin,
    BulletinAnonyme,
    Campagne,
    CollegePassation,
    Etonnement,
    FeuilleRecopiee,
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
from .gel import degeler, geler
from .questionnaire import Question, Questionnaire, StatutQuestionnaire, Theme
from .tirage import BulletinATirer, DemandeDeCloture, Tirage
