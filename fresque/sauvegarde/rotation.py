"""Which archives are kept: seven days, four weeks, twelve months."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

JOURS, SEMAINES, MOIS = 7, 4, 12


def a_garder(dates: Iterable[datetime]) -> set[datetime]:
    """The last one of each of the last seven days that have one, four weeks, twelve months."""
    triees = sorted(dates, reverse=True)
    return {
        *_dernieres(triees, JOURS, lambda d: d.date()),
        *_dernieres(triees, SEMAINES, lambda d: d.isocalendar()[:2]),
        *_dernieres(triees, MOIS, lambda d: (d.year, d.month)),
    }


def _dernieres(
    triees: list[datetime], combien: int, tranche: Callable[[datetime], Any]
) -> list[datetime]:
    premieres: dict[Any, datetime] = {}
    for quand in triees:
        premieres.setdefault(tranche(quand), quand)
    return list(premieres.values())[:combien]
