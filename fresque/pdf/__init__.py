"""The fresque on paper: A4 sheets by WeasyPrint. Nothing else in the project makes a PDF."""

from fresque.pdf.composition import OptionsImpression, rendre

__all__ = ["OptionsImpression", "rendre"]
