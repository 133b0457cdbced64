"""The application's addresses, after one trivial page: same server, same middleware."""

import os

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


@login_not_required
def triviale(request: HttpRequest) -> HttpResponse:
    """A few bytes, no template, no query: the number of the process that answers."""
    return HttpResponse(str(os.getpid()), content_type="text/plain")


urlpatterns = [
    path("triviale/", triviale),
    path("", include("pasapas.urls")),
]
