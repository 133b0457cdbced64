"""What a text may name: months, a day, a week; each becomes two bounds once its year is known."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum, auto
from typing import Any

from pasapas.valeurs.periodes.valeurs import Borne, Bornes, existe


@dataclass(frozen=True)
class Mois:
    """``nombre`` months from the month ``premier`` on: a month, a quarter, a season, years."""

    premier: int
    nombre: int = 1

    def en(self, annee: int) -> Bornes | None:
        if not existe(annee, self.premier):
            return None
        debut = Borne(annee, self.premier)
        fin = debut.decalee(self.nombre - 1)
        return (debut, fin) if existe(fin.annee, fin.mois) else None


@dataclass(frozen=True)
class Jour:
    """A day, with the name it was given if any: « mardi 9 mars » may be wrong."""

    mois: int
    jour: int
    nom: int | None = None

    def en(self, annee: int) -> Bornes | None:
        if not existe(annee, self.mois, self.jour):
            return None
        borne = Borne(annee, self.mois, self.jour)
        juste = self.nom in (None, borne.premier.weekday())
        return (borne, borne) if juste else None


@dataclass(frozen=True)
class Semaine:
    """An ISO week, from Monday to Sunday."""

    numero: int

    def en(self, annee: int) -> Bornes | None:
        if not existe(annee, 1):
            return None
        try:
            return _semaine(date.fromisocalendar(annee, self.numero, 1))
        except ValueError:
            return None


@dataclass(frozen=True)
class SemaineDu:
    """« La semaine du 11 mai »."""

    mois: int
    jour: int

    def en(self, annee: int) -> Bornes | None:
        if not existe(annee, self.mois, self.jour):
            return None
        jour = date(annee, self.mois, self.jour)
        return _semaine(jour - timedelta(days=jour.weekday()))


def _semaine(lundi: date) -> Bornes | None:
    dimanche = lundi + timedelta(days=6)
    if not (existe(lundi.year, 1) and existe(dimanche.year, 1)):
        return None
    return Borne.du_jour(lundi), Borne.du_jour(dimanche)


class Nature(Enum):
    MOIS = auto()
    ANNEE = auto()
    PART = auto()  # a part of a year: « fin 2026 »
    TRIMESTRE = auto()
    SEMESTRE = auto()
    SAISON = auto()
    VACANCES = auto()
    RENTREE = auto()
    SCOLAIRE = auto()
    SEMAINE = auto()
    JOUR = auto()
    AMBIGU = auto()  # « 8/9 »: a day when something says so


class Lien(Enum):
    """What stands between a unit and the one before."""

    RIEN = auto()
    JUSQUE = auto()  # à, au, -, an arrow
    ET = auto()  # et, ou, a comma, a slash
    MOTS = auto()  # words nobody here understands


class Cote(Enum):
    """On which side of a unit the period stands."""

    DES = auto()
    APRES = auto()
    JUSQU_A = auto()
    AVANT = auto()


@dataclass(frozen=True)
class Unite:
    quoi: Mois | Jour | Semaine | SemaineDu
    nature: Nature
    an: int | None = None
    part: str = ""  # debut, mi, fin, courant, vers
    cote: Cote | None = None
    lien: Lien = Lien.RIEN
    prochain: bool = False
    sure: bool = True  # still sure among words that are not understood

    def avec(self, **change: Any) -> "Unite":
        return replace(self, **change)

    def bornes(self) -> Bornes | None:
        return self.quoi.en(self.an)
