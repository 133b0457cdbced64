"""Établissements that answer, drawn at random: small collèges, gaps, one person come or gone."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

from diagnostic.models import ModePassation
from diagnostic.resultats.depouillement import Feuille, Urne, compter
from diagnostic.resultats.grille import Debat, Grille

NIVEAUX = (1, 2, 3, 4)
VALEURS = (*NIVEAUX, "nsp", "nc")
THEMES = {"t1": ("q1", "q2"), "t2": ("q3", "q4", "q5")}
GRILLE = Grille(
    NIVEAUX,
    THEMES,
    Fraction(3),
    Fraction(5, 2),
    Debat(Fraction(3, 2), 5, Fraction(3, 10)),
)
TAILLES = {
    "direction": (1, 7),
    "rh": (1, 4),
    "encadrement": (1, 7),
    "irp": (1, 6),
    "salaries": (3, 30),
}
ENSEMBLE, SEPAREMENT = "direction_rh", ("direction", "rh")
TOUJOURS, PARTI, VENU = "toujours", "parti", "venu"
LUE = "feuille lue"


@dataclass(frozen=True)
class Personne:
    """``quand``: there for both campagnes, for the first only, or for the second only. ``papier``:
    answers on a sheet, that the attacker copied, hence read."""

    college: str
    quand: str
    feuilles: tuple[Feuille, Feuille]
    papier: bool = False

    @property
    def presence(self) -> str:
        return f"{self.quand}, {LUE}" if self.papier else self.quand


@dataclass(frozen=True)
class Etablissement:
    """``proche``: the second campagne follows at once, and those who stay answer the same.
    ``ensemble``: whether the direction and the RH answer together, in each campagne."""

    seuil: int
    proche: bool
    personnes: tuple[Personne, ...]
    voix: tuple[tuple[str, Feuille], ...]
    ensemble: tuple[bool, bool] = (False, False)

    def repond(self, college: str, campagne: int) -> str:
        """The collège under which these people answer."""
        return ENSEMBLE if self.ensemble[campagne] and college in SEPAREMENT else college

    def presents(self, campagne: int) -> Iterator[Personne]:
        absent = PARTI if campagne else VENU
        return (p for p in self.personnes if p.quand != absent and p.feuilles[campagne])

    def gens(self, campagne: int) -> list[tuple[str, str]]:
        """The sets of people who took part: those who stay, those who come or go, and of each
        those whose sheet was read."""
        return sorted({(p.college, p.presence) for p in self.presents(campagne)})

    def groupes(self, campagne: int) -> list[Urne]:
        """What is counted of this campagne, as the application counts it."""
        feuilles: dict[str, tuple[list[Feuille], list[Feuille]]] = {}
        for personne in self.presents(campagne):
            college = self.repond(personne.college, campagne)
            siennes = feuilles.setdefault(college, ([], []))
            siennes[personne.papier].append(personne.feuilles[campagne])
        individuels = [
            Urne(
                college,
                ModePassation.INDIVIDUELLE,
                len(telephone) + len(papier),
                None,
                compter(telephone, GRILLE, papier),
                len(telephone),
            )
            for college, (telephone, papier) in feuilles.items()
        ]
        voix = [
            Urne(college, ModePassation.COLLECTIVE, 2, None, compter([feuille], GRILLE))
            for college, feuille in self.voix
        ]
        return [*individuels, *voix]

    def decomptes(self, campagne: int) -> list[dict[str, Any]]:
        """The slips of every collège that answered alone: the attacker printed them, saw them
        drawn, and used some whose holders were refused."""
        return [
            {
                "college": groupe.college,
                "imprimes": groupe.participants + 3,
                "annules": 0,
                "tires": groupe.participants + 1,
                "utilises": groupe.telephones,
                "refuses": groupe.telephones // 4,
                "seul": False,
            }
            for groupe in self.groupes(campagne)
            if groupe.mode == ModePassation.INDIVIDUELLE
        ]

    def effectifs(self, campagne: int) -> Counter[tuple[str, str, str]]:
        """How many placed themselves on the scale, by collège, presence and question. What the
        sheets say is known already: nobody is left to protect there."""
        return Counter(
            (p.college, p.quand, question)
            for p in self.presents(campagne)
            if not p.papier
            for question, reponse in p.feuilles[campagne].items()
            if reponse in NIVEAUX
        )

    def reponses(self, campagne: int) -> Counter[tuple[str, str, str]]:
        return Counter(
            (p.college, p.quand, question)
            for p in self.presents(campagne)
            if not p.papier
            for question in p.feuilles[campagne]
        )


def tirer(graine: int) -> Etablissement:
    hasard = Random(graine)
    proche, papier = hasard.random() < 0.5, hasard.random() < 0.4
    personnes: list[Personne] = []
    voix = [(ENSEMBLE, _feuille(hasard, complet=True))] if hasard.random() < 0.4 else []
    for college, (petit, grand) in TAILLES.items():
        if voix and college in SEPAREMENT:
            continue
        if hasard.random() < {"salaries": 0.15, "encadrement": 0.4, "irp": 0.4}.get(college, 0):
            voix.append((college, _feuille(hasard, complet=True)))
            continue
        presences = [TOUJOURS] * hasard.randint(petit, grand)
        if hasard.random() < 0.6:
            presences.append(hasard.choice([PARTI, VENU]))
        personnes += [_personne(hasard, college, quand, proche, papier) for quand in presences]
    ensemble = hasard.random() < 0.5, hasard.random() < 0.5
    seuil = hasard.choice((3, 5, 5, 5, 8, 10))
    return Etablissement(seuil, proche, tuple(personnes), tuple(voix), ensemble)


def _personne(hasard: Random, college: str, quand: str, proche: bool, papier: bool) -> Personne:
    avant = _feuille(hasard)
    feuilles = avant, avant if proche else _feuille(hasard)
    return Personne(college, quand, feuilles, papier and hasard.random() < 0.6)


def _feuille(hasard: Random, *, complet: bool = False) -> Feuille:
    """One in ten does not know, one in twenty is not concerned, one in seven leaves a blank."""
    poids = (20, 20, 20, 20, 9, 5, 0 if complet else 14)
    tirages = hasard.choices([*VALEURS, None], poids, k=len(GRILLE.questions))
    return {q: r for q, r in zip(GRILLE.questions, tirages, strict=True) if r is not None}
