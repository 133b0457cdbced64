"""The small drawings of a sheet: path data only, the templates write the svg around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno
from segno.utils import matrix_to_lines  # type: ignore[attr-defined]  # public, left out of stubs

CAILLOU = "c-.1-1.5.9-2 2.2-2s2.4.5 2.4 1.9-1.1 2.2-2.4 2.2-2.1-.8-2.2-2.1z"
PAS_PIERRE = 6.0
CHEMIN_MAX = 30.0


@dataclass(frozen=True, slots=True)
class CodeQr:
    """``trace``: strokes one module thick, in units of a module; ``cote``: modules on a side."""

    trace: str
    cote: int


@dataclass(frozen=True, slots=True)
class Pierres:
    """The étapes as stones of the path; lengths in millimetres, as text for the svg."""

    faites: str
    a_venir: str
    boite: str
    largeur: str
    legende: str


@lru_cache(1024)
def barres(texte: str, correction: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """The smallest QR code that holds the text with this ``correction`` at least: how many modules
    on a side; its dark strokes, each as where it starts and how many modules it lasts."""
    matrice = segno.make(texte, error=correction, micro=False).matrix
    traits = ((x, y, fin - x) for (x, y), (fin, _) in matrix_to_lines(matrice, 0, 0))
    return len(matrice), tuple(traits)


def code_qr(adresse: str) -> CodeQr:
    """The address as a QR code. It carries no secret: the page asks who you are."""
    cote, traits = barres(adresse, "m")
    trace, plume, rangee = "", 0, -1
    for x, y, n in traits:
        # The pen only moves from one stroke to the next: half the path of rectangles.
        trace += f"m{x - plume} 0h{n}" if y == rangee else f"M{x} {y}.5h{n}"
        plume, rangee = x + n, y
    return CodeQr(trace, cote)


def pierres(etapes: Sequence[bool]) -> Pierres | None:
    """A filled stone for an étape that is done, an empty one for the others."""
    if not etapes:
        return None
    pas = min(PAS_PIERRE, CHEMIN_MAX / len(etapes))
    traits: dict[bool, list[str]] = {True: [], False: []}
    for rang, faite in enumerate(etapes):
        traits[faite].append(f"M{0.6 + rang * PAS_PIERRE:.1f} 2.6{CAILLOU}")
    faites = sum(etapes)
    accord = "étape faite" if faites < 2 else "étapes faites"
    return Pierres(
        faites="".join(traits[True]),
        a_venir="".join(traits[False]),
        boite=f"0 0 {len(etapes) * PAS_PIERRE:.1f} 5",
        largeur=f"{len(etapes) * pas:.1f}",
        legende=f"{faites} {accord} sur {len(etapes)}",
    )
