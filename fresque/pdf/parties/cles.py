"""What a sheet, a file, are kept under: a digest of all that they show, so that none is stale."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from fresque.instant import instant
from fresque.pdf.composition import OptionsImpression, vue
from fresque.pdf.polices import RECETTE
from pasapas.models import Projet
from pasapas.valeurs.planches import Fresque, Planche

# All that a sheet is made by. Not the code of what it says: that is in its values.
MOULES = ("templates", "fresque/pdf", "static/css", "static/fonts", "diagnostic/figures")
SUFFIXES = {".html", ".py", ".css", ".svg", ".woff2"}
MOTEURS = ("weasyprint", "pydyf", "pikepdf", "fonttools")


def cle(fresque: Fresque, planche: Planche, options: OptionsImpression) -> str:
    """Of the sheet of ``planche``: nothing is laid out, nor written."""
    return empreinte(vue(fresque, planche, options))


def cle_du_fichier(projet: Projet, options: OptionsImpression) -> str:
    """Of the whole file: nothing is assembled. What is late depends on the day, and what may be
    read on who asks."""
    ici = instant(projet)
    return empreinte(projet.pk, projet.cree_le, projet.version, projet.montrees, ici.jour, options)


def empreinte(*valeurs: object) -> str:
    return hashlib.sha256(repr((recette(), *valeurs)).encode()).hexdigest()[:32]


def recette() -> str:
    """What this release makes a sheet of: another one keeps its own."""
    if settings.DEBUG:
        _recette.cache_clear()
    return _recette()


@cache
def _recette() -> str:
    somme = hashlib.sha256(repr([RECETTE, *map(version, MOTEURS)]).encode())
    for dossier in MOULES:
        for fichier in sorted((Path(settings.BASE_DIR) / dossier).rglob("*")):
            if fichier.suffix in SUFFIXES:
                somme.update(fichier.name.encode())
                somme.update(fichier.read_bytes())
    return somme.hexdigest()[:16]
