"""Coming in through a provider of identity (OpenID Connect, ProConnect): off unless set up.

What allauth's own client lacks for ProConnect is here: a nonce, and claims signed as a JWT.
"""

import secrets
from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from requests import RequestException

from pasapas.acces.porte import publique
from pasapas.comptes import sessions
from pasapas.comptes.interieur import add_query_params, jwtkit

FOURNISSEUR = "fournisseur"  # the provider's name in the settings
NONCE = "oidc_nonce"
# A provider that is away, or that answers something else than what was agreed.
MAUVAISES_REPONSES = (RequestException, OAuth2Error, ValueError, KeyError, TypeError)


class Adaptateur(OpenIDConnectOAuth2Adapter):
    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """allauth's, then the proofs that the answer is to our question and about one person."""
        login = super().complete_login(request, app, token, **kwargs)
        dits = login.account.extra_data
        jeton, fiche = dits.get("id_token"), dits.get("userinfo")
        if not jeton or jeton.get("nonce") != request.session.pop(NONCE, None):
            raise OAuth2Error("nonce")
        if fiche and fiche.get("sub") != jeton.get("sub"):
            raise OAuth2Error("sub")
        # Small letters, which allauth writes, make « K » (U+212A) a k: somebody else's address.
        if not all(str(d.get("email", "")).isascii() for d in (jeton, fiche or {})):
            raise OAuth2Error("email")
        login.account.extra_data = {}  # who this person is elsewhere is not kept
        return login

    def _fetch_user_info(self, access_token: str) -> dict:
        """The claims, as JSON or, from ProConnect, as a signed JWT."""
        with get_adapter().get_requests_session() as prise:
            reponse = prise.get(
                self.profile_url, headers={"Authorization": f"Bearer {access_token}"}
            )
            reponse.raise_for_status()
        if "jwt" not in reponse.headers.get("Content-Type", ""):
            return reponse.json()
        return jwtkit.verify_and_decode(
            credential=reponse.text,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=self.get_provider().app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )


@publique
@require_POST
def choisir(request: HttpRequest, provider_id: str) -> HttpResponse:
    """The login page says whether the computer is shared; then the browser leaves by itself.

    Not by a redirection: browsers refuse that a form of ours ends at somebody else's (CSP).
    Who is in already said it on coming in: a form sent again does not make the session longer.
    """
    if request.user.is_authenticated:
        return redirect(get_next_redirect_url(request) or "/")
    request.session[sessions.PARTAGE] = bool(request.POST.get("partage"))
    adresse, vers = reverse("openid_connect_login", args=[provider_id]), {}
    if suite := get_next_redirect_url(request):
        vers = {REDIRECT_FIELD_NAME: suite}
    adresse = add_query_params(adresse, vers)
    reponse = render(request, "socialaccount/depart.html", {"adresse": adresse})
    reponse["Refresh"] = f"0; url={adresse}"
    return reponse


@publique
@require_safe
def partir(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send this person to the provider, with a question that only this browser has asked."""
    provider = Adaptateur(request, FOURNISSEUR).get_provider()
    request.session[NONCE] = secrets.token_urlsafe(24)
    try:
        return provider.redirect(
            request,
            process="login",
            next_url=get_next_redirect_url(request),
            auth_params={**provider.get_auth_params(), "nonce": request.session[NONCE]},
        )
    except MAUVAISES_REPONSES as erreur:
        return render_authentication_error(request, provider, exception=erreur)


@publique
@require_safe
def revenir(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider. A proven address opens the account that bears it, or nothing."""
    adaptateur = Adaptateur(request, FOURNISSEUR)
    try:
        return OAuth2CallbackView.adapter_view(adaptateur)(request)
    except MAUVAISES_REPONSES as erreur:
        return render_authentication_error(request, adaptateur.get_provider(), exception=erreur)
