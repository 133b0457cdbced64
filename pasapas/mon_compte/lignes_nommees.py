"""The back office asked for rows whose keys are no keys: said, rather than an error."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class LignesNommees:
    """Mixed into each ModelAdmin by the site."""

    def response_action(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        cle: Any = self.opts.pk
        try:
            for valeur in request.POST.getlist(ACTION_CHECKBOX_NAME):
                cle.run_validators(cle.to_python(valeur))
        except ValidationError:
            messages.error(request, "Ces lignes n’existent pas.")
            return redirect(request.get_full_path())
        return super().response_action(request, queryset)
