"""Results of a campagne: worked out once at closing, published whole, then only read."""

from .coherence import contredire
from .comparaison import Comparaison, LigneComparee, comparer
from .decompte import Cloture, Decompte
from .publication import annoncer, figer
from .publies import lire, parle
from .tri import Colonne, colonnes, connu, trier
from .valeurs import (
    Cellule,
    Mesure,
    Niveau,
    Profil,
    QuestionResultat,
    RaisonDeRetenue,
    Resultats,
    Retenue,
    ThemeResultat,
    Verdict,
    ecrire,
)

__all__ = [
    "Cellule",
    "Cloture",
    "Colonne",
    "Comparaison",
    "Decompte",
    "LigneComparee",
    "Mesure",
    "Niveau",
    "Profil",
    "QuestionResultat",
    "RaisonDeRetenue",
    "Resultats",
    "Retenue",
    "ThemeResultat",
    "Verdict",
    "annoncer",
    "colonnes",
    "comparer",
    "connu",
    "contredire",
    "ecrire",
    "figer",
    "lire",
    "parle",
    "trier",
]
