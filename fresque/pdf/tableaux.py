"""The étapes of a fiche, made ready to print: what no column can hold goes below its row."""

from collections.abc import Iterator
from dataclasses import dataclass

from fresque.pdf.lignes import Detail
from fresque.pdf.textes import Paragraphe, paragraphes
from fresque.pdf.titres import tracer
from pasapas.valeurs.encarts import Encart

# Characters beyond which a cell leaves its column and takes the width of the table: a row
# stays shorter than a sheet. The columns of dates are narrow. A line break counts for a line.
CELLULE_LONGUE = 600
CELLULE_ETROITE = 150
COLONNES_ETROITES = (1, 2)
SIGNES_PAR_LIGNE = 30


@dataclass(frozen=True, slots=True)
class PierreNumerotee:
    """An étape's stone with its number, in a box of 2000: the path and where it starts."""

    trace: str
    x: int
    legende: str


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row of the table. ``sous``: what is said small under its first cell. ``longues``: cells too
    long for their column, with its heading."""

    numero: int
    pierre: PierreNumerotee
    cellules: tuple[tuple[Paragraphe, ...], ...]
    sous: tuple[Paragraphe, ...]
    longues: tuple[Detail, ...]
    etat: str
    faite: bool
    secable: bool


def colonnes(encart: Encart) -> tuple[str, ...]:
    """The headings that paper has."""
    return tuple(titre for titre in encart.colonnes if titre not in encart.sous)


def rangees(encart: Encart) -> Iterator[Rangee]:
    entetes = colonnes(encart)
    for numero, ligne in enumerate(encart.lignes, start=1):
        dessous = [champ for champ in ligne.champs if champ.label in encart.sous and champ.texte]
        cellules = [champ.texte for champ in ligne.champs if champ.label not in encart.sous]
        longs = [_deborde(texte, position) for position, texte in enumerate(cellules)]
        dites = zip(entetes, cellules, longs, strict=True)
        longues = [(titre, texte) for titre, texte, long in dites if long]
        longues += [(c.label, c.texte) for c in dessous if len(c.texte) > CELLULE_ETROITE]
        brefs = [champ.texte for champ in dessous if len(champ.texte) <= CELLULE_ETROITE]
        faite = ligne.etat == "faite"
        yield Rangee(
            numero,
            _pierre(numero, faite),
            tuple(
                () if long else paragraphes(texte)
                for texte, long in zip(cellules, longs, strict=True)
            ),
            tuple(un for texte in brefs for un in paragraphes(texte)),
            tuple(Detail(titre, paragraphes(texte)) for titre, texte in longues),
            "" if faite else ligne.etat_libelle,
            faite,
            secable=any(longs),
        )


def _pierre(numero: int, faite: bool) -> PierreNumerotee:
    nombre = tracer(numero)
    legende = f"Étape {numero}, faite" if faite else f"Étape {numero}"
    return PierreNumerotee(nombre.trace, 1020 - round(nombre.largeur * 0.7), legende)


def _deborde(texte: str, position: int) -> bool:
    limite = CELLULE_ETROITE if position in COLONNES_ETROITES else CELLULE_LONGUE
    return len(texte) + SIGNES_PAR_LIGNE * texte.count("\n") > limite
