"""Annexe 3: the fiche action and its étapes."""

from .etape import Etape, ResponsableEtape
from .fiche import (
    ARRETEES,
    Facteur,
    FicheAction,
    Origine,
    RubriqueAjoutee,
    Signe,
    StatutFiche,
    ThemeFiche,
)
