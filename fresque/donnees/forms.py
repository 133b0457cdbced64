"""What people type to keep longer, or to erase for good."""

from django import forms
from django.utils import timezone

from pasapas.valeurs.pliage import plier
from pasapas.valeurs.saisie import CodeField
from pasapas.valeurs.textes import jour, mois_apres

ANNEES = (1, 2, 3, 5)
MOT = "EFFACER"


class ConfirmationForm(forms.Form):
    """One word to type: a click is too little for what cannot be undone."""

    mot = CodeField(
        label=f"Pour confirmer, écrivez le mot {MOT}",
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": f"Écrivez le mot {MOT} pour confirmer."},
    )

    def clean_mot(self) -> str:
        mot = self.cleaned_data["mot"]
        if plier(mot) != plier(MOT):
            raise forms.ValidationError(f"Ce n’est pas le mot {MOT}. Rien n’a été effacé.")
        return mot


def durees() -> list[tuple[int, str]]:
    depart = timezone.localdate()
    return [
        (n, f"{n} an{'s' * (n > 1)}, jusqu’au {jour(mois_apres(depart, 12 * n))}") for n in ANNEES
    ]


class ProlongerForm(forms.Form):
    annees = forms.TypedChoiceField(
        label="Choisir jusqu’à quand la garder",
        help_text="Une fois choisie, cette date ne recule plus toute seule.",
        choices=durees,
        initial=3,
        coerce=int,
        error_messages={
            "required": "Choisissez une durée.",
            "invalid_choice": "Choisissez une durée dans la liste.",
        },
    )
