"""Annexe 1, the séances of the group, the reminders of its étapes, its prints and its poster."""

from .affiche import AfficheContribuez, CaseInterne, Contribution
from .groupe import (
    Abonnement,
    Constat,
    Inspiration,
    PresenceRendezVous,
    RendezVous,
    TypeInspiration,
)
from .impression import Affichage, DemandeImpression, Impression
from .rappels import ChoixRappels, EnvoiRappels, Palier, Rappel, Rythme

__all__ = [
    "Abonnement",
    "Affichage",
    "AfficheContribuez",
    "CaseInterne",
    "ChoixRappels",
    "Constat",
    "Contribution",
    "DemandeImpression",
    "EnvoiRappels",
    "Impression",
    "Inspiration",
    "Palier",
    "PresenceRendezVous",
    "Rappel",
    "RendezVous",
    "Rythme",
    "TypeInspiration",
]
