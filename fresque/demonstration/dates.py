"""A file as it would have been written so that its ``ICI`` is today: days, months, words."""

import re
from datetime import date, timedelta
from typing import Any

from fresque.demonstration.mots import deplacer_mots
from fresque.fichier import FichierProjet
from fresque.fichier.schema import CLES
from pasapas.valeurs.periodes import Borne
from pasapas.valeurs.textes import mois_apres

ICI = date(2025, 12, 12)  # the day that the example was written on
BORNE = re.compile(r"\d{4}-\d{2}(-\d{2})?")
# What a text of these names is no sentence.
PAS_DES_PHRASES = {"id", "slug", "url", "fichier", "courriel", "telephone", "nom", "prenom"}


def actualiser(fichier: FichierProjet, aujourd_hui: date) -> FichierProjet:
    """The same file, ``aujourd_hui`` standing where ``ICI`` stands in it."""
    return FichierProjet.model_validate(_deplacer(fichier.model_dump(), (), aujourd_hui))


def mois_d_ecart(aujourd_hui: date) -> int:
    return (aujourd_hui.year - ICI.year) * 12 + aujourd_hui.month - ICI.month


def deplacer_jour(jour: date, aujourd_hui: date) -> date:
    """The same day of its month, so many months later, so that what is done in its time stays so;
    a day of the very month of ``ICI`` stays as far from today as it was."""
    if (jour.year, jour.month) == (ICI.year, ICI.month):
        return aujourd_hui + (jour - ICI)
    plus_tard = mois_apres(jour, mois_d_ecart(aujourd_hui))
    # What was past is past.
    return min(plus_tard, aujourd_hui - timedelta(days=1)) if jour < ICI else plus_tard


def deplacer_borne(borne: Borne, aujourd_hui: date) -> Borne:
    if borne.jour:
        return Borne.du_jour(deplacer_jour(borne.premier, aujourd_hui))
    return borne.decalee(mois_d_ecart(aujourd_hui))


def _deplacer(valeur: Any, chemin: tuple[str, ...], aujourd_hui: date) -> Any:
    if isinstance(valeur, dict):
        return {cle: _deplacer(v, (*chemin, cle), aujourd_hui) for cle, v in valeur.items()}
    if isinstance(valeur, list | tuple):
        return [_deplacer(v, (*chemin, "*"), aujourd_hui) for v in valeur]
    if isinstance(valeur, date):
        cle = CLES.get(".".join(chemin))
        if cle is not None and cle.mois:
            return mois_apres(valeur, mois_d_ecart(aujourd_hui))
        return deplacer_jour(valeur, aujourd_hui)
    if not isinstance(valeur, str) or not chemin or chemin[-1] in PAS_DES_PHRASES:
        return valeur
    if BORNE.fullmatch(valeur):
        return str(deplacer_borne(Borne.lire(valeur), aujourd_hui))
    return deplacer_mots(valeur, mois_d_ecart(aujourd_hui))
