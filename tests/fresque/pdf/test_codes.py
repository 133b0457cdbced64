"""The codes of the sheets, read back from their pictures as a photo would show them."""

from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp

from bench.geometrie import en_gris
from fresque.pdf import codes
from fresque.pdf.dessins import barres
from fresque.pdf.resultats import MARQUE
from fresque.pdf.variantes import ENCRE
from tests.papier import fiche, fresque, imprimer

pytestmark = pytest.mark.une_base

BASE = "https://pas.example.org"
JEU = 0.6  # mm: a pixel and a half at 100 dpi, and the corner of a module


def lus(pdf: bytes, dpi: int) -> list[dict[str, tuple[float, float]]]:
    """What each sheet's codes say, and where they begin, in millimetres."""
    mm = 25.4 / dpi
    document = pypdfium2.PdfDocument(pdf)
    feuilles = [zxingcpp.read_barcodes(en_gris(page, 1 / mm)) for page in document]
    document.close()
    return [
        {c.text: (c.position.top_left.x * mm, c.position.top_left.y * mm) for c in trouves}
        for trouves in feuilles
    ]


@pytest.mark.parametrize(("dpi", "variante"), [(100, ""), (150, ""), (100, ENCRE)])
def test_les_cinq_codes_de_chaque_feuille_se_lisent_en_gris(dpi: int, variante: str) -> None:
    longue = fiche(2, intitule="HORAIRES", description="mot " * 900)
    mur = replace(fresque(fresque().planches[0], longue), numero=1295)
    _, eclaire, *fiches = lus(imprimer(mur, url_base=BASE, variante=variante), dpi)
    for feuille, nom in zip(
        (eclaire, *fiches), ("ZZ/A1.1", *(f"ZZ/N2.{n}" for n in range(1, 9))), strict=False
    ):
        (adresse,) = (texte for texte in feuille if texte.startswith("HTTPS://PAS.EXAMPLE.ORG/F/"))
        assert feuille.keys() == {adresse, *(f"{nom}{coin}" for coin in "ABCD")}
        for coin, place in codes.COINS.items():
            assert feuille[f"{nom}{coin}"] == pytest.approx(place, abs=JEU)
        assert feuille[adresse] == pytest.approx(codes.ADRESSE_A, abs=JEU)
    assert len(fiches) > 1  # a suite says which it is, at the same millimetres


def test_un_coin_tient_dans_le_plus_petit_code() -> None:
    """Version 1 in the corners: the fewer modules, the larger each (the address: test_marques)."""
    assert barres("ZZ/N40.3A", "l")[0] == 21
    assert barres(f"ZZ/{MARQUE}.12D", "l")[0] == 21
