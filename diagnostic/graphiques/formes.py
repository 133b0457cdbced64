"""One lettered shape for each profile: letter, shape and colour each tell it (direction.md)."""

from dataclasses import dataclass

from diagnostic.models import CollegePassation
from diagnostic.resultats import Profil, Resultats

BLANC = "var(--blanc)"


@dataclass(frozen=True, slots=True)
class Silhouette:
    """``trace`` is drawn around (0, 0); ``corps`` and ``base`` place the letter in it."""

    lettre: str
    nom: str
    couleur: str
    trace: str
    largeur: float
    corps: str = "14"
    base: str = "5"


@dataclass(frozen=True, slots=True)
class Legende:
    """What a shape stands for, and how those people answered."""

    forme: Silhouette
    profil: Profil


DISQUE = "M-12.5 0a12.5 12.5 0 1 0 25 0a12.5 12.5 0 1 0-25 0z"
STADE = "M-7-12h14a12 12 0 0 1 0 24h-14a12 12 0 0 1 0-24z"
CARRE = "M-11.5-11.5h23v23h-23z"
TRIANGLE = "M0-15 16 12.5H-16z"
LOSANGE = "M0-15.5 15.5 0 0 15.5-15.5 0z"
PENTAGONE = "M0-14 14-3.8 8.7 12.5H-8.7L-14-3.8z"
HEXAGONE = "M-14.5 0-7.3-12.5H7.3L14.5 0 7.3 12.5H-7.3z"

FORMES = {
    CollegePassation.DIRECTION_RH: Silhouette("DH", "stade", "var(--profil-d)", STADE, 38, "14"),
    CollegePassation.DIRECTION: Silhouette("D", "disque", "var(--profil-d)", DISQUE, 25),
    CollegePassation.RH: Silhouette("H", "carré", "var(--profil-h)", CARRE, 23),
    CollegePassation.ENCADREMENT: Silhouette("E", "losange", "var(--profil-e)", LOSANGE, 31),
    CollegePassation.IRP: Silhouette("R", "triangle", "var(--profil-r)", TRIANGLE, 32, "14", "9"),
    CollegePassation.SALARIES: Silhouette(
        "S", "pentagone", "var(--profil-s)", PENTAGONE, 28, "14", "5.5"
    ),
}
REGROUPES = Silhouette("G", "hexagone", "var(--gris)", HEXAGONE, 29)


def forme(profil: Profil) -> Silhouette:
    """The shape of a profile; collèges shown together have one of their own."""
    if profil.regroupe:
        return REGROUPES
    return FORMES[CollegePassation(profil.colleges[0])]


def legende(resultats: Resultats) -> tuple[Legende, ...]:
    return tuple(Legende(forme(profil), profil) for profil in resultats.profils)
