"""The rows of a table, read with bounds: a small hostile file can say that it is a huge one."""

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Callable, Container, Iterator
from typing import Any
from xml.etree import ElementTree  # nosec B405  # peser lets no DTD in

from pasapas.lecture.encodage import ILLISIBLE, Illisible, decoder
from pasapas.lecture.messages import RapportErreurs, refus
from pasapas.lecture.pesee import peser
from pasapas.valeurs.pliage import plier

LIGNES_MAX, COLONNES_MAX = 1_000, 40
VIDES_MAX = 50_000  # lines, empty ones included
SEPARATEURS = ";\t,"
ENTRE_GUILLEMETS = re.compile(r'"[^"]*"')
# A cell that a spreadsheet would run as a formula bears an apostrophe in our CSV.
FEUILLES_MAX = 20  # sheets in which headings are looked for
ENTETE_MAX = 20  # rows of a title or of a notice above the headings
SEP = re.compile(r'"?sep=([;,\t|])"?[^\S\n]*\r?\n', re.IGNORECASE)  # for Excel alone
ERREUR = re.compile(
    r"#(?:N/A|NA|REF!|NAME\?|NOM\?|VALUE!|VALEUR!|DIV/0!|NULL!|NUL!|NUM!|NOMBRE!|CALC!|SPILL!"
    r"|PROPAGATION!|GETTING_DATA|#+)"
)
OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
TABLE, OFFICE, TEXTE, STYLE = (
    f"{{{OASIS}{nom}:1.0}}" for nom in ("table", "office", "text", "style")
)
PROTEGEE = re.compile(r"'+[=+\-@\t\r]")

Rangee = tuple[int, list[Any]]


class ErreurDeTableur(str):
    """« #N/A », « #REF! »: the mark of a formula that found nothing."""

    __slots__ = ()


def rangees(octets: bytes, nom: str, titres: Container[str] = (), ampleur: int = 1) -> list[Rangee]:
    """Each row that is not empty, with its line, from the row of headings on when one bears
    ``titres``. ``ampleur``: how many times a questionnaire it may be. Raises RapportErreurs."""
    genre = nom.lower().rpartition(".")[2]
    pleines: list[Any] = []
    combien = LIGNES_MAX * ampleur
    for ligne, cellules in LECTEURS.get(genre, _csv)(octets, titres, ampleur):
        if len(pleines) > combien or ligne > max(VIDES_MAX, combien):
            raise refus(f"plus de {combien} lignes dans ce tableau", ligne)
        if any(cellule not in (None, "") for cellule in cellules):
            pleines.append((ligne, cellules))
    if not pleines:
        raise refus("ce tableau est vide")
    tete = (rang for rang, (_, c) in enumerate(pleines[:ENTETE_MAX]) if _titree(c, titres))
    return pleines[next(tete, 0) :]


def _xlsx(octets: bytes, titres: Container[str], ampleur: int) -> Iterator[Rangee]:
    peser(octets, ampleur)
    import openpyxl  # half a second and 20 MB that only this page should pay

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what it does not understand, we do not need
            classeur = openpyxl.load_workbook(io.BytesIO(octets), read_only=True, data_only=True)
            toutes = classeur.worksheets
            vues = [feuille for feuille in toutes if feuille.sheet_state == "visible"] or toutes
            yield from _la_feuille(vues, _lignes, titres, LIGNES_MAX * ampleur + 2)
            classeur.close()
    except RapportErreurs:
        raise
    except Exception as exc:  # whatever a broken or booby-trapped file makes the reader say
        raise refus("ce classeur ne se lit pas : enregistrez-le de nouveau en XLSX") from exc


def _la_feuille(
    vues: list[Any],
    lire: Callable[[Any, int], Iterator[Rangee]],
    titres: Container[str],
    fin: int,
) -> Iterator[Rangee]:
    """Of the sheets one sees, the first that has our headings; else the first."""
    titrees = (
        feuille
        for feuille in vues[:FEUILLES_MAX]
        if any(_titree(cellules, titres) for _, cellules in lire(feuille, ENTETE_MAX))
    )
    return lire(next(titrees, vues[0]), fin)


def _lignes(feuille: Any, fin: int) -> Iterator[Rangee]:
    for rang, cellules in enumerate(feuille.iter_rows(max_row=fin, max_col=COLONNES_MAX), 1):
        yield rang, [_lue(cellule.value, cellule.data_type) for cellule in cellules]


