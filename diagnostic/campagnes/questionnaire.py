"""The questionnaire as people answer it: frozen values, read once per version and process."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.core.cache import cache

from diagnostic.models import Campagne, HorsEchelle, Question, Questionnaire
from pasapas.valeurs.textes import insecables, soigner

DUREE_CACHE = 60 * 60  # seconds: a published questionnaire no longer changes


@dataclass(frozen=True, slots=True)
class Choix:
    """One possible answer: a level of the scale, or one of the two off it."""

    valeur: int | str
    libelle: str
    description: str

    @property
    def niveau(self) -> int | None:
        return self.valeur if isinstance(self.valeur, int) else None


@dataclass(frozen=True, slots=True)
class Affirmation:
    """One statement to be placed on the scale. ``rang`` starts at 1."""

    pk: int
    code: str
    enonce: str
    aide: str
    theme: str
    rang: int
    debut_de_theme: bool


@dataclass(frozen=True)
class Passage:
    """What is answered, in its order, and with what."""

    pk: int
    titre: str
    statut: str
    consigne: str
    consigne_collective: str
    niveaux: tuple[Choix, ...]
    hors_echelle: tuple[Choix, ...]
    affirmations: tuple[Affirmation, ...]
    duree: str = ""

    @cached_property
    def par_code(self) -> dict[str, Affirmation]:
        return {affirmation.code: affirmation for affirmation in self.affirmations}

    @property
    def par_theme(self) -> list[tuple[str, list[Affirmation]]]:
        return [(theme, list(a)) for theme, a in groupby(self.affirmations, lambda a: a.theme)]

    @property
    def choix(self) -> tuple[Choix, ...]:
        return (*self.niveaux, *self.hors_echelle)

    @property
    def total(self) -> int:
        return len(self.affirmations)

    def suivante(self, affirmation: Affirmation) -> Affirmation | None:
        return next(iter(self.affirmations[affirmation.rang :]), None)

    def precedente(self, affirmation: Affirmation) -> Affirmation | None:
        return self.affirmations[affirmation.rang - 2] if affirmation.rang > 1 else None

    def lire(self, saisie: str) -> int | str | None:
        """What ``saisie`` (as a browser sends it) answers; None when it is no answer."""
        return next((choix.valeur for choix in self.choix if str(choix.valeur) == saisie), None)

    def libelle(self, valeur: int | str | None) -> str:
        return next((choix.libelle for choix in self.choix if choix.valeur == valeur), "")


def passage(questionnaire: Questionnaire) -> Passage:
    """The questionnaire as values: 1 query, or none when this process has read it already."""
    lu = cache.get(_cle(questionnaire.pk))
    if lu is None:
        lu = _lire(questionnaire)
        cache.set(_cle(questionnaire.pk), lu, DUREE_CACHE)
    return lu


def passage_de(campagne: Campagne) -> Passage:
    """As ``passage``, without reading the questionnaire's row when it need not be."""
    return cache.get(_cle(campagne.questionnaire_id)) or passage(campagne.questionnaire)


def _cle(questionnaire: int) -> str:
    return f"passage:{questionnaire}"


def _lire(questionnaire: Questionnaire) -> Passage:
    questions = (
        Question.objects.filter(theme__questionnaire=questionnaire)
        .select_related("theme")
        .order_by("theme__ordre", "theme__pk", "ordre", "pk")
    )
    affirmations: list[Affirmation] = []
    theme = None
    for rang, question in enumerate(questions, 1):
        affirmations.append(
            Affirmation(
                pk=question.pk,
                code=question.code,
                enonce=soigner(question.enonce),
                aide=soigner(question.aide),
                theme=soigner(question.theme.titre),
                rang=rang,
                debut_de_theme=question.theme_id != theme,
            )
        )
        theme = question.theme_id
    return Passage(
        pk=questionnaire.pk,
        titre=soigner(questionnaire.titre),
        statut=questionnaire.get_statut_display(),
        consigne=soigner(questionnaire.consigne),
        consigne_collective=soigner(questionnaire.consigne_collective),
        niveaux=tuple(
            _choix(bloc, bloc.get("valeur")) for bloc in _liste(questionnaire, "niveaux")
        ),
        hors_echelle=_hors_echelle(questionnaire),
        affirmations=tuple(affirmations),
        duree=_duree(questionnaire.duree_minutes),
    )


def _duree(minutes: list[int]) -> str:
    """« 15 à 20 minutes »; nothing when the questionnaire does not say."""
    if not minutes:
        return ""
    bornes = [str(minute) for minute in sorted(set(minutes))]
    return insecables(f"{' à '.join(bornes)}\u00a0minute{'s' if minutes[-1] > 1 else ''}")


def _liste(questionnaire: Questionnaire, nom: str) -> list[dict]:
    return questionnaire.echelle.get(nom) or []


def _hors_echelle(questionnaire: Questionnaire) -> tuple[Choix, ...]:
    dits = {bloc.get("code"): bloc for bloc in _liste(questionnaire, "hors_echelle")}
    return tuple(
        _choix({"libelle": code.label, **dits.get(code.value, {})}, code.value)
        for code in HorsEchelle
    )


def _choix(bloc: dict, valeur: Any) -> Choix:
    libelle = soigner(str(bloc.get("libelle") or f"Niveau {valeur}"))
    return Choix(valeur, libelle, soigner(str(bloc.get("description") or "")))
