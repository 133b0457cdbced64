"""The administrator's back office: accounts, establishments, regions. No answers here."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from pasapas.editing import bouger
from pasapas.models import Etablissement, Participant, Projet, Region, Service, User

admin.site.site_header = "Pas à pas, administration"
admin.site.site_title = "Pas à pas"


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    list_display = ("email", "prenom", "nom", "is_active", "is_staff")
    search_fields = ("email", "prenom", "nom")
    fields = ("email", "prenom", "nom", "is_active", "is_staff", "is_superuser")


@admin.register(Region)
class RegionAdmin(admin.ModelAdmin):
    list_display = ("nom", "code", "ouverte_du", "ouverte_au")
    search_fields = ("nom", "code")


class ServiceInline(admin.TabularInline):
    model = Service
    extra = 0


@admin.register(Etablissement)
class EtablissementAdmin(admin.ModelAdmin):
    list_display = ("nom", "type", "departement", "region")
    search_fields = ("nom", "commune", "finess")
    autocomplete_fields = ("region",)
    inlines = (ServiceInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        for projet in form.instance.projets.all():
            bouger(projet)


class ParticipantInline(admin.TabularInline):
    model = Participant
    extra = 0
    fields = ("prenom", "nom", "fonction", "college", "role", "courriel", "acces_clos_le")


@admin.register(Projet)
class ProjetAdmin(admin.ModelAdmin):
    inlines = (ParticipantInline,)
    list_display = ("nom", "slug", "etablissement", "modifie_le")
    search_fields = ("nom", "slug", "etablissement__nom")
    autocomplete_fields = ("etablissement",)
    fields = ("etablissement", "nom", "slug", "identifiant")

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        bouger(form.instance)
