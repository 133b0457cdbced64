"""Rights as an administrateur gives them: « Établissements : voir », for what one can open."""

from typing import Any

from django.apps import apps
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest

from pasapas.ecriture.forms import ChoixMultiples

GESTES = {"view": "voir", "add": "ajouter", "change": "modifier", "delete": "supprimer"}
SANS_TABLE_ICI = ("diagnostic.Questionnaire",)  # it has pages of its own


def droits_a_donner(site: AdminSite) -> QuerySet[Permission]:
    """The rights that open something: on its tables, and on what has its own pages."""
    ouvre, tables = Q(pk=None), filter(site.is_registered, apps.get_models())
    for table in (*tables, *map(apps.get_model, SANS_TABLE_ICI)):
        meta = table._meta
        ouvre |= Q(content_type__app_label=meta.app_label, content_type__model=meta.model_name)
    return Permission.objects.filter(ouvre).select_related("content_type")


class Coches(CheckboxSelectMultiple):
    """Boxes to tick: Django's two lists say things that no screen reader may be told."""


class ChoixDeDroits(ChoixMultiples):
    def label_from_instance(self, droit: Any) -> str:
        table = droit.content_type.model_class()
        geste, _, _ = droit.codename.partition("_")
        if table is None or geste not in GESTES:
            return str(droit.name)
        nom = NOMS.get(table._meta.label) or str(table._meta.verbose_name_plural)
        return f"{nom[:1].upper()}{nom[1:]}\u00a0: {GESTES[geste]}"


class AvecDroits(ModelAdmin):
    """Rights are said in French, and those that open nothing are left out."""

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.remote_field.model is Permission:
            kwargs |= {"form_class": ChoixDeDroits, "queryset": droits_a_donner(self.admin_site)}
        kwargs["widget"] = Coches
        return super().formfield_for_manytomany(db_field, request, **kwargs)


NOMS = {"mfa.Authenticator": "vérifications en deux étapes", "auth.Group": "groupes"}
