"""What is cut out of a sheet: one or two pieces a row, as templates/pdf/decoupe.html draws them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from fresque.pdf.dessins import CodeQr

COLONNES = 2
Piece = TypeVar("Piece")


@dataclass(frozen=True, slots=True)
class ACode:
    """A piece that bears a code; ``qr`` opens the page with it already in its field."""

    code: str
    qr: CodeQr
    nom: str = ""


def en_feuilles(
    pieces: Sequence[Piece], par_feuille: int, colonnes: int = COLONNES
) -> list[list[Sequence[Piece]]]:
    """The sheets, each as its rows, each as its pieces."""
    return [_par(colonnes, feuille) for feuille in _par(par_feuille, pieces)]


def _par(n: int, pieces: Sequence[Piece]) -> list[Sequence[Piece]]:
    return [pieces[i : i + n] for i in range(0, len(pieces), n)]
