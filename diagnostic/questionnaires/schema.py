"""The format of a questionnaire. Limits are those of the models, read there."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from diagnostic.models import HorsEchelle, Question, Questionnaire, Theme
from diagnostic.models.campagne import SEUIL, SEUIL_PLAFOND, SEUIL_PLANCHER
from pasapas.lecture.champs import Bloc, NumeroOuRien, bloc, champ, liste, refus
from pasapas.lecture.messages import attendu

NIVEAUX_MAX = 9


def nombre(minimum: float, maximum: float, defaut: float | None = None) -> Any:
    """A number with its bounds, decimal or not; required without ``defaut``."""

    def lire(valeur: Any) -> float:
        if valeur is None and defaut is not None:
            return defaut
        if isinstance(valeur, bool) or not isinstance(valeur, int | float | Decimal):
            raise refus(attendu("un nombre comme 2.5", valeur))
        if not minimum <= valeur <= maximum:
            raise refus(attendu(f"un nombre de {minimum} à {maximum}", valeur))
        return float(valeur)

    nature = Annotated[float, BeforeValidator(lire)]
    return nature if defaut is None else Annotated[nature, Field(default=defaut)]


def seul_mot(mot: str) -> Any:
    """A key that says one word, and may be left out."""

    def lire(valeur: Any) -> str:
        if valeur not in (None, mot):
            raise refus(attendu(f"« {mot} », le seul admis", valeur))
        return mot

    return Annotated[str, BeforeValidator(lire), Field(default=mot)]


def toujours() -> Any:
    """A promise the software always keeps: it may be written, not taken back."""

    def lire(valeur: Any) -> bool:
        if valeur not in (None, True):
            raise refus("toujours « true » : cette protection ne se retire pas")
        return True

    return Annotated[bool, BeforeValidator(lire), Field(default=True)]


def _hors_echelle(valeur: Any) -> Any:
    if valeur not in HorsEchelle.values:
        raise refus(attendu(f"un de ces mots : {', '.join(HorsEchelle.values)}", valeur))
    return valeur


def _mot(valeur: Any) -> Any:
    """A word of the scale: one line, not empty, short enough for a button."""
    if not isinstance(valeur, str) or not valeur.strip():
        raise refus(attendu("un mot", valeur))
    if len(valeur) > 40 or "\n" in valeur:
        raise refus("40 caractères au plus, sur une ligne : ce mot est écrit sur un bouton")
    return valeur


Minutes = Annotated[int, Field(ge=1, le=600)]
Niveau = Annotated[int, Field(ge=1, le=NIVEAUX_MAX)]
Mot = Annotated[str, BeforeValidator(_mot)]
Phrase = champ(Question, "aide")


class EnTete(Bloc):
    """``version`` may be left out: the questionnaire then takes the next number."""

    slug: champ(Questionnaire, "slug")
    version: NumeroOuRien
    langue: seul_mot("fr")
    titre: champ(Questionnaire, "titre")
    sous_titre: champ(Questionnaire, "sous_titre")
    statut: champ(Questionnaire, "statut")
    duree_minutes: liste(Minutes)
    consigne: champ(Questionnaire, "consigne")
    consigne_collective: champ(Questionnaire, "consigne_collective")


class NiveauLu(Bloc):
    valeur: Niveau
    code: champ(Question, "code")
    libelle: Mot
    description: Phrase


class HorsEchelleLu(Bloc):
    code: Annotated[str, BeforeValidator(_hors_echelle)]
    libelle: Mot
    description: Phrase


class EchelleLue(Bloc):
    type: seul_mot("maturite")
    niveaux: liste(NiveauLu)
    hors_echelle: liste(HorsEchelleLu)


class Seuils(Bloc):
    """Means from which a question is a strength, and below which it is an axe."""

    point_fort: nombre(1, NIVEAUX_MAX)
    axe: nombre(1, NIVEAUX_MAX)


class Debat(Bloc):
    ecart_colleges: nombre(0.1, NIVEAUX_MAX, 1.5)
    nombre_maximal: Annotated[int, Field(default=5, ge=1, le=50)]
    part_nsp: nombre(0.01, 1, 0.3)


class Anonymat(Bloc):
    """What a campagne starts from. The two others are no choice: no page shows anything before
    the closing, and nothing published is worked out from what is hidden."""

    effectif_minimal: Annotated[int, Field(default=SEUIL, ge=SEUIL_PLANCHER, le=SEUIL_PLAFOND)]
    masquer_pendant_collecte: toujours()
    suppression_complementaire: toujours()


class RestitutionLue(Bloc):
    moyenne: seul_mot("arithmetique")
    ponderation: seul_mot("par_college")
    seuils: Seuils
    debat: bloc(Debat)
    anonymat: bloc(Anonymat)


class QuestionLue(Bloc):
    code: champ(Question, "code")
    enonce: champ(Question, "enonce")
    aide: Phrase
    point_fort: champ(Question, "point_fort")
    axe: champ(Question, "axe")


class ThemeLu(Bloc):
    code: champ(Theme, "code")
    titre: champ(Theme, "titre")
    intro: champ(Theme, "intro")
    question_ouverte: champ(Theme, "question_ouverte")
    questions: liste(QuestionLue)


class FichierQuestionnaire(Bloc):
    questionnaire: EnTete
    echelle: EchelleLue
    restitution: RestitutionLue
    themes: liste(ThemeLu)


class QuestionnaireLu:
    """A questionnaire that was read and found right, with the names its model gives."""

    def __init__(self, fichier: FichierQuestionnaire) -> None:
        self.slug = fichier.questionnaire.slug
        self.version = fichier.questionnaire.version
        self.titre = fichier.questionnaire.titre
        self.sous_titre = fichier.questionnaire.sous_titre
        self.statut = fichier.questionnaire.statut
        self.consigne = fichier.questionnaire.consigne
        self.consigne_collective = fichier.questionnaire.consigne_collective
        self.duree_minutes = fichier.questionnaire.duree_minutes
        self.echelle = fichier.echelle.model_dump()
        self.restitution = fichier.restitution.model_dump()
        self.themes = fichier.themes
