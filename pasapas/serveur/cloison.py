"""The wall between fresques is closed for each request, but in the back office."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from pasapas.acces.adresses import ADMINISTRATION, acces_de
from pasapas.models.cloison import cloison, ouvrir


class Cloison:
    """First of the middlewares that read the database: see ``pasapas.models.cloison``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with cloison():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, vue: Callable[..., HttpResponse], args: Any, kwargs: Any
    ) -> None:
        trouve = request.resolver_match
        if trouve and acces_de(trouve.view_name, vue) == ADMINISTRATION:
            ouvrir()
