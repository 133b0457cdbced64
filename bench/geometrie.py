"""A wall on paper in figures: how many sheets, how much of them is blank, how small it is written.

`.venv/bin/python -m bench.geometrie FILE.pdf` prints them.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from math import hypot
from pathlib import Path

import pypdfium2
import pypdfium2.raw as raw
from PIL import Image

CELLULE_MM = 5.0
PIXELS = 6  # on a side of a cell
PAPIER = 250  # grey above which nothing is printed
LISIBLE = 11.0  # points
GRAND = 14.0
ARRONDI = 0.05


@dataclass(frozen=True, slots=True)
class Geometrie:
    """``blanc``: share of the cells of 5 mm where nothing is printed; ``lisibles``, ``grands``:
    share of the characters at 11 and at 14 points or more."""

    feuilles: int
    blanc: float
    lisibles: float
    grands: float
    blancs: tuple[float, ...] = ()

    def __str__(self) -> str:
        return (
            f"{self.feuilles} feuilles, {self.blanc:.0%} de cases blanches, "
            f"{self.lisibles:.1%} des signes à 11 points ou plus, {self.grands:.0%} à 14"
        )


def mesurer(pdf: bytes) -> Geometrie:
    document = pypdfium2.PdfDocument(pdf)
    try:
        blancs = tuple(part_blanche(page) for page in document)
        corps = [taille for page in document for taille in tailles(page)]
    finally:
        document.close()
    return Geometrie(
        len(blancs),
        sum(blancs) / len(blancs),
        _part(corps, LISIBLE),
        _part(corps, GRAND),
        blancs,
    )


def en_gris(page: pypdfium2.PdfPage, pixels_par_mm: float) -> Image.Image:
    """The sheet as a grey photo of it would be."""
    return page.render(scale=pixels_par_mm * 25.4 / 72, grayscale=True).to_pil()


def part_blanche(page: pypdfium2.PdfPage) -> float:
    """The darkest point of each cell says whether anything is printed there."""
    image = en_gris(page, PIXELS / CELLULE_MM)
    colonnes, rangees = image.width // PIXELS, image.height // PIXELS
    cases = [
        image.crop((x * PIXELS, y * PIXELS, (x + 1) * PIXELS, (y + 1) * PIXELS)).getextrema()[0]
        for y in range(rangees)
        for x in range(colonnes)
    ]
    return sum(plus_sombre >= PAPIER for plus_sombre in cases) / len(cases)


def tailles(page: pypdfium2.PdfPage) -> Iterator[float]:
    """The size of each character as it is printed, in points."""
    texte, matrice = page.get_textpage(), raw.FS_MATRIX()
    for rang, signe in enumerate(texte.get_text_range()):
        if signe.strip():
            raw.FPDFText_GetMatrix(texte, rang, matrice)
            yield raw.FPDFText_GetFontSize(texte, rang) * hypot(matrice.b, matrice.d)


def _part(corps: list[float], seuil: float) -> float:
    return sum(taille >= seuil - ARRONDI for taille in corps) / len(corps)


if __name__ == "__main__":
    mesure = mesurer(Path(sys.argv[1]).read_bytes())
    sys.stdout.write(f"{mesure}\n")
    for numero, part in enumerate(mesure.blancs, start=1):
        sys.stdout.write(f"  feuille {numero} : {part:.0%}\n")
