"""Titles measured with their own font: how the panel folds them; numbers as drawings."""

from dataclasses import dataclass
from functools import cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from fresque.pdf.mesure import MM_PAR_POINT, TITRE, largeur
from fresque.pdf.polices import fichier_de
from fresque.pdf.textes import propre

# Codes stand in the two upper corners of the panel: the first line is shorter.
PREMIERE_MM, LARGEUR_MM = 164.6, 176.6
APPROCHE = -0.01  # em, between two signs of a title
GRAND, PETIT = 42, 25
LIGNES_EN_GRAND = 3


@dataclass(frozen=True, slots=True)
class TitrePeint:
    """``corps`` in points. Every title is large, but one of more lines than the panel takes."""

    texte: str
    corps: int
    lignes: tuple[str, ...]


def peindre(texte: str) -> TitrePeint:
    """The title and its lines, as even as they can be; too long, it is folded by the sheet."""
    texte = " ".join(propre(texte).split())
    lignes = _plier(texte, GRAND)
    if 0 < len(lignes) <= LIGNES_EN_GRAND:
        return TitrePeint(texte, GRAND, _equilibrer(texte, GRAND, lignes))
    lignes = _plier(texte, PETIT)
    return TitrePeint(texte, PETIT, _equilibrer(texte, PETIT, lignes) if lignes else (texte,))


def _plier(texte: str, corps: int, retrait: float = 0) -> tuple[str, ...]:
    """The lines of ``texte`` at this size, ``retrait`` mm shorter than they may be; none when a
    word alone is wider than its line."""
    lignes: list[str] = []
    for mot in texte.split(" "):
        essai = f"{lignes[-1]} {mot}" if lignes else mot
        if lignes and _mesure(essai, corps) <= _largeur(len(lignes) - 1) - retrait:
            lignes[-1] = essai
        elif _mesure(mot, corps) <= _largeur(len(lignes)) - retrait:
            lignes.append(mot)
        else:
            return ()
    return tuple(lignes)


def _largeur(rang: int) -> float:
    return LARGEUR_MM if rang else PREMIERE_MM


def _equilibrer(texte: str, corps: int, lignes: tuple[str, ...]) -> tuple[str, ...]:
    """As many lines, of lengths as even as they can be: no word left alone below."""
    retrait = 4.0
    while (essai := _plier(texte, corps, retrait)) and len(essai) == len(lignes):
        lignes, retrait = essai, retrait + 4
    return lignes


def _mesure(texte: str, corps: int) -> float:
    """Millimetres."""
    return largeur(texte, corps, TITRE) + len(texte) * APPROCHE * corps * MM_PAR_POINT


@cache
def _police() -> TTFont:
    return TTFont(fichier_de(*TITRE), lazy=True)


@dataclass(frozen=True, slots=True)
class NombreTrace:
    """A number as outlines, in thousandths of an em, y downwards; ``largeur``: its advance."""

    trace: str
    largeur: int


@cache
def tracer(nombre: int | str) -> NombreTrace:
    """A number or words as a drawing: as text, they would be read amid a typed sentence."""
    police, x, traits = _police(), 0.0, []
    glyphes, noms = police.getGlyphSet(), police.getBestCmap()
    for chiffre in str(nombre):
        nom, plume = noms[ord(chiffre)], SVGPathPen(glyphes, ntos=lambda v: f"{v:.0f}")
        glyphes[nom].draw(TransformPen(plume, (1, 0, 0, -1, x, 0)))
        traits.append(plume.getCommands())
        x += police["hmtx"][nom][0]
    return NombreTrace("".join(traits), round(x))
