"""What of a questionnaire the results need: its scale, its themes, its thresholds."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from diagnostic.models import Questionnaire

VALEURS = (1, 2, 3, 4)  # a questionnaire that describes no scale


@dataclass(frozen=True, slots=True)
class Debat:
    """When points of view are worth confronting: a gap in levels, so many at most; and the
    share of « Je ne sais pas » from which a question is to be cleared up."""

    ecart: Fraction
    maximum: int
    part_nsp: Fraction


@dataclass(frozen=True, slots=True)
class Grille:
    """``themes`` goes from the code of a theme to the codes of its questions, in order.

    Without ``seuils`` nothing is called a point fort or an axe; without ``debat`` nothing is
    singled out: a questionnaire that says neither is only counted.
    """

    valeurs: tuple[int, ...]
    themes: Mapping[str, tuple[str, ...]]
    point_fort: Fraction | None = None
    axe: Fraction | None = None
    debat: Debat | None = None

    @property
    def questions(self) -> tuple[str, ...]:
        return tuple(code for codes in self.themes.values() for code in codes)


def grille_de(questionnaire: Questionnaire) -> Grille:
    """Read the rules of a questionnaire: 2 queries."""
    themes = questionnaire.themes.prefetch_related("questions")
    seuils = questionnaire.restitution.get("seuils") or {}
    return Grille(
        valeurs=valeurs(questionnaire),
        themes={theme.code: tuple(q.code for q in theme.questions.all()) for theme in themes},
        point_fort=_exact(seuils.get("point_fort")),
        axe=_exact(seuils.get("axe")),
        debat=_debat(questionnaire.restitution.get("debat") or {}),
    )


def valeurs(questionnaire: Questionnaire) -> tuple[int, ...]:
    """The levels of the scale, lowest first."""
    niveaux = questionnaire.echelle.get("niveaux") or ()
    return tuple(sorted(niveau["valeur"] for niveau in niveaux)) or VALEURS


def _debat(source: Mapping[str, Any]) -> Debat | None:
    ecart, maximum = _exact(source.get("ecart_colleges")), source.get("nombre_maximal")
    if ecart is None or maximum is None:
        return None
    return Debat(ecart, maximum, _exact(source.get("part_nsp")) or Fraction(1))


def _exact(nombre: float | None) -> Fraction | None:
    """0.3 means three tenths: thresholds are compared without the noise of binary numbers."""
    return None if nombre is None else Fraction(str(nombre))
