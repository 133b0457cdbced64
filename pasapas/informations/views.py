"""Anyone may read what becomes of their data, with or without an account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from pasapas.acces.porte import publique
from pasapas.informations.rendu import blocs, reste_a_completer
from pasapas.models import PageInformation

COMPLETER = "pasapas.change_pageinformation"


@require_safe
@publique
def lire(request: HttpRequest, code: str) -> HttpResponse:
    page = get_object_or_404(PageInformation, code=code)
    donnees = {
        "page": page,
        "blocs": blocs(page.texte),
        "a_completer": request.user.has_perm(COMPLETER) and reste_a_completer(page.texte),
    }
    return render(request, "donnees/information.html", donnees)
