"""What a request is refused for before any view had a say: each refusal is a page, in French."""

from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import (
    DisallowedHost,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string
from django.utils.deprecation import MiddlewareMixin

RETOUR = "Revenez à la page précédente : ce que vous y aviez écrit y est sans doute encore."
PAGES = {
    400: (
        "Cette demande ne se lit pas",
        f"L’application n’a pas compris ce qui lui est arrivé. {RETOUR}",
    ),
    405: (
        "Cette adresse ne s’ouvre pas ainsi",
        "Elle sert à un bouton d’une page, ou à rien. Repartez de la page où se trouve ce bouton.",
    ),
    408: (
        "Cette demande a mis trop de temps à arriver",
        f"La connexion s’est sans doute coupée en route. {RETOUR}",
    ),
    411: (
        "Cette demande ne dit pas sa longueur",
        "Un navigateur la dit toujours : le programme qui l’a envoyée doit la dire aussi.",
    ),
    413: (
        "Cet envoi est trop lourd",
        f"Un texte ou un fichier dépasse ce que l’application peut recevoir. {RETOUR}",
    ),
    414: (
        "Cette adresse est trop longue",
        "Vérifiez qu’elle a été copiée telle qu’elle vous a été donnée.",
    ),
    431: (
        "Cette demande est trop chargée",
        "Effacez les cookies de ce site dans votre navigateur, puis connectez-vous à nouveau.",
    ),
    503: (
        "Trop de monde à la fois",
        "Essayez à nouveau dans quelques secondes. Ce qui était enregistré l’est toujours.",
    ),
}
RAISONS: dict[type[Exception], tuple[int, str, str]] = {
    DisallowedHost: (
        400,
        "L’application n’est pas à cette adresse",
        "Son nom n’est pas celui sous lequel elle se présente : vérifiez-le dans le lien que vous "
        "avez reçu, ou demandez-le à qui héberge l’application.",
    ),
    MultiPartParserError: (
        400,
        "Cet envoi est arrivé abîmé",
        f"Un fichier ou un texte s’est coupé en route. {RETOUR} Essayez à nouveau.",
    ),
    RequestDataTooBig: (413, *PAGES[413]),
    SessionInterrupted: (
        400,
        "Vous vous êtes déconnecté entre-temps",
        "Dans un autre onglet, sans doute. Connectez-vous à nouveau, puis recommencez.",
    ),
    TooManyFieldsSent: (413, "Ce formulaire est trop long", f"Il a trop de cases. {RETOUR}"),
    TooManyFilesSent: (413, "Trop de fichiers à la fois", "Envoyez-les l’un après l’autre."),
}


def page(statut: int, titre: str = "", message: str = "") -> HttpResponse:
    """Needs neither session nor account: whatever is wrong with the request, it can be said."""
    if not titre:
        titre, message = PAGES[statut]
    corps = render_to_string("refus.html", {"titre": titre, "message": message})
    return HttpResponse(corps, status=statut, headers={"Cache-Control": "no-store"})


def mauvaise_demande(request: HttpRequest, exception: Exception) -> HttpResponse:
    """``handler400``."""
    for genre, dit in RAISONS.items():
        if isinstance(exception, genre):
            return page(*dit)
    return page(400)


class EnMots(MiddlewareMixin):
    """An answer that only bears a number gets a page that says it."""

    def process_response(self, request: HttpRequest, reponse: HttpResponse) -> HttpResponse:
        if reponse.status_code in PAGES and not reponse.streaming and not reponse.content:
            reponse.content = page(reponse.status_code).content
            reponse.headers["Content-Length"] = str(len(reponse.content))
        return reponse
