"""What a file holds: plain values that remember the line they stand on.

Words without quotation marks are typed as in YAML 1.2: « Non » and 02 are texts, only true
and false are booleans. A date stays a text until a key asks for one.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pasapas.lecture.messages import Chemin

ENTIER = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,11})\.[0-9]{1,6}")
MOTS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
AUCUNES = (-1, -1)


@dataclass(slots=True)
class Noeud:
    """A value of the file: a plain value, a list of Noeud or a dict of Noeud."""

    ligne: int
    valeur: Any
    lignes: dict[str, int] = field(default_factory=dict)  # where each key stands
    texte: str = ""  # a plain value as it was written
    bornes: tuple[int, int] = AUCUNES  # of a plain value without quotation marks
    fautif: bool = False  # already refused: what it holds says nothing

    def nu(self) -> Any:
        """The bare Python value."""
        if isinstance(self.valeur, dict):
            return {clef: noeud.nu() for clef, noeud in self.valeur.items()}
        if isinstance(self.valeur, list):
            return [noeud.nu() for noeud in self.valeur]
        return self.valeur

    def suivre(self, chemin: Chemin) -> "Noeud | None":
        noeud = self
        for pas in chemin:
            suite = noeud.valeur
            if isinstance(suite, list):
                present = isinstance(pas, int) and pas < len(suite)
            else:
                present = isinstance(suite, dict) and pas in suite
            if not present:
                return None
            noeud = suite[pas]
        return noeud

    def ligne_de(self, chemin: Chemin) -> int:
        """The line of what ``chemin`` names, or of the last thing found on the way to it."""
        noeud, ligne = self, self.ligne
        for pas in chemin:
            if isinstance(pas, str):
                ligne = noeud.lignes.get(pas, ligne)
            suite = noeud.suivre((pas,))
            if suite is None:
                return ligne
            noeud = suite
            if isinstance(pas, int):
                ligne = noeud.ligne
        return ligne

    def parcourir(self, chemin: Chemin = ()) -> Iterator[tuple[Chemin, "Noeud"]]:
        yield chemin, self
        if isinstance(self.valeur, dict):
            for clef, noeud in self.valeur.items():
                yield from noeud.parcourir((*chemin, clef))
        elif isinstance(self.valeur, list):
            for rang, noeud in enumerate(self.valeur):
                yield from noeud.parcourir((*chemin, rang))


def typer(mot: str) -> Any:
    """What a word written without quotation marks is worth."""
    if mot in MOTS:
        return MOTS[mot]
    if ENTIER.fullmatch(mot):
        return int(mot)
    if DECIMAL.fullmatch(mot):
        return Decimal(mot)
    return mot
