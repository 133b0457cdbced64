"""What a period says once understood: two bounds, each a month or a day, or nothing."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

ANNEES = range(1900, 2101)
ISO = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


class Souci(StrEnum):
    """Why a text that names dates gives none."""

    ENVERS = "envers"  # its end comes before its beginning
    IMPOSSIBLE = "impossible"  # 31 février, T5


@dataclass(frozen=True)
class Borne:
    """« 2026-03 » or, with its day, « 2026-03-12 ». A day is never made up."""

    annee: int
    mois: int
    jour: int | None = None

    @property
    def premier(self) -> date:
        return date(self.annee, self.mois, self.jour or 1)

    @property
    def dernier(self) -> date:
        return date(self.annee, self.mois, self.jour or monthrange(self.annee, self.mois)[1])

    @classmethod
    def lire(cls, texte: str) -> "Borne":
        """From « 2026-03 » or « 2026-03-12 ». Raises ValueError."""
        if not ISO.fullmatch(texte):
            raise ValueError(texte)
        borne = cls(*map(int, texte.split("-")))
        if not existe(borne.annee, borne.mois, borne.jour or 1) or borne.jour == 0:
            raise ValueError(texte)
        return borne

    @classmethod
    def du_jour(cls, jour: date) -> "Borne":
        return cls(jour.year, jour.month, jour.day)

    def decalee(self, nombre: int) -> "Borne":
        """The month so many months later."""
        annee, rang = divmod(self.annee * 12 + self.mois - 1 + nombre, 12)
        return Borne(annee, rang + 1)

    def __str__(self) -> str:
        jour = f"-{self.jour:02d}" if self.jour else ""
        return f"{self.annee:04d}-{self.mois:02d}{jour}"


@dataclass(frozen=True)
class Periode:
    """Both bounds are included; without ``fin``, it is never late."""

    debut: Borne | None = None
    fin: Borne | None = None
    souci: Souci | None = None

    def __bool__(self) -> bool:
        return bool(self.debut or self.fin)


RIEN = Periode()
Bornes = tuple[Borne, Borne]


def existe(annee: int, mois: int, jour: int = 1) -> bool:
    return annee in ANNEES and 1 <= mois <= 12 and 1 <= jour <= monthrange(annee, mois)[1]
