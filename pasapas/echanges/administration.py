"""Import and export in the pages of a table, as the users of django-import-export expect them."""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from import_export.admin import ExportActionMixin, ImportExportModelAdmin
from import_export.results import RowResult
from import_export.tmp_storages import MediaStorage

from pasapas.acces.mandats import regions_suivies
from pasapas.echanges.apercu import apercu
from pasapas.echanges.formats import FORMATS
from pasapas.echanges.formulaires import AccordForm, FichierForm, SortieForm
from pasapas.echanges.ressource import tout_ou_rien
from pasapas.ecriture.administration import compte_de
from pasapas.lecture.messages import RapportErreurs

PREFIXE, UN_JOUR = "echange-", timedelta(days=1)
IMPORTE = {
    RowResult.IMPORT_TYPE_NEW: (ADDITION, "Importé d’un fichier"),
    RowResult.IMPORT_TYPE_UPDATE: (CHANGE, "Changé par un import"),
}
CHANGE_ENTRE_TEMPS = (
    "Rien n’a été écrit : quelque chose a changé depuis l’aperçu. Redonnez le fichier."
)


class Depot(MediaStorage):
    """Between the preview and the import: a file of ours alone, where every node finds it
    (``STORAGES["import_export"]``), forgotten the next day."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs, MEDIA_FOLDER=None)

    def save(self, data: bytes) -> None:
        self._oublier_les_vieux()
        self.name = f"{PREFIXE}{uuid4().hex}"
        super().save(data)

    def _oublier_les_vieux(self) -> None:
        limite = timezone.now() - UN_JOUR
        with suppress(OSError):  # nobody came before, or another node has just cleared it
            for nom in self._storage.listdir("")[1]:
                if self._storage.get_modified_time(nom) < limite:
                    self._storage.delete(nom)


class Echangeable(ExportActionMixin, ImportExportModelAdmin):
    """``resource_classes``: what comes in and goes out. A chargé de mission sees and touches the
    rows of their regions, here as on the list."""

    formats = FORMATS
    import_form_class = FichierForm
    confirm_form_class = AccordForm
    export_form_class = SortieForm
    tmp_storage_class = Depot
    import_template_name = "admin/echanges/importer.html"
    export_template_name = "admin/echanges/exporter.html"
    import_error_display = ("message",)
    show_change_form_export = False
    change_form_template: Any = None

    def has_import_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_add_permission(request) and self.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        return bool(self.has_view_permission(request))

    def get_actions(self, request: HttpRequest) -> Any:
        """The library's own words are not French."""
        actions = super().get_actions(request)
        if "export_admin_action" in actions:
            faire, nom, _ = actions["export_admin_action"]
            actions["export_admin_action"] = (faire, nom, "Exporter les lignes choisies")
        return actions

    def get_valid_export_item_pks(self, request: HttpRequest) -> Sequence[Any]:
        return list(self.get_export_queryset(request).values_list("pk", flat=True))

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"regions": regions_suivies(request)}

    def get_export_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        return {"regions": regions_suivies(request)}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "rollback_on_validation_errors": True,
            "retain_instance_in_row_result": True,
        }

    def get_import_formats(self) -> list[Any]:
        """They look for our headings, below a title or on another sheet."""
        titres = {t for une in self.resource_classes for t in une.titres()}
        return [type(un.__name__, (un,), {"titres": titres}) for un in self.formats]

    def add_data_read_fail_error_to_form(self, form: Any, e: Exception) -> None:
        dits = [une.message for une in e.erreurs[:3]] if isinstance(e, RapportErreurs) else []
        dit = " ; ".join(dits) or "ce fichier ne se lit pas"
        form.add_error("import_file", f"{dit[:1].upper()}{dit[1:]}.")

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The preview; nothing of it is written."""
        reponse = super().import_action(request, **kwargs)
        donnees = getattr(reponse, "context_data", None)
        if donnees is None:
            return reponse
        form, resultat = donnees["form"], donnees.get("result")
        donnees |= {"title": self._titre_d_echange("Importer"), "subtitle": None}
        donnees["fields_list"] = self._colonnes(self.get_import_resource_classes(request))
        if resultat is not None:
            donnees["apercu"] = apercu(resultat, resultat.ressource, resultat.lu)
            donnees["fichier"] = form.cleaned_data["import_file"].name
            if not donnees["apercu"].possible:
                donnees.pop("confirm_form", None)
                reponse.status_code = 422
        elif form.is_bound:
            reponse.status_code = 422
        return reponse

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method == "POST" and not self.create_confirm_form(request).is_valid():
            messages.error(request, "Redonnez le fichier.")
            return redirect(self._page_d_echange("import"))
        prouver = getattr(self, "_prouver", None)  # accounts and mandates ask for a proof
        faire = super().process_import
        try:
            return prouver(faire, request, **kwargs) if prouver else faire(request, **kwargs)
        except FileNotFoundError:
            messages.error(request, "Ce fichier n’est plus là : redonnez-le.")
            return redirect(self._page_d_echange("import"))

    def process_dataset(self, dataset: Any, form: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Every row or none."""
        ressource = self.choose_import_resource_class(form, request)(
            **self.get_import_resource_kwargs(request)
        )
        nom = form.cleaned_data.get("original_file_name")
        options = {"file_name": nom, "user": request.user, "retain_instance_in_row_result": True}
        return tout_ou_rien(ressource, dataset, **options)

    def process_result(self, result: Any, request: HttpRequest) -> HttpResponse:
        if result.has_errors() or result.has_validation_errors():
            messages.error(request, CHANGE_ENTRE_TEMPS)
            return redirect(self._page_d_echange("import"))
        self.generate_log_entries(result, request)
        neuves, changees, memes = (
            result.totals[genre]
            for genre in (
                RowResult.IMPORT_TYPE_NEW,
                RowResult.IMPORT_TYPE_UPDATE,
                RowResult.IMPORT_TYPE_SKIP,
            )
        )
        dit = f"Import terminé. Nouvelles : {neuves}, changées : {changees}, identiques : {memes}."
        messages.success(request, dit)
        return redirect(self._page_d_echange("changelist"))

    def generate_log_entries(self, result: Any, request: HttpRequest) -> None:
        """What was imported is in the history of each row."""
        for genre, (geste, dit) in IMPORTE.items():
            lignes = [une.instance for une in result if une.import_type == genre]
            LogEntry.objects.log_actions(compte_de(request).pk, lignes, geste, dit)

    def export_action(self, request: HttpRequest) -> HttpResponse:
        try:
            reponse = super().export_action(request)
        except IncorrectLookupParameters:  # a filter that nobody knows: the whole list
            return redirect(request.path)
        donnees = getattr(reponse, "context_data", None)
        if donnees is not None:
            donnees |= {"title": self._titre_d_echange("Exporter"), "subtitle": None}
            donnees["fields_list"] = self._colonnes(self.get_export_resource_classes(request))
        return reponse

    def get_export_filename(self, request: HttpRequest, queryset: Any, file_format: Any) -> str:
        return f"{self.opts.model_name}s-{time.strftime('%Y-%m-%d')}.{file_format.extension}"

    def _colonnes(self, ressources: Sequence[Any]) -> list[tuple[str, list[str]]]:
        """Their titles, as a file bears them."""
        toutes = [une() for une in ressources]
        return [(une.get_display_name(), une.get_export_headers()) for une in toutes]

    def _titre_d_echange(self, geste: str) -> str:
        return f"{geste} : {self.opts.verbose_name_plural}"

    def _page_d_echange(self, page: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
