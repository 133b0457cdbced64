"""The portefeuille and the page of an établissement, inside Django's administration."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from fresque.console.fil import page
from fresque.console.filtres import FILTRES
from fresque.console.forms import EchangeForm, GarderForm, NotesForm
from fresque.console.lignes import lignes
from fresque.console.liste import Liste
from fresque.console.operations import (
    accompagnement_de,
    ecrire_notes,
    garder_filtre,
    noter_echange,
    oublier_filtre,
)
from fresque.console.pages import PagesRendezVous
from fresque.console.raisons import Raison, regle
from pasapas.acces.mandats import regions_suivies
from pasapas.ecriture.administration import compte_de
from pasapas.models import Accompagnement, Dossier, Programme

FUSION = (
    "Une autre personne a écrit en même temps dans les notes : les deux textes ont été réunis. "
    "Relisez-les."
)
LISTE = "admin:pasapas_dossier_changelist"


@admin.register(Dossier)
class DossierAdmin(PagesRendezVous):
    """Rows are kept by what is written elsewhere: none is added, changed or deleted by hand."""

    borne = "region"
    absente = "Aucun établissement à cette adresse."
    sans = ("add", "delete")
    fieldsets = ((None, {"fields": ()}),)
    list_filter = FILTRES
    list_per_page = 25
    show_full_result_count = False
    search_fields = ("cherche",)
    change_list_template = "admin/pasapas/dossier/change_list.html"
    actions = ("appeles",)

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those of the regions one follows, in words that a database reads in their order."""
        tous = Dossier.objects.sans_projet("ceux des régions de qui regarde")
        return tous.vus_par(request.user.pk, regions_suivies(request))

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[Liste]:
        return Liste

    def get_urls(self) -> list[URLPattern]:
        return [
            self.adresser("filtres/garder/", self.garder, "garder"),
            self.adresser("filtres/oublier/", self.oublier, "oublier"),
            self.adresser("<path:object_id>/noter/", self.noter, "noter"),
            self.adresser("<path:object_id>/notes/", self.notes, "notes"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        en_plus = {
            "title": "Portefeuille",
            "subtitle": None,
            "regles": [(raison.titre, regle(raison, Programme())) for raison in Raison],
            "garder": GarderForm(prefix="garder"),
        }
        return super().changelist_view(request, {**(extra_context or {}), **en_plus})

    # One établissement
    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            raise Http404(self.absente)
        return self._montrer(request, self.ligne(request, object_id))

    def noter(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Note a call, a visit: the row moves to « on attend »."""
        dossier, suivi = self._suivi(request, object_id)
        form = EchangeForm(request.POST, ici=dossier.etablissement.aujourd_hui)
        if not form.is_valid():
            return self._montrer(request, dossier, echange=form)
        noter_echange(compte_de(request), suivi, **form.cleaned_data)
        messages.success(request, "C’est noté.")
        return redirect("admin:pasapas_dossier_change", dossier.pk)

    def notes(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Private notes: two advisers who write at once lose nothing."""
        dossier, suivi = self._suivi(request, object_id)
        form = NotesForm(request.POST)
        if not form.is_valid():
            return self._montrer(request, dossier, notes=form)
        dit = form.cleaned_data
        depart = dit["depart"].replace("\r\n", "\n")
        faites = ecrire_notes(compte_de(request), suivi, depart, dit["notes_privees"])
        messages.add_message(
            request,
            messages.WARNING if faites.fusion else messages.SUCCESS,
            FUSION if faites.fusion else "Notes enregistrées.",
        )
        return redirect("admin:pasapas_dossier_change", dossier.pk)

    @method_decorator(require_POST)
    def garder(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = GarderForm(request.POST, prefix="garder")
        if form.is_valid():
            dit = form.cleaned_data
            garde = garder_filtre(
                compte_de(request), dit["nom"], dit["requete"], equipe=dit["equipe"]
            )
            messages.success(request, f"Filtre « {garde.nom} » gardé.")
            return redirect(f"{reverse(LISTE)}?{garde.requete}")
        messages.error(request, "Donnez un nom à ce filtre, de 60 signes au plus.")
        return redirect(LISTE)

    @method_decorator(require_POST)
    def oublier(self, request: HttpRequest) -> HttpResponse:
        cle = request.POST.get("filtre", "")
        if not (cle.isdecimal() and len(cle) < 18):
            raise Http404(self.absente)
        if not oublier_filtre(compte_de(request), int(cle)):
            raise Http404(self.absente)
        messages.success(request, "Filtre oublié.")
        return redirect(LISTE)

    @admin.action(description="Noter un appel, aujourd’hui", permissions=["change"])
    def appeles(self, request: HttpRequest, dossiers: Any) -> None:
        faits, sans = 0, 0
        for dossier in dossiers.select_related("etablissement__region", "projet"):
            suivi = accompagnement_de(dossier)
            if suivi is None:
                sans += 1
                continue
            ici = dossier.etablissement.aujourd_hui
            noter_echange(compte_de(request), suivi, type="appel", date=ici)
            faits += 1
        if faits:
            messages.success(request, f"Appels notés : {faits}. On attend leur réponse.")
        if sans:
            messages.warning(request, f"Sans accompagnement, donc sans note : {sans}.")

    def _suivi(self, request: HttpRequest, object_id: str) -> tuple[Dossier, Accompagnement]:
        """One that is followed, to be written in."""
        dossier = self.a_ecrire(request, object_id)
        suivi = accompagnement_de(dossier)
        if suivi is None:
            raise Http404(self.absente)
        return dossier, suivi

    def _montrer(self, request: HttpRequest, dossier: Any, **refuses: Any) -> HttpResponse:
        suivi = accompagnement_de(dossier)
        [vue] = lignes([dossier.palier])
        ici = vue.aujourd_hui
        notes = suivi.notes_privees if suivi else ""
        donnees = {
            "original": dossier,
            "page": page(vue, request.user, suivi),
            "ecrit": suivi is not None and self.has_change_permission(request, dossier),
            "echange": EchangeForm(ici=ici),
            "notes": NotesForm(initial={"depart": notes, "notes_privees": notes}),
            **refuses,
        }
        return self.page(request, "pasapas/dossier/page", vue.nom, refusee=bool(refuses), **donnees)
