"""Results of a campagne: worked out once at closing, published whole, then only read."""

from .coherence import contredire
from .comparaison import Comparaison, LigneComparee, comparer
from .decompte import Cloture
from .publication import annoncer, figer
from .publies import lire, parle
from .tri import colonnes, connu, trier
from .valeurs import (
    Cellule,
    Mesure,
    Niveau,
    Profil,
    QuestionResultat,
    RaisonDeRetenue,
    Resultats,
    ThemeResultat,
    Verdict,
    ecrire,
)
