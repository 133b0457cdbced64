"""Booby traps: what a file says of its size is checked before it is believed."""

import io
import zipfile

import pytest

from diagnostic.questionnaires import (
    lire_tableau,
)
from diagnostic.questionnaires.ecriture import xlsx_de
from pasapas.lecture.classeur import LIGNES_MAX
from tests.diagnostic.questionnaires_outils import COLONNES, ENTETE, refus

pytestmark = pytest.mark.une_base


def xlsx_avec(feuille: bytes, **pieces: bytes) -> bytes:
    """A workbook whose sheet is this XML."""
    with zipfile.ZipFile(io.BytesIO(xlsx_de([["a"]]))) as modele:
        contenu = {nom: modele.read(nom) for nom in modele.namelist()}
    contenu["xl/worksheets/sheet1.xml"] = feuille
    sortie = io.BytesIO()
    with zipfile.ZipFile(sortie, "w", zipfile.ZIP_DEFLATED) as archive:
        for nom, octets in {**contenu, **pieces}.items():
            archive.writestr(nom, octets)
    return sortie.getvalue()


NS = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FIN = b"</sheetData></worksheet>"
ENTITE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
RIRES = b"<!DOCTYPE x [<!ENTITY a 'ha'>" + b"".join(
    b"<!ENTITY %c '%s'>" % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8)
)
PIEGES = {
    "bombe": lambda: xlsx_avec(NS + b"<row/>" * 3_000_000 + FIN),
    "300 000 lignes": lambda: xlsx_avec(
        NS + b'<row r="1"/>' * 300_000 + b"<row><c><v>1</v></c></row>" + FIN
    ),
    "entité extérieure": lambda: xlsx_avec(
        ENTITE + NS + b'<row><c t="inlineStr"><is><t>&a;</t></is></c></row>' + FIN
    ),
    "milliard de rires": lambda: xlsx_avec(
        RIRES + b"]>" + NS + b'<row><c t="inlineStr"><is><t>&i;</t></is></c></row>' + FIN
    ),
    "xml tronqué": lambda: xlsx_avec(NS + b"<row>"),
    "trop de pièces": lambda: xlsx_avec(NS + FIN, **{f"p{n}": b"" for n in range(300)}),
    "pas une archive": lambda: b"PK\x03\x04 et puis rien",
    "archive sans classeur": lambda: b"PK\x05\x06" + bytes(18),
}


@pytest.mark.parametrize("piege", PIEGES)
def test_classeur_piege_est_refuse_sans_peine(piege: str, db: None) -> None:
    octets = PIEGES[piege]()
    dits = refus(lambda: lire_tableau(octets, "q.xlsx", ENTETE))
    assert not any("root:" in dit for dit in dits)
    assert len(dits) == 1, dits


@pytest.mark.parametrize(
    "octets",
    [
        COLONNES.encode() + b"t1;T;q;U\n" * (LIGNES_MAX + 1),
        b"\x00" * 1000,
        b"\xff\xfe\x00\xd8",
        COLONNES.encode() + b't1;"' + b"x" * 200_000,
        b";" * 100_000,
    ],
)
def test_csv_piege_est_refuse(octets: bytes, db: None) -> None:
    assert len(refus(lambda: lire_tableau(octets, "q.csv", ENTETE))) >= 1
