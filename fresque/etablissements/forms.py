"""The few words with which an établissement starts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from fresque.etablissements.arrivees import RAISON
from pasapas.acces.invitations import DUREE_DITE
from pasapas.models import Etablissement, TypeEtablissement
from pasapas.valeurs.departements import choix
from pasapas.valeurs.saisie import CourrielField, FinessField, LigneField, SansCasse

RIEN = ("", "Choisissez…")


def texte(libelle: str, maxi: int = 300, **options: Any) -> LigneField:
    return LigneField(label=libelle, max_length=maxi, **options)


class EtablissementForm(forms.Form):
    """Three fields: the département says the region and the time it is there."""

    nom = texte("Nom de l’établissement")
    type = forms.ChoiceField(label="Type", choices=[RIEN, *TypeEtablissement.choices])
    departement = forms.ChoiceField(
        label="Département",
        choices=[RIEN, *choix()],
        help_text="Il donne la région et l’heure de l’établissement.",
    )

    def clean_nom(self) -> str:
        nom = self.cleaned_data["nom"]
        if not nom:
            raise ValidationError("Donnez le nom de l’établissement.")
        return nom

    @property
    def etablissement(self) -> dict[str, str]:
        return {nom: self.cleaned_data[nom] for nom in ("nom", "type", "departement")}


class AvecPilote(SansCasse, forms.Form):
    """A form that asks who will lead, among other things."""

    @property
    def pilote(self) -> dict[str, str]:
        dits = {"prenom": "prenom", "nom": "nom_pilote", "courriel": "courriel"}
        return {champ: self.cleaned_data[nom] for champ, nom in dits.items()}


class OuvrirForm(AvecPilote, EtablissementForm):
    """The établissement, its fresque, and who will lead it: one page."""

    finess = FinessField(
        label="N° FINESS",
        required=False,
        help_text="Neuf signes, si vous l’avez sous la main. Il peut attendre.",
    )
    projet = texte(
        "Nom du projet", required=False, help_text="Laissé vide : le nom de l’établissement."
    )
    prenom = texte("Son prénom", 100, required=False)
    nom_pilote = texte("Son nom", 100)
    courriel = CourrielField(
        label="Son adresse e-mail",
        help_text=f"L’invitation y part tout de suite. Elle vaut {DUREE_DITE}, pour cette adresse "
        "seulement.",
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )

    def clean_finess(self) -> str:
        finess = self.cleaned_data["finess"]
        tous = Etablissement.objects.sans_projet(RAISON)
        autre = tous.filter(finess=finess).order_by("pk").first() if finess else None
        if autre:
            raise ValidationError(f"C’est le n° FINESS de « {autre} », qui est déjà ici.")
        return finess

    @property
    def etablissement(self) -> dict[str, str]:
        return {**super().etablissement, "finess": self.cleaned_data["finess"]}

    @property
    def nom_du_projet(self) -> str:
        return self.cleaned_data["projet"] or self.cleaned_data["nom"]

    @property
    def groupes(self) -> list[tuple[str, list[forms.BoundField]]]:
        noms = {
            "L’établissement": ("nom", "type", "departement", "finess"),
            "Sa fresque": ("projet",),
            "La personne qui la pilotera": ("prenom", "nom_pilote", "courriel"),
        }
        return [(titre, [self[nom] for nom in siens]) for titre, siens in noms.items()]
