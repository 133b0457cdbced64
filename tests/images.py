"""Two pictures compared as somebody would: tile by tile, so that the smoothing of letters counts
for nothing; and the approved ones, drawn again on demand."""

import os
from pathlib import Path

from PIL import Image, ImageChops

ECARTS = Path(os.environ.get("PASAPAS_ECARTS", "var/references"))
REDESSINER = bool(os.environ.get("PASAPAS_REFERENCES"))
CARREAU = 12  # pixels of a tile: what is compared is its mean
SENSIBLE, TOLERE = 20, 0.01  # levels of 255 in one tile; share of the tiles that may differ


def differents(vue: Image.Image, reference: Image.Image) -> float:
    """The share of tiles whose mean is another one."""
    if vue.size != reference.size:
        return 1.0
    petits = [
        i.resize((i.width // CARREAU, i.height // CARREAU), Image.Resampling.BOX)
        for i in (vue, reference)
    ]
    ecart = ImageChops.difference(*petits)
    pixels = list(ecart.get_flattened_data())
    return sum(max(pixel) > SENSIBLE for pixel in pixels) / len(pixels)


def comme_approuvee(image: Image.Image, fichier: Path) -> None:
    """The same as the approved picture of this name; with PASAPAS_REFERENCES, it becomes it."""
    if REDESSINER:
        fichier.parent.mkdir(exist_ok=True)
        petite = image.quantize(256, dither=Image.Dither.NONE)
        juste = differents(petite.convert("RGB"), image) == 0
        (petite if juste else image).save(fichier, optimize=True)
        return
    part = differents(image, Image.open(fichier).convert("RGB"))
    if part > TOLERE:
        ECARTS.mkdir(parents=True, exist_ok=True)
        image.save(ECARTS / fichier.name)
    assert part <= TOLERE, (
        f"{part:.1%} a changé : voir {ECARTS / fichier.name}, puis « make references »"
    )
