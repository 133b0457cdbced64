"""« Un projet est un fichier » : read one, write it in, take one out (docs/format-projet.md)."""

from pasapas.lecture.messages import Erreur, RapportErreurs

from .exportation import exporter, relever
from .importation import importer
from .lecture import lire
from .schema import FichierProjet
from .sortie import rendre
