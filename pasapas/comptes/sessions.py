"""How long a session lasts: short for a card or a shared computer, two weeks otherwise.

Only what a person does counts as activity: what the pages ask by themselves does not.
"""

import time
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_removed
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.contrib.sessions.backends.base import UpdateError
from django.db import DatabaseError
from django.dispatch import receiver
from django.http import HttpRequest

from pasapas.comptes import limites, preuves
from pasapas.comptes.interieur import end_other_sessions
from pasapas.models import User

VU = "vu_le"
PARTAGE = "partage"
PAS = 20  # activity is noted once in a twentieth of the time allowed
PAS_MAX = 600  # seconds; also how stale the demand of a second proof may be
# What an open page asks by itself.
DE_FOND = {"fresque:direct", "fresque:morceaux", "fresque:presence"}
# Pages whose own script asks every second or two what changed since ``vu``, at the same address.
SUIVIES = {"diagnostic:seance", "diagnostic:voix", "diagnostic:salle", "fresque:impression"}


def de_fond(request: HttpRequest) -> bool:
    """Whether a page asks this by itself. Opening a séance, or sending something, is a gesture."""
    vue = vue_de(request)
    return vue in DE_FOND or (vue in SUIVIES and _suit(request))


def _suit(request: HttpRequest) -> bool:
    return request.method == "GET" and "HX-Request" in request.headers and "vu" in request.GET


def courte(request: HttpRequest) -> bool:
    """Someone else may sit at this computer next."""
    return preuves.par_carte(request) or bool(request.session.get(PARTAGE))


def duree(request: HttpRequest) -> int:
    """Seconds without activity after which this session is over."""
    return settings.INACTIVITE_COURTE if courte(request) else settings.SESSION_COOKIE_AGE


def finie(request: HttpRequest) -> bool:
    return time.time() - request.session.get(VU, time.time()) > duree(request)


def noter_activite(request: HttpRequest) -> None:
    """Now and then: most pages write nothing. A database that only reads still shows them."""
    pas = min(duree(request) / PAS, PAS_MAX)
    if time.time() - request.session.get(VU, 0) < pas:
        return
    request.session[VU] = int(time.time())
    preuves.evaluer(request, request.user)
    try:
        request.session.save()
    except (DatabaseError, UpdateError):  # Django gives the second one for both
        if request.session.exists(request.session.session_key or ""):
            request.session.modified = False  # else the answer would try again, and fail


def fermer_avec_le_navigateur(request: HttpRequest) -> None:
    """A short session leaves no cookie behind once the browser is closed."""
    request.session.set_expiry(0 if courte(request) else None)


@receiver(user_logged_in)
def ouvrir(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """However one comes in: password, code, card, provider."""
    request.session[VU] = int(time.time())
    preuves.evaluer(request, user)
    fermer_avec_le_navigateur(request)
    if request.META.get("REMOTE_ADDR"):  # a test that logs in by hand comes from nowhere
        request.user = user
        UserSession.objects.create_from_request(request)


@receiver(user_logged_out)
def fermer(request: HttpRequest, **kwargs: Any) -> None:
    """The answer will tell the browser to forget what it kept (``intergiciels``)."""
    request.deconnexion = True  # type: ignore[attr-defined]


@receiver([password_changed, password_set])
def fermer_ailleurs(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Whoever knew the old password is out."""
    end_other_sessions(request, user)


@receiver(password_reset)
def fermer_partout(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """The link received by e-mail proved who it is: earlier tries are forgotten too."""
    limites.oublier(limites.COMPTE.quoi, user.email or "")
    for session in UserSession.objects.filter(user=user):
        session.end()


@receiver(authenticator_removed)
def reevaluer(request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Without it, whoever must have one sets another up at once."""
    preuves.evaluer(request, user)


def entrer(request: HttpRequest, user: User, **marques: str | bool) -> None:
    """Open a session of ``user``, marked before anything looks at it."""
    if request.user.is_authenticated:
        logout(request)
    request.session.update(marques)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])


def vue_de(request: HttpRequest) -> str:
    """The name of the view that answers; empty before one is found."""
    return request.resolver_match.view_name if request.resolver_match else ""
