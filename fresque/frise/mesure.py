"""How wide a word of the scale is, in the font of our texts."""

from collections.abc import Mapping
from functools import cache

from django.conf import settings
from fontTools.ttLib import TTFont

POLICE = "atkinson-hyperlegible-next-latin-wght-normal.woff2"
LARGEUR_INCONNUE = 0.9  # em, of a sign it lacks: another font draws it


def mesurer(texte: str) -> float:
    """In em."""
    chasses = _chasses()
    return sum(chasses.get(ord(signe), LARGEUR_INCONNUE) for signe in texte)


@cache
def _chasses() -> Mapping[int, float]:
    """Advance of each sign at its usual weight, in em."""
    with TTFont(settings.BASE_DIR / "static" / "fonts" / POLICE) as police:
        metriques, cadratin = police["hmtx"], police["head"].unitsPerEm
        return {signe: metriques[nom][0] / cadratin for signe, nom in police.getBestCmap().items()}
