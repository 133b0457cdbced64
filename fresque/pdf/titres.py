"""Titles measured with their own font: how large the band holds them, numbers as drawings."""

from dataclasses import dataclass
from functools import cache

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from fresque.pdf.polices import TITRES, fichier_de
from fresque.pdf.textes import propre

LARGEUR_MM = 163
# Size in points, and how many lines of it the band holds.
PALIERS = ((42, 1), (38, 2), (34, 2), (29, 2), (25, 3))
MM_PAR_POINT = 25.4 / 72
# A sign our title font lacks is drawn by a fallback about this wide, in em.
LARGEUR_INCONNUE = 0.9


@dataclass(frozen=True, slots=True)
class TitrePeint:
    """``corps`` in points; ``deborde``: too long for the band, printed in full below it."""

    texte: str
    corps: int
    lignes: tuple[str, ...]
    deborde: bool = False


def peindre(texte: str) -> TitrePeint:
    """The largest of our sizes at which the band holds the whole of ``texte``."""
    texte = " ".join(propre(texte).split())
    for corps, nombre in PALIERS:
        lignes = _plier(texte, corps, LARGEUR_MM)
        if lignes and len(lignes) <= nombre:
            return TitrePeint(texte, corps, _equilibrer(texte, corps, lignes))
    return TitrePeint(texte, PALIERS[-1][0], (), deborde=True)


def _plier(texte: str, corps: int, largeur: float) -> tuple[str, ...]:
    """The lines of ``texte`` at this size; none when a word alone is wider than the line."""
    lignes: list[str] = []
    for mot in texte.split(" "):
        essai = f"{lignes[-1]} {mot}" if lignes else mot
        if lignes and _mesure(essai, corps) <= largeur:
            lignes[-1] = essai
        elif _mesure(mot, corps) <= largeur:
            lignes.append(mot)
        else:
            return ()
    return tuple(lignes)


def _equilibrer(texte: str, corps: int, lignes: tuple[str, ...]) -> tuple[str, ...]:
    """As many lines, of lengths as even as they can be: no word left alone below."""
    largeur = float(LARGEUR_MM)
    while (essai := _plier(texte, corps, largeur - 4)) and len(essai) == len(lignes):
        lignes, largeur = essai, largeur - 4
    return lignes


def _mesure(texte: str, corps: int) -> float:
    """Millimetres."""
    chasses = _chasses()
    return sum(chasses.get(ord(s), LARGEUR_INCONNUE) for s in texte) * corps * MM_PAR_POINT


@cache
def _police() -> TTFont:
    return TTFont(fichier_de(TITRES, 800), lazy=True)


@cache
def _chasses() -> dict[int, float]:
    """Advance of each sign of the title font, in em."""
    police = _police()
    metriques, cadratin = police["hmtx"], police["head"].unitsPerEm
    return {signe: metriques[nom][0] / cadratin for signe, nom in police.getBestCmap().items()}


@dataclass(frozen=True, slots=True)
class NombreTrace:
    """A number as outlines, in thousandths of an em, y downwards; ``largeur``: its advance."""

    trace: str
    largeur: int


@cache
def tracer(nombre: int) -> NombreTrace:
    """The number as a drawing: as text, it would be read in the middle of a typed sentence."""
    police, x, traits = _police(), 0.0, []
    glyphes, noms = police.getGlyphSet(), police.getBestCmap()
    for chiffre in str(nombre):
        nom, plume = noms[ord(chiffre)], SVGPathPen(glyphes, ntos=lambda v: f"{v:.0f}")
        glyphes[nom].draw(TransformPen(plume, (1, 0, 0, -1, x, 0)))
        traits.append(plume.getCommands())
        x += police["hmtx"][nom][0]
    return NombreTrace("".join(traits), round(x))
