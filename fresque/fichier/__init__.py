"""« Un projet est un fichier » : read one, write it in, take one out (docs/format-projet.md)."""

from pasapas.lecture.messages import Erreur, RapportErreurs

from .ecriture import importer
from .lecture import lire
from .releve import exporter, relever
from .schema import FichierProjet
from .sortie import rendre
