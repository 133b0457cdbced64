"""The fresque on paper: A4 sheets by WeasyPrint. Nothing else in the project makes a PDF."""

from fresque.pdf.composition import OptionsImpression
from fresque.pdf.parties import rendre
