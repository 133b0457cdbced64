"""Where a level stands on a drawing, and what is written under it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from diagnostic.resultats import Niveau

LARGEUR = 320.0
MARGE = 24.0
LETTRE = 7.0  # width of a letter 13 high, about


def tronquer(texte: str) -> str:
    """A heading in a drawing has one line; the table beside it has it all."""
    place = int(LARGEUR / LETTRE)
    return texte if len(texte) <= place else f"{texte[: place - 1].rstrip()}…"


def n(valeur: float) -> str:
    """A coordinate: « 12.5 », « 7 »."""
    return f"{round(valeur, 1):g}"


@dataclass(frozen=True, slots=True)
class Repere:
    """A level of the scale. ``mot`` is empty when the words would run into each other."""

    tic: str
    x: str
    valeur: int
    mot: str
    ancre: str


@dataclass(frozen=True, slots=True)
class EchelleDesNiveaux:
    """The levels, spread over the width of a drawing."""

    niveaux: tuple[Niveau, ...]
    largeur: float = LARGEUR

    @property
    def debut(self) -> float:
        return MARGE

    @property
    def fin(self) -> float:
        return self.largeur - MARGE

    def x(self, niveau: float) -> float:
        bas, haut = self.niveaux[0].valeur, self.niveaux[-1].valeur
        part = (niveau - bas) / (haut - bas) if haut > bas else 0.5
        return self.debut + part * (self.fin - self.debut)

    @property
    def reperes(self) -> tuple[Repere, ...]:
        """The first word starts at the edge and the last ends there: more room for the others."""
        mots = self._mots()
        dernier = len(self.niveaux) - 1
        ancres = {0: ("start", 0.0), dernier: ("end", self.largeur)} if mots and dernier else {}
        return tuple(
            Repere(
                n(self.x(niveau.valeur)),
                n(ancres.get(rang, ("", self.x(niveau.valeur)))[1]),
                niveau.valeur,
                niveau.libelle if mots else "",
                ancres.get(rang, ("middle", 0))[0],
            )
            for rang, niveau in enumerate(self.niveaux)
        )

    def _mots(self) -> bool:
        """Whether every word has its place."""
        xs = [self.x(niveau.valeur) for niveau in self.niveaux]
        places = _places(self.niveaux, xs, self.largeur)
        return all(fin + 6 < debut for (_, fin), (debut, _) in pairwise(places))


def _places(
    niveaux: Sequence[Niveau], xs: Sequence[float], largeur: float
) -> list[tuple[float, float]]:
    """From where to where each word goes."""
    places = []
    for rang, (niveau, x) in enumerate(zip(niveaux, xs, strict=True)):
        large = LETTRE * (len(niveau.libelle) + 2)
        debut = 0.0 if rang == 0 else x - large / 2
        places.append((debut, debut + large))
    if len(places) > 1:
        large = places[-1][1] - places[-1][0]
        places[-1] = (largeur - large, largeur)
    return places
