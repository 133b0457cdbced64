"""The application's addresses, after one trivial page: same server, same middleware."""

import os

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from pasapas.acces.porte import ProjetRequest, porte, publique


@publique
def triviale(request: HttpRequest) -> HttpResponse:
    """A few bytes, no template, no query: the number of the process that answers."""
    return HttpResponse(str(os.getpid()), content_type="text/plain")


@porte()
def porte_seule(request: ProjetRequest) -> HttpResponse:
    """The same few bytes, for someone logged in who may see this fresque: the door and no more."""
    return triviale(request)


urlpatterns = [
    path("projets/<slug:slug>/triviale/", porte_seule),
    path("triviale/", triviale),
    path("", include("pasapas.urls")),
]
