"""What is typed on the poster's page, and on the page of who animates."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from fresque.contributions.operations import AU_PLUS, OUVERTE
from fresque.models import AfficheContribuez, Contribution

TROP_LONG = (
    "Un post-it tient en %(limit_value)d signes ; le vôtre en a %(show_value)d. Raccourcissez-le, "
    "ou laissez-en deux."
)


class ContributionForm(forms.ModelForm):
    class Meta:
        model = Contribution
        fields = ("couleur", "texte", "prenom")
        widgets = {"couleur": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["texte"].error_messages["required"] = "Écrivez quelque chose sur le post-it."
        self.fields["texte"].error_messages["max_length"] = TROP_LONG
        self.fields["couleur"].error_messages["required"] = "Dites ce que c’est."
        self.fields["texte"].widget.attrs["rows"] = 5
        self.fields["prenom"].widget.attrs["autocomplete"] = "given-name"


class AfficheForm(forms.ModelForm):
    """``aujourd_hui``: the day of the établissement."""

    class Meta:
        model = AfficheContribuez
        fields = ("question", "jusqu_au")

    def __init__(self, *args: Any, aujourd_hui: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.aujourd_hui = aujourd_hui
        self.fields["question"].error_messages["required"] = "Écrivez la question de l’affiche."
        self.fields["question"].widget = forms.Textarea(attrs={"rows": 2, "data-grandit": ""})
        jusqu_au = self.fields["jusqu_au"]
        jusqu_au.required = True
        jusqu_au.error_messages["required"] = "Dites jusqu’à quel jour l’affiche est ouverte."
        if not (self.instance.jusqu_au and self.instance.jusqu_au >= aujourd_hui):
            self.initial["jusqu_au"] = aujourd_hui + OUVERTE

    def clean_jusqu_au(self) -> date:
        jour: date = self.cleaned_data["jusqu_au"]
        if jour < self.aujourd_hui:
            raise ValidationError("Ce jour est passé : l’affiche serait déjà fermée.")
        if jour > self.aujourd_hui + AU_PLUS:
            raise ValidationError("Une affiche reste ouverte un an au plus.")
        return jour
