"""How many lines a text takes, told from the widths of our own signs before anything is laid out.

Kerning and the fonts of other scripts are left out: the answer is a line too many now and then,
hardly ever one too few. It costs a thousandth of what laying out costs.
"""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from fontTools.ttLib import TTFont

from fresque.pdf.polices import TEXTE, TITRES, fichier_de

MM_PAR_POINT = 25.4 / 72
# A sign that our two main fonts lack is drawn by another about this wide, in em.
LARGEUR_INCONNUE = 0.9
SANS_LARGEUR = {0x200B, 0x2060, 0xFE0F, 0x200D, 0xAD}
# Where a line may end, in texts made ready by fresque.pdf.textes.
COUPES = re.compile(r"[^ \u200b/]*[ \u200b/]|[^ \u200b/]+")

COTE_MAX = 140  # millimetres of the code of a poster

Police = tuple[str, int]
COURANT: Police = (TEXTE, 400)
GRAS: Police = (TEXTE, 700)
TITRE: Police = (TITRES, 800)


@cache
def _chasses(police: Police) -> dict[int, float]:
    """Advance of each sign, in em."""
    famille, graisse = police
    chasses: dict[int, float] = dict.fromkeys(SANS_LARGEUR, 0.0)
    for nom in (f"{famille} Ext", famille):
        with TTFont(fichier_de(nom, graisse), lazy=True) as ttf:
            metriques, cadratin = ttf["hmtx"], ttf["head"].unitsPerEm
            chasses |= {s: metriques[n][0] / cadratin for s, n in ttf.getBestCmap().items()}
    return chasses


@lru_cache(4096)
def _em(mot: str, police: Police) -> float:
    chasses = _chasses(police)
    return sum(chasses.get(ord(signe), LARGEUR_INCONNUE) for signe in mot)


def largeur(texte: str, corps: float, police: Police = COURANT) -> float:
    """Millimetres of ``texte`` on one line, at ``corps`` points."""
    return _em(texte, police) * corps * MM_PAR_POINT


def plier(
    texte: str, mm: float, corps: float, *, police: Police = COURANT, retrait: float = 0.0
) -> list[str]:
    """The lines of ``texte`` in a column of ``mm``; the first starts after ``retrait``."""
    lignes, plume, debut = [""], retrait, True
    for bout in COUPES.findall(texte):
        cadre = largeur(bout.rstrip(" "), corps, police)
        if plume + cadre > mm and not debut:
            lignes.append("")
            plume = 0.0
        while plume + cadre > mm and len(bout) > 1:  # wider than the column: cut anywhere
            garde = max(1, int(len(bout) * (mm - plume) / cadre))
            lignes[-1] += bout[:garde]
            bout = bout[garde:]
            cadre, plume = largeur(bout.rstrip(" "), corps, police), 0.0
            lignes.append("")
        lignes[-1] += bout
        plume += largeur(bout, corps, police)
        debut = False
    return lignes


def cote_du_code(
    textes: Iterable[tuple[str, float, float, Police]], mm: float, *, haut: float, moindre: int
) -> int:
    """Of a poster: what its words leave to its code of what they share, ``haut`` millimetres. Few
    words leave a larger code, read from further away; never less than ``moindre``. Of each text,
    its points and its line, in em."""
    mots = sum(
        len(plier(texte, mm, corps, police=police)) * corps * ligne * MM_PAR_POINT
        for texte, corps, ligne, police in textes
    )
    return max(moindre, min(COTE_MAX, int(haut - mots)))


def dessinable(texte: str) -> str:
    """``texte`` without the signs that titles cannot draw, nor those that only say where to cut."""
    chasses = _chasses(TITRE)
    return "".join(signe for signe in texte if chasses.get(ord(signe)))
