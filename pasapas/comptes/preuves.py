"""Second proofs: who must have one, and what asks for one again.

Whether one is due is worked out at login and now and then (``sessions``), and kept in the
session: no page pays a query for it.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import HttpResponseClientRedirect

from pasapas.comptes.interieur import (
    add_query_params,
    did_recently_reauthenticate,
    get_authentication_records,
)
from pasapas.models import Mandat, Role, User
from pasapas.models.cloison import ouvrir
from pasapas.valeurs.textes import decouper

CLE = "preuve_due"
CHARGE = "charge"
FRAICHEUR = 300  # seconds after coming in during which nothing more is asked
METHODES = {
    "reauthenticate": "Mon mot de passe",
    "mfa_reauthenticate": "Un code de mon application ou de secours",
    "mfa_reauthenticate:webauthn": "Ma clé d’accès",
}
# What someone may open whose second proof is still to be set up.
PERMISES = {
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_list_webauthn",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "account_reauthenticate",
    "account_logout",
    "account_change_password",
    "account_set_password",
}
# allauth asks there for a recent proof, but of an account that has nothing to prove with.
A_PROUVER = {
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_view_recovery_codes",
    "mfa_download_recovery_codes",
}
# What a card does not open: a proof of one's own would outlive the card.
SANS_CARTE = PERMISES - {"account_logout"}


def exigee(user: User) -> bool:
    """Administrateurs and chargés de mission see many establishments: a password is not enough."""
    return user.is_staff or _mandate(user) or _conseille(user)


def _mandate(user: User) -> bool:
    return Mandat.objects.ouverts().filter(user=user).exists()


def _conseille(user: User) -> bool:
    suivies = user.participations.presents().filter(role=Role.CHARGE_DE_MISSION)
    return suivies.exists()


def de(user: User) -> QuerySet[Authenticator]:
    """The second proofs this account has; recovery codes are only a way back to them."""
    return Authenticator.objects.filter(user=user).exclude(type=Authenticator.Type.RECOVERY_CODES)


def evaluer(request: HttpRequest, user: Any) -> None:
    """Note in the session whether this person still has to set up a second proof, and whether a
    mandate brings them to the console."""
    charge = not user.is_staff and _mandate(user)
    request.session[CHARGE] = charge
    due = user.is_staff or charge or _conseille(user)
    request.session[CLE] = due and not de(user).exists()


def charge(request: HttpRequest) -> bool:
    """Whether this person was a chargé de mission a few minutes ago: what asks nothing of the
    database, and is to be asked of it again."""
    return bool(request.session.get(CHARGE))


def due(request: HttpRequest) -> bool:
    """The demonstration shows the demand and does not make it; production refuses to be one."""
    return bool(request.session.get(CLE)) and not settings.DEMO


def vient_d_entrer(request: HttpRequest) -> bool:
    """Whether the way in of this very session is a few minutes old."""
    entrees = get_authentication_records(request, request.user)
    return bool(entrees) and time.time() - entrees[-1]["at"] < FRAICHEUR


def par_carte(request: HttpRequest) -> bool:
    """Someone who came in with an access card: whoever holds the paper is that person."""
    return bool(request.session.get("carte"))


def refuser_la_carte(request: HttpRequest) -> HttpResponse:
    return render(request, "account/carte_refusee.html", status=403)


def sans_rien(request: HttpRequest) -> bool:
    """Nothing to prove with, and came in a while ago: whoever finds this session open is this
    person, and would tie the account to a telephone of their own."""
    methodes = get_adapter(request).get_reauthentication_methods(request.user)
    return not methodes and not vient_d_entrer(request)


def revenir(request: HttpRequest) -> HttpResponse:
    """Coming in again is the only proof they can give."""
    return render(request, "account/revenir.html", {"adresse": page_vue(request)}, status=403)


def preuve_recente(vue: Callable[..., Any]) -> Callable[..., Any]:
    """Decorate a view of a sensitive act: who asks must have just proved who they are.

    Put it under ``porte``, so that strangers get a 404 first. What was posted is kept, and
    done once the proof is given. A person who came in with a card gets a 403 that says why.
    """

    @wraps(vue)
    def exiger(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if par_carte(request):
            return refuser_la_carte(request)
        if vient_d_entrer(request) or _a_prouve(request):
            return vue(request, *args, **kwargs)
        return _demander(request)

    exiger.__dict__["preuve_recente"] = True
    return exiger


def apres_preuve(vue: Callable[..., Any], request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
    """Do this in the back office, which sees every fresque: also from the page of the proof, where
    the wall between them is closed."""

    @preuve_recente
    def faire(request: HttpRequest) -> Any:
        ouvrir()
        return vue(request, *args, **kwargs)

    return faire(request)


def _a_prouve(request: HttpRequest) -> bool:
    """Unlike allauth, an account that has nothing to prove with has proved nothing."""
    methodes = get_adapter(request).get_reauthentication_methods(request.user)
    return bool(methodes) and did_recently_reauthenticate(request)


def _demander(request: HttpRequest) -> HttpResponse:
    methodes = get_adapter(request).get_reauthentication_methods(request.user)
    if not methodes:
        return revenir(request)
    if request.headers.get("HX-Request"):
        adresse = add_query_params(methodes[0]["url"], {"next": page_vue(request)})
        return HttpResponseClientRedirect(adresse)
    raise ReauthenticationRequired


def page_vue(request: HttpRequest) -> str:
    """The page this person was looking at: where to come back after proving or logging in."""
    if request.method != "POST" and not request.headers.get("HX-Request"):
        return request.get_full_path()
    vue = decouper(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if vue.netloc != request.get_host():
        return "/"
    return f"{vue.path}?{vue.query}" if vue.query else vue.path
