"""What no fresque answers for."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from pasapas.acces.porte import publique
from pasapas.serveur.contexte import BISCUIT, CONFORTS, conforts

UN_AN = 365 * 24 * 60 * 60  # seconds


@require_safe
@publique
def icone(request: HttpRequest) -> HttpResponse:
    """What a browser asks for beside a page that names no icon: a PDF, a file."""
    return redirect(static("img/marque.svg"))


@require_POST
@publique
def confort(request: HttpRequest) -> HttpResponse:
    """Turn larger text, or stronger contrast, on or off: kept on this device, whoever uses it, and
    in no database. Then back to the page one was reading."""
    voulus = set(conforts(request)) ^ ({request.POST.get("basculer", "")} & set(CONFORTS))
    reponse = redirect(_la_page_lue(request))
    if not voulus:
        reponse.delete_cookie(BISCUIT, samesite="Lax")
        return reponse
    reponse.set_cookie(
        BISCUIT,
        "-".join(sorted(voulus)),
        max_age=UN_AN,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return reponse


def _la_page_lue(request: HttpRequest) -> str:
    """Where the gesture came from, when that is a page of ours."""
    venu = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(venu, {request.get_host()}, request.is_secure()):
        return resolve_url("accueil")
    adresse = urlsplit(venu)
    return adresse.path + (f"?{adresse.query}" if adresse.query else "")
