"""Requests as the page servers read them: what no page could answer is settled before them all."""

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponseBase
from django.utils.http import parse_header_parameters

from pasapas.serveur.numero import ENTETE, numeroter


class Requete(WSGIRequest):
    """Forms come in UTF-8: another alphabet that a sender names is not looked for.

    Some of those Python knows are no alphabets at all, and end in an error outside of any page.
    """

    def _set_content_type_params(self, meta: dict[str, str]) -> None:
        genre = meta.get("CONTENT_TYPE", "")
        self.content_type, self.content_params = parse_header_parameters(genre)


class Application(WSGIHandler):
    request_class = Requete

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        """Around every middleware: their refusals are logged under the number too, and so is the
        visit, which the server writes once all is sent."""
        dit = numeroter(request.path_info, request.headers.get(ENTETE, ""))
        reponse = super().get_response(request)
        reponse.headers[ENTETE] = dit
        return reponse
