"""The back office asked for rows whose keys are no keys: said, rather than an error."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, QuerySet
from django.forms import Media, ModelChoiceField
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst


def est_une_cle(cle: Field, valeur: Any) -> bool:
    try:
        cle.run_validators(cle.to_python(valeur))
    except ValidationError:
        return False
    return True


Table: Any = ModelAdmin if TYPE_CHECKING else object


class Choix(AutocompleteSelect):
    """Shown again after a refusal, it looks for the rows that can be. Its list says its name."""

    @property
    def media(self) -> Media:
        return super().media + Media(js=[Script("js/choix.js", type="module")])  # type: ignore[list-item]

    def optgroups(self, name: str, value: list[str], attr: Any = None) -> Any:  # type: ignore[override]
        cle = self.field.remote_field.get_related_field()
        trouvables = [valeur for valeur in value if not valeur or est_une_cle(cle, valeur)]
        return super().optgroups(name, trouvables, attr)


class LignesNommees(Table):
    """Mixed into each ModelAdmin by the site."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Its name, where Django writes « Sélectionnez l’objet … à changer »."""
        titre = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": titre, **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """« Modification de établissement » is not French."""
        nom = self.opts.verbose_name
        dit = {"title": capfirst(nom) if object_id else f"Ajouter : {nom}"}
        en_plus = {**dit, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, en_plus)

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        demandees = request.POST.getlist(ACTION_CHECKBOX_NAME)
        if all(est_une_cle(self.opts.pk, valeur) for valeur in demandees):
            return super().response_action(request, queryset)
        messages.error(request, "Ces lignes n’existent pas.")
        return redirect(request.get_full_path())

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **options: Any
    ) -> ModelChoiceField:
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", Choix(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **options)
