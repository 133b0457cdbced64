"""What an adviser types about an accompaniment."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from pasapas.models import Accompagnement, PhaseAccompagnement, User
from pasapas.models.champs import TexteLong
from pasapas.valeurs.saisie import JourField, LigneField, cle_lue, jour_lu

PERSONNE = (
    "Personne d’autre n’a de mandat dans cette région : qui administre l’installation peut en "
    "donner un."
)
PASSE = "Ce jour n’est pas encore venu."


class UnJour(forms.Form):
    """About one day, its field ``jour``: the day it is there, unless told. ``a_venir``: it may be
    still to come."""

    jour = "le"
    a_venir = False

    def __init__(self, *args: Any, ici: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ici = ici
        self.fields[self.jour].initial = ici

    def clean(self) -> dict[str, Any]:
        dits = super().clean() or {}
        if not self.a_venir and dits.get(self.jour, self.ici) > self.ici:
            self.add_error(self.jour, PASSE)
        return dits


class PhaseForm(UnJour):
    phase = forms.ChoiceField(label="Phase", choices=PhaseAccompagnement.choices)
    le = JourField(label="Depuis le")


class PauseForm(UnJour):
    jour = "du"
    du = JourField(label="En pause depuis le")
    raison = LigneField(label="Raison", max_length=300, required=False)


class RepriseForm(UnJour):
    a_venir = True
    le = JourField(label="Reprise le")


class RelaisForm(UnJour):
    a_venir = True
    nouveau = forms.ModelChoiceField(
        User.objects.none(), label="À qui ?", empty_label="Choisir une personne"
    )
    le = JourField(
        label="À partir du",
        help_text="Un jour à venir convient aussi : le relais se fera ce jour-là.",
    )

    def __init__(self, *args: Any, collegues: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["nouveau"].queryset = collegues  # type: ignore[attr-defined]
        self.seul = "" if collegues.exists() else PERSONNE


class AnnulerForm(forms.Form):
    """A button, which says the relay one read: another is not called off in its place."""

    def clean(self) -> dict[str, Any]:
        nouveau, le = (self.data.get(nom, "") for nom in ("nouveau", "le"))
        return {"releve_par_id": cle_lue(nouveau) or None, "releve_le": jour_lu(le)}


class EntretienForm(forms.ModelForm):
    """Each long text carries what one began from: what a colleague wrote meanwhile is merged.
    ``eu_le``: the day it is there, for an entretien that took place; none, it may be to come."""

    LONGS = ("entretien_compte_rendu", "entretien_pour_le_groupe")

    def __init__(self, *args: Any, eu_le: date | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.eu_le = eu_le
        for nom in self.LONGS:
            self.fields[f"depart_{nom}"] = forms.CharField(
                required=False,
                strip=False,
                widget=forms.HiddenInput,
                initial=getattr(self.instance, nom),
            )

    def clean_entretien_date(self) -> date | None:
        dit = self.cleaned_data["entretien_date"]
        if dit and self.eu_le and dit > self.eu_le:
            raise forms.ValidationError(PASSE)
        return dit

    @property
    def dits(self) -> dict[str, Any]:
        return {nom: self.cleaned_data[nom] for nom in self._meta.fields or ()}

    @property
    def departs(self) -> dict[str, str]:
        lus = {nom: self.cleaned_data[f"depart_{nom}"] for nom in self.LONGS}
        return {nom: (dit or "").replace("\r\n", "\n") for nom, dit in lus.items()}

    class Meta:
        model = Accompagnement
        fields = (
            "entretien_date",
            "entretien_mode",
            "entretien_compte_rendu",
            "entretien_pour_le_groupe",
        )


class PisteProposeeForm(forms.Form):
    texte = TexteLong("Ajouter une piste", max_length=2000).formfield(required=True)
    theme = forms.ChoiceField(label="Thème", required=False)

    def __init__(self, *args: Any, themes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].choices = [  # type: ignore[attr-defined]
            ("", "Aucun thème"),
            *((titre, titre) for titre in themes),
        ]
        self.fields["texte"].widget.attrs["rows"] = 3
