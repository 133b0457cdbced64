"""The administrator's back office: accounts, establishments, regions. No answers here. What
opens a fresque has its own, in ``fresque.admin``."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest

from pasapas.comptes.reprise import reprendre
from pasapas.echanges.administration import Echangeable
from pasapas.echanges.gens import CompteRessource, MandatRessource, RegionRessource
from pasapas.echanges.maisons import EtablissementRessource, ServiceRessource
from pasapas.ecriture.administration import (
    AvecMemoire,
    bouger_etablissement,
    bouger_programme,
    compte_de,
    ecrire_services,
    noter_etablissement,
    supprimer,
)
from pasapas.ecriture.droits import AvecDroits
from pasapas.informations.rendu import reste_a_completer
from pasapas.models import (
    Dossier,
    Etablissement,
    Mandat,
    PageInformation,
    Programme,
    Region,
    Service,
    User,
)
from pasapas.travaux import administration as _travaux  # noqa: F401  (its own tables)

REPRISE = (
    "L’adresse a changé : ce compte est déconnecté partout, et son mot de passe ne vaut plus. "
    "La personne entre avec un code envoyé à sa nouvelle adresse."
)


class UserForm(forms.ModelForm):
    def clean_email(self) -> str | None:
        """Small letters, as everyone's: two accounts never share an address."""
        return (self.cleaned_data["email"] or "").lower() or None


@admin.register(User)
class UserAdmin(AvecDroits, Echangeable, AvecMemoire):
    resource_classes = [CompteRessource]
    form = UserForm
    list_display = ("email", "prenom", "nom", "is_active", "is_staff")
    search_fields = ("email", "prenom", "nom")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Only who may do everything says what others may do."""
        communs = ("email", "prenom", "nom", "is_active")
        droits = ("is_staff", "is_superuser", "groups", "user_permissions")
        return communs + droits if request.user.is_superuser else communs

    def get_queryset(self, request: HttpRequest) -> Any:
        """Whoever changes the address of an account comes in with it: an administrateur has no
        hand on the others, who may do more."""
        comptes = super().get_queryset(request)
        return comptes if request.user.is_superuser else comptes.exclude(is_staff=True)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new account has no password: a code by e-mail opens it. So has one whose address
        is another: who held it before is out."""
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if change and (form.initial["email"] or "") != (obj.email or ""):
            reprendre(obj)
            messages.warning(request, REPRISE)


class RegionForm(forms.ModelForm):
    def clean_fuseau(self) -> str:
        """A name that the server knows: every wall of the region takes its day from it."""
        fuseau = self.cleaned_data["fuseau"]
        if fuseau not in available_timezones():
            raise forms.ValidationError("Un nom de fuseau, par exemple\u00a0: Europe/Paris.")
        return fuseau


@admin.register(Region)
class RegionAdmin(Echangeable, AvecMemoire):
    resource_classes = [RegionRessource]
    borne = "pk"
    form = RegionForm
    list_display = ("nom", "code", "fuseau")
    search_fields = ("nom", "code")


@admin.register(Programme)
class ProgrammeAdmin(AvecMemoire):
    """Where and when the programme is open, its durations, from when an adviser is told."""

    list_display = ("nom", "region", "ouvert_du", "ouvert_au")
    list_filter = ("region",)
    list_select_related = ("region",)
    search_fields = ("nom", "region__nom")
    autocomplete_fields = ("region",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change:
            bouger_programme(obj)


class ServiceInline(admin.StackedInline):
    """Taken off here, a service goes to the corbeille of the fresques: never lost at once."""

    model = Service
    extra = 0

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).presents()  # type: ignore[attr-defined]


class EtablissementForm(forms.ModelForm):
    def clean_finess(self) -> str:
        """Of two rows with one number, none is found again: nor by a file, nor by the console."""
        finess = self.cleaned_data["finess"]
        tous = Etablissement.objects.sans_projet("un n° FINESS n’est qu’à un établissement")
        autres = tous.filter(finess=finess).exclude(pk=self.instance.pk)
        if finess and "finess" in self.changed_data and autres.exists():
            raise forms.ValidationError("Un autre établissement porte ce numéro.")
        return finess


@admin.register(Etablissement)
class EtablissementAdmin(Echangeable, AvecMemoire):
    resource_classes = [EtablissementRessource]
    form = EtablissementForm
    borne = "region"
    list_display = ("nom", "type", "departement", "region", "confirme")
    list_filter = ("confirme",)
    search_fields = ("nom", "commune", "finess")
    autocomplete_fields = ("region",)
    inlines = (ServiceInline,)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        noter_etablissement(compte_de(request), form.instance, form)
        super().save_related(request, form, formsets, change)
        bouger_etablissement(form.instance)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Its row of the portefeuille goes with it: nobody takes one off by hand."""
        partent, nombres, interdits, tenus = super().get_deleted_objects(objs, request)
        return partent, nombres, interdits - {Dossier._meta.verbose_name}, tenus

    def delete_model(self, request: HttpRequest, obj: Etablissement) -> None:
        supprimer(obj)

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        ecrire_services(compte_de(request), form.instance, formset)


@admin.register(Service)
class ServiceAdmin(Echangeable, AvecMemoire):
    """All of them, to come in and go out; each is written on the page of its établissement."""

    resource_classes = [ServiceRessource]
    list_display = ("nom", "etablissement", "public", "places")
    ordering = ("etablissement__nom", "etablissement_id", "ordre")
    list_select_related = ("etablissement",)
    search_fields = ("nom", "etablissement__nom")
    fields = readonly_fields = ("etablissement", "nom", "public", "places")
    sans = ("delete",)  # it goes to the corbeille, from the établissement
    ailleurs = "admin:pasapas_etablissement_changelist"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).presents()  # type: ignore[attr-defined]


@admin.register(Mandat)
class MandatAdmin(Echangeable, AvecMemoire):
    """Who is chargé de mission, and where: without one, an adviser opens no fresque."""

    resource_classes = [MandatRessource]

    borne = "region"
    list_display = ("user", "region", "debut", "fin")
    list_filter = ("region",)
    search_fields = ("user__email", "user__prenom", "user__nom", "region__nom")
    autocomplete_fields = ("user", "region")
    list_select_related = ("user", "region")


@admin.register(PageInformation)
class PageInformationAdmin(AvecMemoire):
    """The notice on personal data, the register, the legal mentions: plain text, no HTML."""

    list_display = ("titre", "code", "modifie_le", "a_completer")
    fields = ("code", "titre", "texte")

    @admin.display(description="reste à compléter")
    def a_completer(self, page: PageInformation) -> str:
        return str(reste_a_completer(page.texte) or "")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("code",) if obj else ()

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        aides = {
            "texte": "« # » ouvre un titre, « - » une liste, une ligne vide un paragraphe. "
            "Remplacez chaque passage « [À COMPLÉTER…] » : il se voit sur la page publique."
        }
        return super().get_form(request, obj, **{"help_texts": aides, **kwargs})

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        incompletes = [p.titre for p in PageInformation.objects.all() if reste_a_completer(p.texte)]
        if incompletes and request.method == "GET":
            messages.warning(request, f"À compléter avant d’ouvrir : {', '.join(incompletes)}.")
        return super().get_changelist_instance(request)
