"""The memory of the wall, readable: who changed what, where, and what it said before."""

from fresque.historique.corbeille import Retiree, corbeille
from fresque.historique.lieux import CONSERVATION, est_un_texte, objet_de, titre
from fresque.historique.series import LIGNES, DemandeDeMemoire
from fresque.historique.traces import Page, Trace, traces

__all__ = [
    "CONSERVATION",
    "LIGNES",
    "DemandeDeMemoire",
    "Page",
    "Retiree",
    "Trace",
    "corbeille",
    "est_un_texte",
    "objet_de",
    "titre",
    "traces",
]
