"""The forms of annexe 3's boxes."""

from datetime import date, timedelta
from typing import Any

from django import forms

from diagnostic.forms import AvecThemes, IntentionForm
from fiches.models import Etape, Facteur, FicheAction, RubriqueAjoutee
from pasapas.ecriture.forms import ChoixMultiples, EncartForm, form_de
from pasapas.models import Participant
from pasapas.valeurs.saisie import NomsField

BORNES = ("periode_debut", "periode_fin")
FacteurForm = form_de(Facteur, "texte")
RubriqueAjouteeForm = form_de(RubriqueAjoutee, "titre", "texte")


class FicheActionForm(AvecThemes):
    class Meta:
        model = FicheAction
        fields = (
            "intitule",
            "statut",
            "referent",
            "themes",
            "problematique",
            "objectif",
            "description",
            "perimetre",
            "evaluation",
            "acteurs_a_mobiliser",
            "modalites",
        )


class EtapeForm(EncartForm):
    plies = BORNES
    pli = "Corriger les dates comprises"

    responsables = ChoixMultiples(
        Participant.objects.none(), required=False, label="Qui s’en charge ?"
    )
    noms = NomsField(
        required=False,
        label="Ou un nom",
        help_text="Quelqu’un d’autre, ou plusieurs : « Cabinet Durand, l’équipe de nuit »",
    )

    class Meta:
        model = Etape
        fields = (
            "intitule",
            "periode_envisagee",
            "periode_debut",
            "periode_fin",
            "responsables",
            "noms",
            "date_realisation",
            "realisation_precision",
            "resultats",
        )
        help_texts = {
            "periode_envisagee": "Avec vos mots : « Sept. 2025 à mars 2026 »",
            "realisation_precision": "Par exemple : « Démarré le 8 septembre, en cours »",
        }

    def clean_date_realisation(self) -> date | None:
        """What is done is done: tomorrow at the latest, wherever the clock of who types stands."""
        jour = self.cleaned_data["date_realisation"]
        if jour and jour > self.projet.etablissement.aujourd_hui + timedelta(days=1):
            raise forms.ValidationError("Cette date n’est pas encore venue.", code="a_venir")
        return jour

    def clean(self) -> dict[str, Any]:
        valeurs = super().clean() or {}
        # Saved alone, a bound is held to what the row says of the other one.
        debut, fin = (valeurs.get(nom, getattr(self.instance, nom)) for nom in BORNES)
        if debut and fin and fin.dernier < debut.premier:
            champ = next((nom for nom in reversed(BORNES) if nom in self.fields), None)
            if champ:
                self.add_error(champ, "La fin vient avant le début.")
        return valeurs


class IntentionReliableForm(IntentionForm):
    """An intention, and the fiche action it became."""

    fiche = forms.ModelChoiceField(
        FicheAction.objects.none(), required=False, label="Devenue la fiche action"
    )
