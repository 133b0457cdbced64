"""What the back office opens to a chargé de mission: the rows of the regions they follow today,
with the rights their groups give, and nothing else. Whoever administers is bounded by no region.
"""

from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, QuerySet
from django.forms import ModelChoiceField
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path

from pasapas.acces.mandats import regions_suivies
from pasapas.mon_compte.lignes_nommees import Table

ABSENTE = "Aucune page à cette adresse."


class Bornee(Table):
    """Mixed into each ModelAdmin by the site. ``borne``: the path from a row to its region; a
    table that has none is closed to chargés de mission, whatever their groups say. ``sans``: what
    nobody does there, among « add », « change » and « delete »."""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        lignes = super().get_queryset(request)
        suivies = regions_suivies(request)
        if suivies is None:
            return lignes
        borne = getattr(self, "borne", "")
        return lignes.filter(**{f"{borne}__in": suivies}) if borne else lignes.none()

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """An address that names no field is about the key: Django looks for one named ''."""
        return super().get_object(request, object_id, from_field or None)

    def _ouverte(self, request: HttpRequest, geste: str = "view") -> bool:
        sans = geste in getattr(self, "sans", ())
        return not sans and (regions_suivies(request) is None or bool(getattr(self, "borne", "")))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self._ouverte(request) and super().has_module_permission(request)

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return self._ouverte(request, "add") and super().has_add_permission(request, *args)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._ouverte(request) and super().has_view_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._ouverte(request, "change") and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._ouverte(request, "delete") and super().has_delete_permission(request, obj)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **options: Any
    ) -> ModelChoiceField:
        """What one may not see, one may not choose either."""
        vers = db_field.remote_field.model
        if regions_suivies(request) is not None and self.admin_site.is_registered(vers):
            lignes = self.admin_site.get_model_admin(vers).get_queryset(request)
            options.setdefault("queryset", lignes)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def get_urls(self) -> list[Any]:
        """Django leads from the address of a row to its page before it looks for the row."""
        *pages, _ = super().get_urls()
        return [*pages, path("<path:object_id>/", self.admin_site.admin_view(self._mener))]

    def _mener(self, request: HttpRequest, object_id: str) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        ligne = self.get_object(request, unquote(object_id))
        if ligne is None:
            raise Http404(ABSENTE)
        meta = self.opts
        return redirect(f"admin:{meta.app_label}_{meta.model_name}_change", object_id)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Django goes back to the index and says which key was asked for."""
        raise Http404(ABSENTE)