def _titree(cellules: list[Any], titres: Container[str]) -> bool:
    """Whether these are headings: two of ours at least."""
    return sum(titre(cellule) in titres for cellule in cellules) > 1


def titre(cellule: Any) -> str:
    """A heading as it is compared: « Thème code » is « theme_code »."""
    return plier(str(cellule or "")).strip().replace(" ", "_").replace("-", "_")


def _lue(valeur: Any, genre: str = "") -> Any:
    """A cell that a spreadsheet could not work out is its own value."""
    if genre == "e" or (isinstance(valeur, str) and ERREUR.fullmatch(valeur.strip())):
        return ErreurDeTableur(str(valeur).strip())
    return valeur


def _ods(octets: bytes, titres: Container[str], ampleur: int) -> Iterator[Rangee]:
    """The same of an OpenDocument sheet, read by ourselves: what it repeats is bounded."""
    peser(octets, ampleur)
    try:
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            racine = ElementTree.fromstring(archive.read("content.xml"))  # noqa: S314  # nosec B314
    except (KeyError, ElementTree.ParseError) as exc:
        raise refus("ce classeur ne se lit pas : enregistrez-le de nouveau en ODS") from exc
    caches = {
        style.get(f"{STYLE}name")
        for style in racine.iter(f"{STYLE}style")
        for tableau in style.iter(f"{STYLE}table-properties")
        if tableau.get(f"{TABLE}display") == "false"
    }
    toutes = list(racine.iter(f"{TABLE}table"))
    vues = [f for f in toutes if f.get(f"{TABLE}style-name") not in caches] or toutes
    if not vues:
        raise refus("ce tableau est vide")
    yield from _la_feuille(vues, _lignes_ods, titres, LIGNES_MAX * ampleur + 2)


def _lignes_ods(feuille: Any, fin: int) -> Iterator[Rangee]:
    rang = 0
    for ligne in feuille.iter(f"{TABLE}table-row"):
        cellules: list[Any] = []
        for cellule in ligne:
            fois = _fois(cellule.get(f"{TABLE}number-columns-repeated"))
            cellules += [_cellule_ods(cellule)] * min(fois, COLONNES_MAX - len(cellules))
        pleine = any(valeur not in (None, "") for valeur in cellules)
        fois = _fois(ligne.get(f"{TABLE}number-rows-repeated"))
        for _ in range(fois if pleine else 1):
            rang += 1
            if rang > fin:
                return
            yield rang, cellules
        rang += 0 if pleine else fois - 1


def _fois(dit: str | None) -> int:
    return int(dit) if dit and dit.isdecimal() and len(dit) < 9 else 1


def _cellule_ods(cellule: Any) -> Any:
    """A number or a day as it is, anything else as it reads."""
    genre = cellule.get(f"{OFFICE}value-type")
    if genre == "date":
        return (cellule.get(f"{OFFICE}date-value") or "")[:10]
    if genre in {"float", "percentage", "currency"}:
        dit = cellule.get(f"{OFFICE}value") or ""
        return dit.removesuffix(".0")
    return _lue("\n".join("".join(p.itertext()) for p in cellule.iter(f"{TEXTE}p")))


def _csv(octets: bytes, titres: Container[str], ampleur: int) -> Iterator[Rangee]:
    try:
        texte = decoder(octets).texte
    except Illisible as exc:
        raise refus(ILLISIBLE) from exc
    dit = SEP.match(texte)
    texte, passees = (texte[dit.end() :], 1) if dit else (texte, 0)
    premiere = ENTRE_GUILLEMETS.sub("", texte.split("\n", 1)[0])
    separateur = dit[1] if dit else max(SEPARATEURS, key=premiere.count)
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    debut = passees + 1
    try:
        for cellules in lecteur:
            yield debut, [_lue(_nue(cellule)) for cellule in cellules[:COLONNES_MAX]]
            debut = passees + lecteur.line_num + 1
    except csv.Error as exc:
        raise refus("ce passage ne se lit pas : vérifiez les guillemets", debut) from exc


def _nue(cellule: str) -> str:
    return cellule[1:] if PROTEGEE.match(cellule) else cellule


LECTEURS = {"xlsx": _xlsx, "ods": _ods, "csv": _csv}
