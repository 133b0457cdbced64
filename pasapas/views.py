"""What no fresque answers for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from pasapas.acces.porte import publique


@require_safe
@publique
def icone(request: HttpRequest) -> HttpResponse:
    """What a browser asks for beside a page that names no icon: a PDF, a file."""
    return redirect(static("img/marque.svg"))
