"""The rows of a table, made ready to print: what no column can hold goes below its row."""

from collections.abc import Iterator
from dataclasses import dataclass

from fresque.pdf.lignes import Detail, texte_de
from fresque.pdf.textes import Paragraphe, paragraphes
from fresque.pdf.titres import tracer
from pasapas.valeurs.encarts import Encart

# Characters beyond which a cell leaves its column and takes the width of the table: a row
# stays shorter than a sheet. The columns of dates are narrow. A line break counts for a line.
CELLULE_LONGUE = 600
CELLULE_ETROITE = 150
COLONNES_ETROITES = (1, 2)
SIGNES_PAR_LIGNE = 30
# Where the state of a row is said: under the date to come.
PLACE_DE_L_ETAT = 2


@dataclass(frozen=True, slots=True)
class PierreNumerotee:
    """An étape's stone with its number, in a box of 2000: the path and where it starts."""

    trace: str
    x: int
    legende: str


@dataclass(frozen=True, slots=True)
class Rangee:
    """A row of a table. ``sous``: what is said small under its first cell. ``longues``: cells too
    long for their column, with its heading.

    ``etat`` is printed in the cell of position ``place_etat``: that of the date to come.
    """

    numero: int
    pierre: PierreNumerotee
    cellules: tuple[tuple[Paragraphe, ...], ...]
    sous: tuple[Paragraphe, ...]
    longues: tuple[Detail, ...]
    etat: str
    place_etat: int
    faite: bool
    secable: bool


def colonnes(encart: Encart) -> tuple[str, ...]:
    """The headings that paper has."""
    return tuple(titre for titre in encart.colonnes if titre not in encart.sous)


def rangees(encart: Encart) -> Iterator[Rangee]:
    entetes = colonnes(encart)
    for rang, ligne in enumerate(encart.lignes):
        cellules = [champ for champ in ligne.champs if champ.label not in encart.sous]
        dessous = [champ for champ in ligne.champs if champ.label in encart.sous and champ.texte]
        textes = [texte_de(champ) for champ in cellules]
        # A row has as many cells as there are headings; what is beyond follows below them.
        textes += [""] * (len(entetes) - len(textes))
        longs = [
            position >= len(entetes) or _deborde(texte, position)
            for position, texte in enumerate(textes)
        ]
        faite = ligne.etat == "faite"
        titres = [*entetes, *(c.label for c in cellules[len(entetes) :])]
        brefs = [champ for champ in dessous if len(champ.texte) <= CELLULE_ETROITE]
        yield Rangee(
            numero=rang + 1,
            pierre=_pierre(rang + 1, faite),
            cellules=tuple(
                () if longs[position] else paragraphes(textes[position])
                for position in range(len(entetes))
            ),
            sous=tuple(un for champ in brefs for un in paragraphes(champ.texte)),
            longues=(
                *(
                    Detail(titre, paragraphes(texte))
                    for titre, texte, long in zip(titres, textes, longs, strict=True)
                    if long and texte
                ),
                *(
                    Detail(champ.label, paragraphes(champ.texte))
                    for champ in dessous
                    if champ not in brefs
                ),
            ),
            etat="" if faite else ligne.etat_libelle,
            place_etat=PLACE_DE_L_ETAT if len(entetes) > PLACE_DE_L_ETAT else 0,
            faite=faite,
            secable=any(longs),
        )


def _pierre(numero: int, faite: bool) -> PierreNumerotee:
    nombre = tracer(numero)
    legende = f"Étape {numero}, faite" if faite else f"Étape {numero}"
    return PierreNumerotee(nombre.trace, 1020 - round(nombre.largeur * 0.7), legende)


def _deborde(texte: str, position: int) -> bool:
    limite = CELLULE_ETROITE if position in COLONNES_ETROITES else CELLULE_LONGUE
    return len(texte) + SIGNES_PAR_LIGNE * texte.count("\n") > limite
