"""A form sent twice is done once, and answers as the first time.

Forms that create or send something carry a key (``{{ cle_envoi }}``). It is kept in the
transaction of what the form does: both are there, or neither; a second sending waits for the
first, then leads where it led and says what it said. Only an answer that leads elsewhere is a
deed done: a form shown again, with what is wrong in it, leaves nothing.
"""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.messages import add_message, get_messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

from pasapas.comptes.expirees import CLE
from pasapas.models import Recu

HORS = {"csrfmiddlewaretoken"}
# Whoever is sent there has done nothing yet: what they posted is kept, and comes afterwards.
PREUVES = {
    "account_login",
    "account_reauthenticate",
    "mfa_authenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}


class UneSeuleFois:
    """The innermost of the middlewares: what it holds is the view, and its errors made pages."""

    def __init__(self, suite: Callable[[HttpRequest], HttpResponse]) -> None:
        self.suite = suite

    def __call__(self, request: HttpRequest) -> HttpResponse:
        cle = _cle(request) if request.method == "POST" else ""
        if not cle:
            return self.suite(request)
        with transaction.atomic():
            recu, neuf = Recu.objects.get_or_create(
                cle=cle, defaults={"compte_id": request.user.pk}
            )
            return self._faire(request, recu) if neuf else _repondre_encore(request, recu)

    def _faire(self, request: HttpRequest, recu: Recu) -> HttpResponse:
        avant = _qui(request)
        reponse = self.suite(request)
        if reponse.status_code >= 500 or connection.needs_rollback:
            transaction.set_rollback(True)
        elif _est_fait(reponse) and _qui(request) == avant:
            adresse = reponse.headers["Location"]
            avis = [[un.level, str(un.message), un.extra_tags] for un in _avis(request)]
            Recu.objects.filter(pk=recu.pk).update(adresse=adresse, avis=avis)
        else:
            recu.delete()
        return reponse


def _cle(request: HttpRequest) -> str:
    """Empty for a form that carries no key, or one that is none."""
    try:
        cle = UUID(request.POST.get(CLE, "")).hex
    except ValueError:
        return ""
    dit = hashlib.sha256("\0".join([cle, request.path, *map(str, _qui(request))]).encode())
    for nom, valeurs in sorted(request.POST.lists()):
        if nom not in HORS:
            dit.update(repr((nom, valeurs)).encode(errors="replace"))
    fichiers: dict[str, Any] = request.FILES.dict()
    for nom, fichier in sorted(fichiers.items()):
        dit.update(repr((nom, fichier.name, fichier.size)).encode(errors="replace"))
        for morceau in fichier.chunks():
            dit.update(morceau)
        fichier.seek(0)
    return dit.hexdigest()


def _qui(request: HttpRequest) -> tuple[object, ...]:
    """Whose answer it is. One that opens a session is good for the browser that got it alone."""
    session = request.session
    return request.user.pk, session.session_key or ("neuve" if session.modified else "")


def _est_fait(reponse: HttpResponse) -> bool:
    """It leads elsewhere than to a proof of who is there."""
    if not isinstance(reponse, HttpResponseRedirect):
        return False
    try:
        return resolve(reponse.headers["Location"].partition("?")[0]).view_name not in PREUVES
    except Resolver404:
        return True


def _avis(request: HttpRequest) -> Iterator[Any]:
    """What this answer says on the next page."""
    yield from getattr(get_messages(request), "_queued_messages", ())


def _repondre_encore(request: HttpRequest, recu: Recu) -> HttpResponse:
    for niveau, texte, suites in recu.avis:
        add_message(request, niveau, texte, extra_tags=suites)
    return HttpResponseRedirect(recu.adresse)
