"""The small drawings of a sheet: path data only, the templates write the svg around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import segno

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


def code_qr(adresse: str) -> CodeQr:
    """The address as a QR code. It carries no secret: the page asks who you are."""
    matrice = segno.make(adresse, error="m", micro=False).matrix
    traits = []
    for y, ligne in enumerate(matrice):
        plume = 0
        for plein, suite in groupby(enumerate(ligne), key=lambda module: bool(module[1])):
            rangs = [x for x, _ in suite]
            if plein:
                # The pen only moves from one stroke to the next: half the path of rectangles.
                depart = f"m{rangs[0] - plume} 0" if plume else f"M{rangs[0]} {y}.5"
                traits.append(f"{depart}h{len(rangs)}")
                plume = rangs[-1] + 1
    return CodeQr("".join(traits), len(matrice))


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
