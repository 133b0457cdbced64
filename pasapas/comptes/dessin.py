"""A QR code as one SVG path, so that a template draws it without any markup made here."""

from dataclasses import dataclass

import segno

MARGE = 4  # modules of white that readers need around


@dataclass(frozen=True, slots=True)
class DessinDesChamps:
    cote: int
    trace: str


def dessiner(texte: str) -> DessinDesChamps:
    matrice = segno.make_qr(texte, error="m").matrix
    trace = "".join(
        f"M{x + MARGE} {y + MARGE}h1v1h-1z"
        for y, rang in enumerate(matrice)
        for x, noir in enumerate(rang)
        if noir
    )
    return DessinDesChamps(len(matrice) + 2 * MARGE, trace)
