"""Contrast of two colours, each as itself or as its pigment, for the tests of what is drawn."""

from fresque.pdf.pigments import palette


def luminance(couleur: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    pigment = couleur.startswith("var(--")
    hexa = (palette()[couleur[6:-1]] if pigment else couleur).lstrip("#")
    hexa = "".join(c * 2 for c in hexa) if len(hexa) == 3 else hexa
    parts = [int(hexa[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    lin = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]


def contraste(a: str, b: str) -> float:
    clair, fonce = sorted((luminance(a), luminance(b)), reverse=True)
    return (clair + 0.05) / (fonce + 0.05)
