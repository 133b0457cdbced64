"""CSV as a French spreadsheet writes it, XLSX and ODS: read with bounds, written without one
formula.

A spreadsheet runs a text that begins like a formula. In XLSX and ODS every text is stored as a
text; in CSV, which has no types, it gets an apostrophe, that reading takes off.
"""

import csv
import io
import re
from collections.abc import Container, Mapping
from datetime import date, datetime, time
from typing import Any

from import_export.formats import base_formats
from tablib import Dataset

from pasapas.lecture.classeur import PROTEGEE, SEPARATEURS, rangees
from pasapas.lecture.encodage import decoder

LARGEUR = 14  # of a column, in signs, when nothing says more
AMPLEUR = 20  # times what a questionnaire may weigh: 20,000 lines
# A formula, whatever stands before it: blanks of any kind, quotes, wide forms of its signs.
VIVANT = re.compile(r"""^[\s"'`’]*[=+\-@|%＝＋－＠]""")
NOMS = {";": "« ; »", ",": "une virgule", "\t": "une tabulation"}


class Format(base_formats.Format):
    """``extension`` says which one a file is; what it holds is read by ``rangees``."""

    extension = ""
    titres: Container[str] = ()

    def __init__(self, encoding: str | None = None) -> None:
        """The library says an encoding; a file says its own."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def get_extension(self) -> str:
        return self.extension

    def get_title(self) -> str:
        return self.extension.upper()

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> Dataset:
        """Raises RapportErreurs. ``lignes``: the line of the file of each row; ``lu``: how it was
        read, in words."""
        lues = rangees(in_stream, f"table.{self.extension}", self.titres, AMPLEUR)
        (_, tete), *suite = lues
        largeur = max((rang for rang, t in enumerate(tete, 1) if t not in (None, "")), default=0)
        tableau = Dataset(headers=[str(une or "").strip() for une in tete[:largeur]])
        for _, cellules in suite:
            tableau.append([self.lue(c) for c in [*cellules, *[""] * largeur][:largeur]])
        tableau.lignes = [ligne for ligne, _ in suite]
        tableau.lu = self.lu(in_stream)
        return tableau

    def lue(self, valeur: Any) -> Any:
        """A whole number as one types it; a day as a day."""
        if isinstance(valeur, datetime):
            return f"{valeur:%d/%m/%Y}"
        if isinstance(valeur, float) and valeur.is_integer():
            return str(int(valeur))
        return valeur if isinstance(valeur, str) else dire(valeur)

    def lu(self, octets: bytes) -> str:
        return f"classeur {self.extension.upper()}"


class Csv(Format):
    CONTENT_TYPE = "text/csv; charset=utf-8"
    extension = "csv"

    def get_content_type(self) -> str:
        return self.CONTENT_TYPE

    def get_title(self) -> str:
        return "CSV (tableur français)"

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        sortie = io.StringIO(newline="")
        ecrit = csv.writer(sortie, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        for ligne in [dataset.headers, *dataset]:
            ecrit.writerow([_sur(dire(valeur)) for valeur in ligne])
        return sortie.getvalue().encode("utf-8-sig")

    def lue(self, valeur: Any) -> Any:
        """Without the apostrophe we gave it, unless ``rangees`` has taken it off."""
        lue = super().lue(valeur)
        marquee = lue[:1] == "'" and VIVANT.match(lue[1:]) and not PROTEGEE.match(lue)
        return lue[1:] if marquee else lue

    def lu(self, octets: bytes) -> str:
        """« Windows (cp1252), séparé par « ; » »."""
        separateur = max(SEPARATEURS, key=octets.split(b"\n", 1)[0].decode("latin-1").count)
        lettres = decoder(octets)
        try:
            octets.decode("utf-8")
            quoi = "UTF-8"
        except UnicodeDecodeError:
            quoi = "Windows (cp1252)"
        dit = f"{lettres.remarque or quoi}, séparé par {NOMS[separateur]}"
        return dit if not lettres.remarque else f"{quoi}. {lettres.remarque}"


class Xlsx(Format):
    CONTENT_TYPE = base_formats.XLSX.CONTENT_TYPE
    extension = "xlsx"

    def get_content_type(self) -> str:
        return self.CONTENT_TYPE

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        return classeur(dataset)


class Ods(Format):
    CONTENT_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
    extension = "ods"

    def get_content_type(self) -> str:
        return self.CONTENT_TYPE

    def export_data(self, dataset: Dataset, **kwargs: Any) -> bytes:
        textes = Dataset(
            *([dire(valeur) for valeur in ligne] for ligne in dataset),
            headers=dataset.headers,
            title=dataset.title or "Tableau",
        )
        return base_formats.ODS().export_data(textes)


FORMATS = [Csv, Xlsx, Ods]


def classeur(*tableaux: Dataset, largeurs: Mapping[str, int] | None = None) -> bytes:
    """A sheet for each table: a number stays a number, anything else is a text that stays one.
    ``largeurs``, of the columns of these headings: then the headings stay in sight, in bold, and
    what is long goes on below."""
    from openpyxl import Workbook  # half a second that only these pages should pay
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import TYPE_STRING
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    def cellule(valeur: Any, **style: Any) -> Any:
        if valeur is None or valeur == "":
            return None
        texte = isinstance(valeur, bool) or not isinstance(valeur, int | float)
        faite = WriteOnlyCell(feuille, value=dire(valeur) if texte else valeur)
        if texte:
            faite.data_type = TYPE_STRING  # what begins with « = » is no formula,
            faite.quotePrefix = True  # even once the cell is edited
        for nom, allure in style.items():
            setattr(faite, nom, allure)
        return faite

    livre = Workbook(write_only=True)
    retour = {} if largeurs is None else {"alignment": Alignment(wrap_text=True, vertical="top")}
    gras = retour and {**retour, "font": Font(bold=True)}
    for tableau in tableaux:
        feuille = livre.create_sheet(tableau.title or "Tableau")
        if largeurs is not None:
            feuille.freeze_panes = "A2"
            for rang, titre in enumerate(tableau.headers, 1):
                lettre = get_column_letter(rang)
                feuille.column_dimensions[lettre].width = largeurs.get(titre, LARGEUR)
        feuille.append([cellule(titre, **gras) for titre in tableau.headers])
        for ligne in tableau:
            feuille.append([cellule(valeur, **retour) for valeur in ligne])
    sortie = io.BytesIO()
    livre.save(sortie)
    return sortie.getvalue()


def dire(valeur: Any) -> str:
    """What a cell says, in French."""
    if valeur is None:
        return ""
    if isinstance(valeur, datetime):
        return f"{valeur:%d/%m/%Y %H:%M}"
    if isinstance(valeur, date):
        return f"{valeur:%d/%m/%Y}"
    if isinstance(valeur, time):
        return f"{valeur:%H:%M}"
    if isinstance(valeur, bool):
        return "oui" if valeur else "non"
    return str(valeur)


def _sur(texte: str) -> str:
    return f"'{texte}" if VIVANT.match(texte) else texte
