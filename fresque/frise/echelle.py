"""The scale of the frise: from a few weeks to years, its words measured so that none touches
another, where there is room and where there is little."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format

from pasapas.valeurs.textes import mois_apres

AU_MOINS = timedelta(days=27)  # below four weeks, a frise says nothing
COURTE = timedelta(days=75)  # up to there, weeks
# What one em of the scale is of the drawing's narrowest width: on a large screen or a sheet of
# paper, and on a phone.
EM, EM_ETROIT = 13 / 370, 13 / 290
BLANC = 0.6  # em left between two words
PAS_DE_SEMAINES = (1, 2, 4)
PAS_DE_MOIS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
TRAITS = 40  # lines at most
Repere = tuple[date, str]


@dataclass(frozen=True, slots=True)
class Graduation:
    """A word of the scale. ``fine``: only where there is room."""

    x: str
    texte: str
    fine: bool = False


@dataclass(frozen=True, slots=True)
class Reperes:
    """Two lines of words, the larger unit above, and where the lines fall."""

    hauts: tuple[Graduation, ...]
    bas: tuple[Graduation, ...]
    traits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Echelle:
    """From the first day to the one after the last."""

    debut: date
    fin: date

    def part(self, jour: date) -> float:
        """Where this day begins: 0 on the left, 1 on the right."""
        return (jour - self.debut).days / (self.fin - self.debut).days

    def milieu(self, jour: date) -> float:
        return self.part(jour) + 0.5 / (self.fin - self.debut).days

    @property
    def courte(self) -> bool:
        return self.fin - self.debut <= COURTE


def cadrer(jours: Iterable[date]) -> Echelle:
    """Whole weeks, or whole months, around all these days."""
    tous = sorted(jours)
    premier, dernier = tous[0], max(tous[-1], tous[0] + AU_MOINS)
    lundi = premier - timedelta(days=premier.weekday())
    semaines = Echelle(lundi, dernier + timedelta(days=7 - dernier.weekday()))
    if semaines.courte:
        return semaines
    return Echelle(premier.replace(day=1), mois_apres(dernier.replace(day=1), 1))


def graduer(echelle: Echelle, mesure: Callable[[str], float]) -> Reperes:
    """The finest words that all fit."""
    suites = _semaines(echelle) if echelle.courte else _mois(echelle)
    regle = Regle(echelle, mesure)
    rang = next((r for r, bas in enumerate(suites) if regle.tient(bas, EM)), len(suites) - 1)
    bas, rares = suites[rang], suites[-1]
    for autres in suites[rang:]:
        if set(autres) <= set(bas) and regle.tient(autres, EM_ETROIT):
            rares = autres
            break
    hauts = () if bas and len(bas[0][1]) == 4 and bas[0][1].isdecimal() else _hauts(echelle)
    traits = next((suite for suite in suites if len(suite) <= TRAITS), ())
    larges, etroits = regle.espacer(hauts, EM), regle.espacer(hauts, EM_ETROIT)
    return Reperes(
        regle.ecrire(larges, etroits),
        regle.ecrire(bas, rares),
        tuple(f"{echelle.part(jour) * 100:.2f}%" for jour, _ in traits if jour > echelle.debut),
    )


@dataclass(frozen=True, slots=True)
class Regle:
    """Words laid along a scale."""

    echelle: Echelle
    mesure: Callable[[str], float]

    def bout(self, repere: Repere, em: float) -> float:
        """Where a word ends, the blank after it included."""
        jour, texte = repere
        return self.echelle.part(jour) + (self.mesure(texte) + BLANC) * em

    def tient(self, reperes: Sequence[Repere], em: float) -> bool:
        departs = [self.echelle.part(jour) for jour, _ in reperes[1:]]
        return all(
            self.bout(r, em) <= x for r, x in zip(reperes[: len(departs)], departs, strict=True)
        )

    def espacer(self, reperes: Sequence[Repere], em: float) -> tuple[Repere, ...]:
        """Without those that the next one would touch."""
        gardes: list[Repere] = []
        for repere in reversed(reperes):
            suivant = self.echelle.part(gardes[-1][0]) if gardes else 2.0
            if self.bout(repere, em) <= suivant:
                gardes.append(repere)
        return tuple(reversed(gardes))

    def ecrire(self, larges: Sequence[Repere], etroits: Sequence[Repere]) -> tuple[Graduation, ...]:
        """Those that do not run over the edge either."""
        rares = {r for r in etroits if self.bout(r, EM_ETROIT) <= 1 + BLANC * EM_ETROIT}
        return tuple(
            Graduation(f"{self.echelle.part(r[0]) * 100:.2f}%", r[1], r not in rares)
            for r in larges
            if self.bout(r, EM) <= 1 + BLANC * EM
        )


def _semaines(echelle: Echelle) -> list[tuple[Repere, ...]]:
    lundis = [
        echelle.debut + timedelta(days=n) for n in range(0, (echelle.fin - echelle.debut).days, 7)
    ]
    reperes = [(lundi, date_format(lundi, "j N")) for lundi in lundis]
    return [tuple(reperes[::pas]) for pas in PAS_DE_SEMAINES]


def _mois(echelle: Echelle) -> list[tuple[Repere, ...]]:
    """From every month to every fifty years, each in its place in the calendar."""
    suites = []
    for pas in PAS_DE_MOIS:
        forme = "N" if pas < 12 else "Y"
        suites.append(tuple((jour, date_format(jour, forme)) for jour in _premiers(echelle, pas)))
    return [suite for suite in suites if suite]


def _premiers(echelle: Echelle, pas: int) -> list[date]:
    """The first days of a month, one in ``pas``, within the scale."""
    rang = echelle.debut.year * 12 + echelle.debut.month - 1
    rang += -rang % pas
    jours = []
    while (jour := date(rang // 12, rang % 12 + 1, 1)) < echelle.fin:
        if jour >= echelle.debut:
            jours.append(jour)
        rang += pas
    return jours


def _hauts(echelle: Echelle) -> tuple[Repere, ...]:
    """The years above the months, the months above the weeks; the first one from the edge."""
    pas, forme = (1, "F Y") if echelle.courte else (12, "Y")
    jours = [jour for jour in _premiers(echelle, pas) if jour > echelle.debut]
    return tuple((jour, date_format(jour, forme)) for jour in (echelle.debut, *jours))
