"""The back office of fresques: opened as anywhere else, never filled here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from fresque.impression.operations import oublier
from fresque.ouverture import fonder
from pasapas.ecriture.administration import AvecMemoire, compte_de, noter_projet, supprimer
from pasapas.models import Participant, Projet


class ProjetForm(forms.ModelForm):
    """Left empty, the address and the identifier of a new projet are made from its name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for nom in ("slug", "identifiant"):
            self.fields[nom].required = self.instance.pk is not None


class ParticipantInline(admin.StackedInline):
    """Who takes part, to be read. Access is given by the projet's own people, on their page:
    here, nothing would be written down, and the last pilote could be lost."""

    model = Participant
    extra = 0
    fields = ("prenom", "nom", "fonction", "role", "courriel", "acces_depuis", "acces_clos_le")
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Projet)
class ProjetAdmin(AvecMemoire):
    borne = "etablissement__region"
    form = ProjetForm
    list_display = ("nom", "slug", "etablissement", "modifie_le")
    search_fields = ("nom", "slug", "etablissement__nom")
    autocomplete_fields = ("etablissement",)
    fields = ("etablissement", "nom", "slug", "identifiant")

    def get_inlines(self, request: HttpRequest, obj: Projet | None) -> tuple[type, ...]:
        return (ParticipantInline,) if obj else ()

    def save_model(self, request: HttpRequest, obj: Projet, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
        else:
            form.changements = []
            with fonder(obj):
                pass

    def delete_model(self, request: HttpRequest, obj: Projet) -> None:
        """Nothing printed of it stays either."""
        oublier([obj])
        supprimer(obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        noter_projet(compte_de(request), form.instance, form)
