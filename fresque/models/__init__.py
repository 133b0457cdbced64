"""Annexe 1, the séances of the group, and the reminders of its étapes."""

from .groupe import (
    Abonnement,
    Constat,
    Inspiration,
    PresenceRendezVous,
    RendezVous,
    TypeInspiration,
)
from .rappels import ChoixRappels, EnvoiRappels, Palier, Rappel, Rythme

__all__ = [
    "Abonnement",
    "ChoixRappels",
    "Constat",
    "EnvoiRappels",
    "Inspiration",
    "Palier",
    "PresenceRendezVous",
    "Rappel",
    "RendezVous",
    "Rythme",
    "TypeInspiration",
]
