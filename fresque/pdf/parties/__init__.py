"""The sheets of a fresque, each laid out once for what it shows and kept, then bound into a file.

``impression`` asks for nothing else: ``partie`` and ``cle`` of one planche, ``rendre`` and
``fichier`` of several, ``menage`` and ``oublier`` (docs/adr/0041).
"""

from fresque.pdf.parties.cles import cle, empreinte
from fresque.pdf.parties.depot import menage, oublier
from fresque.pdf.parties.feuilles import fichier, gardee_ou_faite, partie, rendre
from fresque.pdf.parties.pixels import image
from fresque.pdf.reliure import Cadre, Partie, relier
