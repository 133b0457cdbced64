"""The signs that none of our fonts can draw: told before printing, with the box they are in."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from fontTools.ttLib import TTFont

from fresque.pdf.polices import FICHIERS, fichier_de
from fresque.pdf.textes import lisible
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.planches import Fresque, Planche

MONTRES = 12  # signs told for one box
SANS_DESSIN = {"Cc", "Cf", "Mn", "Zl", "Zp", "Zs"}  # spaces, marks laid on another sign


@dataclass(frozen=True, slots=True)
class Manque:
    """One box, and the signs of it that would leave an empty square on paper."""

    planche: Planche
    encart: Encart
    signes: tuple[str, ...]

    @property
    def codes(self) -> tuple[tuple[str, str], ...]:
        """Each sign and its number, for whoever cannot see it on screen either."""
        return tuple((signe, f"U+{ord(signe):04X}") for signe in self.signes)


@cache
def dessinables() -> frozenset[int]:
    """Every sign that one of our fonts draws."""
    connus: set[int] = set()
    for famille, _, graisses in FICHIERS:
        with TTFont(fichier_de(famille, graisses[0]), lazy=True) as police:
            connus.update(police.getBestCmap())
    return frozenset(connus)


def manquants(fresque: Fresque) -> list[Manque]:
    """The boxes of the wall that hold such signs, in the order of the sheets."""
    return [
        Manque(planche, encart, signes)
        for planche in fresque.planches
        for encart in planche.encarts
        if encart.imprimable and (signes := sans_dessin("".join(_textes(encart))))
    ]


def sans_dessin(texte: str) -> tuple[str, ...]:
    """Each sign of this text that paper would not show, once, in its order."""
    if texte.isascii():
        return ()
    signes = dict.fromkeys(
        signe
        for signe in lisible(texte)
        if ord(signe) not in dessinables() and unicodedata.category(signe) not in SANS_DESSIN
    )
    return tuple(signes)[:MONTRES]


def _textes(encart: Encart) -> Iterator[str]:
    yield encart.texte
    for ligne in encart.lignes:
        yield from (champ.texte for champ in ligne.champs)
    for postit in encart.postits:
        if postit.imprimer:
            yield from (postit.texte, postit.auteur)
