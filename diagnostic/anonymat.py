"""Between the server and a recueil, or the page of a poster: what could tell who answers is taken
off at the door.

First of all middleware, so that nothing behind it, ours or a package's, can tie an answer to a
session, an account, an address or a device (docs/adr/0012-recueil-anonyme.md).
"""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from diagnostic.campagnes.recueil import COOKIE
from pasapas.acces.porte import SURES
from pasapas.serveur.indisponible import est_panne
from pasapas.serveur.journaux import lieux, natures
from pasapas.serveur.numero import SANS_COMPTE
from pasapas.valeurs.textes import decouper

TRACES = (
    "HTTP_USER_AGENT",
    "HTTP_REFERER",
    "HTTP_X_FORWARDED_FOR",
    "HTTP_X_REAL_IP",
    "HTTP_FORWARDED",
    "HTTP_ACCEPT_LANGUAGE",
    "REMOTE_HOST",
)
JOURNAUX = ("django.request", "django.server", "django.security.csrf")


class SansRecueil(logging.Filter):
    """No line of a log says who was answering what: no address of a page, no value.

    An error is told all the same, for whoever repairs it: its kind, and where in the program.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        chemin = getattr(getattr(record, "request", None), "path", "")
        dit = f"{chemin} {record.getMessage()}".lower()
        if not any(prefixe in dit for prefixe in SANS_COMPTE):
            return True
        if record.levelno < logging.ERROR:
            return False
        erreur = record.exc_info[1] if record.exc_info else None
        nature = f" : {natures(erreur)}" if erreur else ""
        record.msg, record.args = f"Erreur sur une page sans compte{nature}", ()
        panne = est_panne(erreur)  # one line of the log is enough
        record.exc_text = None if panne or erreur is None else lieux(erreur)
        record.exc_info = record.stack_info = record.request = None
        return True


class RecueilSansTrace:
    """Below these addresses a request has no session, no network address and no cookie but, in a
    recueil, the device's key."""

    def __init__(self, suite: Callable[[HttpRequest], HttpResponse]) -> None:
        self.suite = suite
        for nom in JOURNAUX:
            journal = logging.getLogger(nom)
            if not any(isinstance(filtre, SansRecueil) for filtre in journal.filters):
                journal.addFilter(SansRecueil())

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.lower().startswith(SANS_COMPTE):
            return self.suite(request)
        request.etranger = request.method not in SURES and not meme_origine(request)  # type: ignore[attr-defined]
        oublier(request)
        return taire(self.suite(request))


def meme_origine(request: HttpRequest) -> bool:
    """Whether a form was sent by one of our own pages, as far as the browser tells."""
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site in {"same-origin", "none"}
    origine = request.META.get("HTTP_ORIGIN")
    return origine is None or decouper(origine).netloc == request.get_host()


def oublier(request: HttpRequest) -> None:
    """Take off the request everything that tells one person from another."""
    gardes = {nom: valeur for nom, valeur in request.COOKIES.items() if nom == COOKIE}
    request.COOKIES = gardes
    request.META["HTTP_COOKIE"] = "; ".join(f"{nom}={valeur}" for nom, valeur in gardes.items())
    for nom in TRACES:
        request.META.pop(nom, None)
    request.META["REMOTE_ADDR"] = ""


def taire(reponse: HttpResponse) -> HttpResponse:
    """Nothing is kept by the browser or on the way, and no cookie but ours is set."""
    for nom in set(reponse.cookies) - {COOKIE}:
        del reponse.cookies[nom]
    reponse.headers["Cache-Control"] = "no-store, private"
    reponse.headers["Referrer-Policy"] = "same-origin"
    reponse.headers["X-Robots-Tag"] = "noindex, nofollow"
    return reponse
