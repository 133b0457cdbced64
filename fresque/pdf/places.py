"""Where each planche hangs, by its mark alone: its column, its étage, what hangs beside it.

A planche is a column, its suites below it; fiches are stacked three to a column, by number, for
ever (docs/adr/0039). Nothing here knows what another planche holds, nor how many fiches there are.
"""

from dataclasses import dataclass
from math import ceil

from pasapas.valeurs.planches import Fresque, Planche

ETAGES = 3
COLONNES_DE_FICHES = 2  # at least, so that the first six have their place
PAS_X, PAS_Y = 9.0, 6.2
COLONNES = {1: ("A1", "A2"), 2: ("B1", "B2")}


@dataclass(frozen=True, slots=True)
class Case:
    """A place of the miniature; lengths in millimetres, as text for the svg."""

    x: str
    y: str
    marque: str
    ici: bool = False


@dataclass(frozen=True, slots=True)
class Miniature:
    """The columns of an annexe, this sheet among them."""

    cases: tuple[Case, ...]
    largeur: str
    legende: str


def numero_de(planche: Planche) -> int:
    """The number of a fiche; 0 for any other planche, and for a blank one."""
    bout = planche.coordonnee.removeprefix("n°")
    return int(bout) if planche.modele == "fiche" and bout.isdecimal() else 0


def colonnes_de_fiches(numeros: list[int]) -> int:
    """One place at least stays free."""
    return max(COLONNES_DE_FICHES, ceil((max(numeros, default=0) + 1) / ETAGES))


def colonne_de(numero: int) -> tuple[int, int]:
    """The column of a fiche, from 1, and its étage, from 1."""
    return ceil(numero / ETAGES), (numero - 1) % ETAGES + 1


def voisinage(fresque: Fresque, planche: Planche) -> tuple[str, str, bool]:
    """What the path says on either side, and whether a sheet hangs before this one."""
    if planche.blanche:
        return "", "", False
    if numero := numero_de(planche):
        avant = f"n°{numero - ETAGES}" if numero > ETAGES else "C1"
        suivante = f"n°{numero + ETAGES}"
        certaine = numero <= ETAGES * (COLONNES_DE_FICHES - 1)
        apres = f"continue sur {suivante}" if certaine else f"{suivante}, sinon annexe 4"
        return f"suite de {avant}", apres, True
    if planche.modele == "frise":
        return "sous C1", "continue sur n°2", False
    avant_elle, apres_elle = fresque.voisines(planche.code)
    avant = f"suite de {avant_elle.coordonnee}" if avant_elle else "début de la fresque"
    if planche.annexe.numero == 4 and not (avant_elle and avant_elle.annexe == planche.annexe):
        avant = "suite de l’annexe 3"
    apres = f"continue sur {apres_elle.coordonnee}" if apres_elle else ""
    if planche.modele == "actions":
        apres = "continue sur n°1"
    return avant, apres or "fin de la fresque", not avant.startswith("début")


def miniature(planche: Planche) -> Miniature | None:
    """The annexe of this sheet, up to its own column."""
    if planche.blanche:
        return None
    numero = numero_de(planche)
    if planche.annexe.numero == 3:
        marques = _annexe_3(colonne_de(numero)[0] if numero else COLONNES_DE_FICHES)
    else:
        siennes = COLONNES.get(planche.annexe.numero, (planche.coordonnee,))
        marques = [[marque, "", ""] for marque in siennes]
    cases = tuple(
        Case(f"{x * PAS_X:.1f}", f"{y * PAS_Y:.1f}", marque, marque == planche.coordonnee)
        for x, colonne in enumerate(marques)
        for y, marque in enumerate(colonne)
    )
    largeur = f"{len(marques) * PAS_X:.1f}"
    return Miniature(cases, largeur, f"Place de la feuille {planche.coordonnee} dans son annexe")


def _annexe_3(derniere: int) -> list[list[str]]:
    """« Les actions engagées », the frise below it, then the columns of fiches: the two last ones
    up to that of this sheet."""
    premiere = max(1, derniere - 1)
    fiches = [
        [f"n°{(colonne - 1) * ETAGES + etage}" for etage in range(1, ETAGES + 1)]
        for colonne in range(premiere, max(derniere, COLONNES_DE_FICHES) + 1)
    ]
    return [["C1", "C2", *[""] * (ETAGES - 2)], *fiches]
