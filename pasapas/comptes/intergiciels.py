"""What every request goes through on its way in and out: idle sessions, second proofs, headers."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.deprecation import MiddlewareMixin

from pasapas.comptes import expirees, preuves, sessions

OUTILS = [
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
]
PERMISSIONS = ", ".join([f"{outil}=()" for outil in OUTILS]) + (
    ", publickey-credentials-create=(self), publickey-credentials-get=(self)"
)


class Entetes(MiddlewareMixin):
    """Nothing of ours is kept by a browser or a proxy; files of style and script are elsewhere."""

    def process_response(self, request: HttpRequest, reponse: HttpResponse) -> HttpResponse:
        if "no-store" not in reponse.headers.get("Cache-Control", ""):
            reponse.headers["Cache-Control"] = "no-store, private"
        reponse.headers.setdefault("Permissions-Policy", PERMISSIONS)
        reponse.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if getattr(request, "deconnexion", False):
            reponse.headers["Clear-Site-Data"] = '"cache", "storage"'
        return reponse


class Inactivite(MiddlewareMixin):
    """A session left alone is over. Drafts stay in the browser: the person may come back."""

    def process_request(self, request: HttpRequest) -> None:
        request.inactivite = 0  # type: ignore[attr-defined]
        if request.user.is_authenticated:
            if sessions.finie(request):
                self._finir(request)
            elif sessions.courte(request):
                request.inactivite = sessions.duree(request)  # type: ignore[attr-defined]

    def process_view(self, request: HttpRequest, *args: Any) -> None:
        if request.user.is_authenticated and not sessions.de_fond(request):
            sessions.noter_activite(request)

    def _finir(self, request: HttpRequest) -> None:
        minutes = sessions.duree(request) // 60
        logout(request)
        request.deconnexion = False  # type: ignore[attr-defined]
        attente = f"{minutes} minutes" if minutes < 120 else f"{minutes // 1440} jours"
        messages.warning(
            request,
            f"Vous avez été déconnecté après {attente} sans activité. Connectez-vous à nouveau : "
            "vous reviendrez à la même page, et un texte en cours sera repris.",
        )


class ConnexionRequise(LoginRequiredMiddleware):
    """After logging in one comes back to a page, never to an address that only takes posts."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        vers = redirect_to_login(
            preuves.page_vue(request), self.get_login_url(view_func), REDIRECT_FIELD_NAME
        )
        if expirees.est_a_rendre(request):
            return expirees.page(request, connexion=vers.url)
        return vers


class SecondePreuve(MiddlewareMixin):
    """Until it is set up, whoever must have a second proof opens nothing but its pages."""

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        if not request.user.is_authenticated:
            return None
        adresse = sessions.vue_de(request)
        if preuves.par_carte(request) and adresse in preuves.SANS_CARTE:
            return preuves.refuser_la_carte(request)
        if adresse in preuves.A_PROUVER and preuves.sans_rien(request):
            return preuves.revenir(request)
        if preuves.due(request) and adresse not in preuves.PERMISES:
            preuves.evaluer(request, request.user)  # it may just have been set up
            return redirect("mfa_index") if preuves.due(request) else None
        return None
