"""Annexe 3: the fiche action and its étapes."""

from .etape import Etape, ResponsableEtape
from .fiche import (
    ElementFiche,
    Facteur,
    FicheAction,
    Origine,
    RubriqueAjoutee,
    Signe,
    StatutFiche,
    ThemeFiche,
)

__all__ = [
    "ElementFiche",
    "Etape",
    "Facteur",
    "FicheAction",
    "Origine",
    "ResponsableEtape",
    "RubriqueAjoutee",
    "Signe",
    "StatutFiche",
    "ThemeFiche",
]
