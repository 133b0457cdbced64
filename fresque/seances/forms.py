"""What is asked of a séance; of one that was held, who was there."""

from datetime import time
from typing import Any

from django import forms

from fresque.models import RendezVous
from pasapas.ecriture.forms import EncartForm
from pasapas.models import Participant
from pasapas.valeurs.textes import heure, temps

TROP_TOT = "Cette séance est à venir : vous direz qui était là quand elle aura eu lieu."


class RendezVousForm(EncartForm):
    class Meta:
        model = RendezVous
        fields = ("date", "heure", "duree", "lieu", "programme", "presents")

    def base(self, nom: str) -> forms.Field:
        """Who is offered as there is not who was."""
        copie = super().base(nom)
        if nom == "presents":
            copie.initial = list(self.instance.presents.values_list("pk", flat=True))
        return copie

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """The équipe is offered as there: one unticks whoever was missing."""
        dits = super().get_initial_for_field(field, field_name)
        if field_name == "presents" and not dits:
            return list(Participant.objects.de(self.projet).equipe())
        return dits

    def clean(self) -> dict[str, Any]:
        propres = super().clean() or {}
        jour = propres.get("date", self.instance.date)
        if propres.get("presents") and jour and jour > self.projet.etablissement.aujourd_hui:
            self.add_error("presents" if "presents" in self.fields else None, TROP_TOT)
        return propres

    def en_mots(self, nom: str, valeur: Any) -> str:
        if isinstance(valeur, time):
            return heure(valeur)
        return temps(valeur) if nom == "duree" else super().en_mots(nom, valeur)
