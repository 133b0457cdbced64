"""From laid out sheets to one tagged file (PDF/UA-1): made part by part, then bound.

A part is laid out, painted and tagged once; binding copies it and never paints again
(docs/adr/0041). Nothing here knows what a planche is, nor where parts are kept.
"""

from fresque.pdf.reliure.fabrique import fabriquer
from fresque.pdf.reliure.relieur import relier
from fresque.pdf.reliure.valeurs import Cadre, Partie
