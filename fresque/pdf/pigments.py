"""The palette for what is drawn outside a style sheet: static/css/pigments.css, read once.

The screen resolves ``fill="var(--ocre)"`` by itself; WeasyPrint does so in style sheets and not in
drawings. So a drawing is tinted just before it is printed, wherever it comes from.
"""

import re
from collections.abc import Mapping
from functools import cache

from django.conf import settings

SOURCE = settings.BASE_DIR / "static" / "css" / "pigments.css"
VALEUR = re.compile(r"^\s*--([a-z0-9-]+):\s*([^;]+);$", re.M)
PEINTURE = re.compile(r'\b(fill|stroke)="var\(--([a-z0-9-]+)\)"')


@cache
def palette() -> Mapping[str, str]:
    """Each pigment by its name, as a colour: what stands for another is followed."""
    valeurs: dict[str, str] = dict(VALEUR.findall(SOURCE.read_text(encoding="utf-8")))
    return {nom: valeurs.get(valeur[6:-1], valeur) for nom, valeur in valeurs.items()}


def teindre(dessin: str) -> str:
    """The same drawing with its pigments as colours. KeyError: a pigment nobody declared."""
    pigments = palette()
    return PEINTURE.sub(lambda trait: f'{trait[1]}="{pigments[trait[2]]}"', dessin)
