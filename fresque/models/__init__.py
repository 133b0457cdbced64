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
from .rappels import Avance, ChoixRappels, EnvoiRappels, Rappel, Rythme
