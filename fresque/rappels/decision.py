"""What is to be said to whom today: values in, values out, no query."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from fresque.models import Avance

MATIN, SOIR = 7, 20  # hours between which an e-mail may leave: nobody is woken up
RATTRAPAGE = 30  # days: what was late before, nobody is told by surprise
HORIZON = 30  # days that a weekly e-mail, or a strip of paper, looks ahead


@dataclass(frozen=True, slots=True)
class Echeance:
    """An étape that waits, and its last day. ``jour``: the day it is at its établissement;
    ``a_qui``: the keys of the participants who have it in hand."""

    etape: int
    projet: int
    fiche: int
    action: str
    intitule: str
    periode: str
    terme: date
    jour: date
    a_qui: tuple[int, ...] = ()
    noms: tuple[str, ...] = ()

    @property
    def restants(self) -> int:
        """Days left: 0 on the last day, -1 the day after."""
        return (self.terme - self.jour).days

    @property
    def en_retard(self) -> bool:
        return self.restants < 0

    def a_l_horizon(self, depuis: date | None = None) -> bool:
        """Late, or over in a month at most (counted from ``depuis``)."""
        return self.terme <= (depuis or self.jour) + timedelta(days=HORIZON)


@dataclass(frozen=True, slots=True)
class Dit:
    """What was said already: this étape, at this avance of this end."""

    etape: int
    avance: int
    terme: date


def avance_due(restants: int, choisis: Collection[Avance]) -> Avance | None:
    """The nearest avance that has come, whenever it came: what an outage kept is said once."""
    if restants < 0:
        du = Avance.RETARD in choisis and -restants <= RATTRAPAGE
        return Avance.RETARD if du else None
    venus = [avance for avance in choisis if avance.value > 0 and restants <= avance.value]
    return min(venus, default=None)


def deja_dit(echeance: Echeance, avance: Avance, dits: Iterable[Dit]) -> bool:
    """An end that moved is said afresh, unless it moved by less than the avance itself."""
    return any(
        dit.etape == echeance.etape
        and dit.avance == avance
        and abs((dit.terme - echeance.terme).days) < max(1, avance.value)
        for dit in dits
    )


def a_rappeler(
    echeances: Iterable[Echeance], choisis: Collection[Avance], dits: Collection[Dit]
) -> list[tuple[Echeance, Avance]]:
    """Of one person's étapes, those to be said today: late ones first, then the nearest."""
    dues = []
    for echeance in sorted(echeances, key=rang):
        avance = avance_due(echeance.restants, choisis)
        if avance is not None and not deja_dit(echeance, avance, dits):
            dues.append((echeance, avance))
    return dues


def a_resumer(echeances: Iterable[Echeance], lundi: date) -> list[Echeance]:
    """What the e-mail of the week tells: late, or over within a month of its Monday."""
    return sorted((e for e in echeances if e.a_l_horizon(lundi)), key=rang)


def rang(echeance: Echeance) -> tuple[date, int, int]:
    return echeance.terme, echeance.fiche, echeance.etape


def lundi_de(jour: date) -> date:
    return jour - timedelta(days=jour.weekday())


def est_l_heure(la_bas: datetime) -> bool:
    """In the morning or later in the day: what an outage kept leaves the same day."""
    return MATIN <= la_bas.hour < SOIR
