"""The rows of a table, read with bounds: a small hostile file can say that it is a huge one."""

import csv
import io
import re
import warnings
from collections.abc import Iterator
from typing import Any

from diagnostic.questionnaires.pesee import peser
from pasapas.lecture.messages import Erreur, RapportErreurs

LIGNES_MAX, COLONNES_MAX = 1_000, 40
VIDES_MAX = 50_000  # lines, empty ones included
SEPARATEURS = ";\t,"
ENTRE_GUILLEMETS = re.compile(r'"[^"]*"')
# A cell that a spreadsheet would run as a formula bears an apostrophe in our CSV.
PROTEGEE = re.compile(r"'+[=+\-@\t\r]")

Rangee = tuple[int, list[Any]]


def rangees(octets: bytes, nom: str) -> list[Rangee]:
    """Each row that is not empty, with its line. Raises RapportErreurs."""
    lire = _xlsx if nom.lower().endswith(".xlsx") else _csv
    pleines = []
    for ligne, cellules in lire(octets):
        if len(pleines) > LIGNES_MAX or ligne > VIDES_MAX:
            raise refus(f"plus de {LIGNES_MAX} lignes dans ce tableau", ligne)
        if any(cellule not in (None, "") for cellule in cellules):
            pleines.append((ligne, cellules))
    if not pleines:
        raise refus("ce tableau est vide")
    return pleines


def refus(message: str, ligne: int | None = None) -> RapportErreurs:
    return RapportErreurs([Erreur(ligne, "", message)])


def _xlsx(octets: bytes) -> Iterator[Rangee]:
    peser(octets)
    import openpyxl  # half a second and 20 MB that only this page should pay

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it does not understand, we do not need
            classeur = openpyxl.load_workbook(io.BytesIO(octets), read_only=True, data_only=True)
            feuille = classeur.worksheets[0]
            lignes = feuille.iter_rows(
                max_row=LIGNES_MAX + 2, max_col=COLONNES_MAX, values_only=True
            )
            yield from ((rang, list(cellules)) for rang, cellules in enumerate(lignes, 1))
            classeur.close()
    except RapportErreurs:
        raise
    except Exception as exc:  # whatever a broken or booby-trapped file makes the reader say
        raise refus("ce classeur ne se lit pas : enregistrez-le de nouveau en XLSX") from exc


def _csv(octets: bytes) -> Iterator[Rangee]:
    texte = _decoder(octets)
    premiere = ENTRE_GUILLEMETS.sub("", texte.split("\n", 1)[0])
    separateur = max(SEPARATEURS, key=premiere.count)
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    debut = 1
    try:
        for cellules in lecteur:
            yield debut, [_nue(cellule) for cellule in cellules[:COLONNES_MAX]]
            debut = lecteur.line_num + 1
    except csv.Error as exc:
        raise refus("ce passage ne se lit pas : vérifiez les guillemets", debut) from exc


def _decoder(octets: bytes) -> str:
    """UTF-8, UTF-16 when the file says so, else what Excel writes on a French Windows."""
    codes = ["utf-16"] if octets[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]
    for code in codes:
        try:
            texte = octets.decode(code)
        except UnicodeDecodeError:
            continue
        if "\0" not in texte:
            return texte
    raise refus("ce texte n’est pas en UTF-8 : enregistrez le fichier en « CSV UTF-8 »")


def _nue(cellule: str) -> str:
    return cellule[1:] if PROTEGEE.match(cellule) else cellule
