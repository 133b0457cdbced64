"""A page left open too long still leads where its person was going, and gives back what they
typed: its token is of another session, or the session is over."""

from collections.abc import Callable, Iterator
from secrets import token_bytes
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import Resolver404, resolve
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme

from pasapas.comptes import preuves
from pasapas.serveur import coffre
from pasapas.valeurs.textes import decouper

# Ways in, that somebody already inside has no use for.
ENTREES = {
    "account_confirm_login_code",
    "account_login",
    "account_request_login_code",
    "carte",
    "inscription",
    "inscription_code",
    "mfa_authenticate",
}
TUS = ("password", "passe", "csrfmiddlewaretoken", "envoi")  # never written in a page
CLE, DE = "envoi", "envoi_de"  # of the form; of the page it was first typed in
MARQUE = 8  # bytes


def cle_d_envoi(compte: int | None) -> UUID:
    """The key of one sending, half of it chance, half the mark of whose page bears it."""
    hasard = token_bytes(16 - MARQUE)
    return UUID(bytes=hasard + _marques(hasard, compte)[0])


def envoi(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """``cle_envoi``: what a form that creates or sends something carries; each has its own."""

    def champ() -> str:
        return format_html(
            '<input type="hidden" name="{}" value="{}">', CLE, cle_d_envoi(request.user.pk)
        )

    return {"cle_envoi": champ}


def _marques(hasard: bytes, compte: int | None) -> list[bytes]:
    dites = coffre.marques("envoi", f"{hasard.hex()} {compte}")
    return [bytes.fromhex(dite)[:MARQUE] for dite in dites]


def _est_d_un_autre(request: HttpRequest) -> bool:
    """The page was of somebody else, who was on this device before: nothing of it is shown to
    whoever is here now, nor sent under their name."""
    try:
        octets = UUID(_de(request)).bytes
    except ValueError:
        return False
    hasard, marque = octets[:-MARQUE], octets[-MARQUE:]
    siens = (request.user.pk, None)  # or of nobody yet
    connue = any(marque in _marques(hasard, compte) for compte in siens)
    return request.user.is_authenticated and not connue


def _de(request: HttpRequest) -> str:
    return request.POST.get(DE) or request.POST.get(CLE, "")


def jeton_refuse(request: HttpRequest, reason: str = "") -> HttpResponse:
    """``CSRF_FAILURE_VIEW``: nothing was done. A second tab of the way in goes where the first
    one went."""
    if request.user.is_authenticated and _vue(request) in ENTREES:
        return redirect(suite(request))
    return page(request)


def suite(request: HttpRequest) -> str:
    """Where the way in was to lead."""
    voulue = request.POST.get("next") or request.GET.get("next", "")
    sure = url_has_allowed_host_and_scheme(
        voulue, {request.get_host()}, require_https=request.is_secure()
    )
    return voulue if sure else resolve_url(settings.LOGIN_REDIRECT_URL)


def page(request: HttpRequest, *, connexion: str = "") -> HttpResponse:
    """``connexion``: where to log in first, when the session is over."""
    autre = _est_d_un_autre(request)
    donnees = {
        "champs": list(_tapes(request)) if vient_d_ici(request) and not autre else [],
        "autre": autre,
        "de": _de(request),
        "chemin": request.get_full_path(),
        "fichiers": bool(request.FILES),
        "retour": preuves.page_vue(request),
        "connexion": connexion,
    }
    return render(request, "403_csrf.html", donnees, status=403)


def est_a_rendre(request: HttpRequest) -> bool:
    """Something was typed in a page of ours, by somebody whose session has just ended. What the
    wall's own script sends is kept by it."""
    par_script = request.headers.get("HX-Request") or "autosave" in request.POST
    eut_une_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    if request.method != "POST" or par_script or not eut_une_session:
        return False
    return vient_d_ici(request) and any(valeur.strip() for _, valeur in _tapes(request))


def vient_d_ici(request: HttpRequest) -> bool:
    """Only what our own pages sent is given back: another site would have it sent by a click."""
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    return decouper(request.headers.get("Origin", "")).netloc == request.get_host()


def _tapes(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for nom, valeurs in request.POST.lists():
        if not any(mot in nom for mot in TUS):
            yield from ((nom, valeur) for valeur in valeurs)


def _vue(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""
