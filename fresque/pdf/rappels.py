"""Reminders on paper: strips over the whole width, five to a sheet, to be cut out."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from fresque.pdf import moteur
from fresque.pdf.decoupe import en_feuilles
from fresque.pdf.textes import court, propre
from pasapas.models import Projet

PAR_FEUILLE = 5


def rendre_bandes(projet: Projet, bandes: Sequence[Any]) -> bytes:
    """The sheets of these strips (``fresque.rappels.bandes``)."""
    donnees = {
        "titre_du_fichier": court(f"Rappels - {projet}", 300),
        "projet": propre(court(str(projet), 70)),
        "jour": timezone.localdate(),
        "feuilles": en_feuilles(bandes, PAR_FEUILLE, colonnes=1),
    }
    return moteur.imprimer("pdf/rappels.html", donnees)
