"""What is typed in the console."""

from datetime import date
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms

from fresque.console.filtres import CONDITIONS
from pasapas.models import FiltreGarde, Intervention, TypeIntervention
from pasapas.models.champs import TexteLong

DEMAIN = "Choisissez un jour après celui de l’échange."
AU_PLUS = {"jours": 31, "heures": 217}  # of one exchange: a month of it
TROP = "Un échange ne dure pas plus de 31 jours."
L_UN_OU_L_AUTRE = "Comptez en jours ou en heures, pas les deux."
PAS_ENCORE = "Ce jour n’est pas encore venu : notez l’échange une fois qu’il a eu lieu."


class EchangeForm(forms.ModelForm):
    """A call, a visit… ``ici``: the day it is where the établissement is."""

    class Meta:
        model = Intervention
        fields = (
            "type",
            "intitule",
            "note",
            "date",
            "jours",
            "heures",
            "rappeler_le",
            "rendez_vous_le",
            "rendez_vous_heure",
        )

    def __init__(self, *args: Any, ici: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ici = ici
        self.fields["type"] = forms.ChoiceField(
            label="Ce que c’était",
            choices=[(un.value, un.label) for un in TypeIntervention],
            initial=TypeIntervention.APPEL.value,
        )
        self.fields["date"].required = True
        self.fields["date"].initial = ici
        self.fields["note"].label = "Ce qui s’est dit, ce qui est convenu"

    def clean(self) -> dict[str, Any]:
        dits = super().clean() or {}
        quand = dits.get("date")
        if quand and quand > self.ici:
            self.add_error("date", PAS_ENCORE)
        if dits.get("jours") is not None and dits.get("heures") is not None:
            self.add_error("heures", L_UN_OU_L_AUTRE)
        for champ, au_plus in AU_PLUS.items():
            if (dits.get(champ) or 0) > au_plus:
                self.add_error(champ, TROP)
        for champ in ("rappeler_le", "rendez_vous_le"):
            if quand and dits.get(champ) and dits[champ] <= quand:
                self.add_error(champ, DEMAIN)
        return dits


class NotesForm(forms.Form):
    """``depart``: what was on the page when one began."""

    depart = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)
    notes_privees = TexteLong("Notes privées").formfield(required=False)


class GarderForm(forms.ModelForm):
    class Meta:
        model = FiltreGarde
        fields = ("nom", "requete", "equipe")
        widgets = {"requete": forms.HiddenInput}

    def clean_requete(self) -> str:
        """Filters alone, those that the list knows."""
        dits = parse_qsl(self.cleaned_data["requete"].lstrip("?"))
        return urlencode([(nom, valeur) for nom, valeur in dits if nom in CONDITIONS])
