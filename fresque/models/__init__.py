"""Annexe 1, the séances of the group, the reminders of its étapes, and what it prints."""

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
    "ChoixRappels",
    "Constat",
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
