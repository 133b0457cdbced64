"""When the database is away, locked or out of room: say so, and ask to come back in a moment.

The last handler sees every error that no view and no middleware settled, sessions included
(a middleware would see those of views alone). What is no such outage stays an error 500.
"""

import errno
import sqlite3
import sys

from django.db import DatabaseError, InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

DELAI = 2  # seconds: what a restart of the database takes
MESSAGE = "L’enregistrement est impossible pour le moment : votre texte sera envoyé à nouveau."
SQLITE = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_PROTOCOL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOMEM,
}
# Connection lost, no resources left (disk, memory, connections), system error: whole classes.
CLASSES = {"08", "53", "58"}
# Server stopping or starting, session ended, standby; then what another try settles: two writers
# that waited for each other, or one that waited too long.
ETATS = {"57P01", "57P02", "57P03", "57P05", "25006", "40001", "40P01", "55P03"}
DISQUE = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}


def est_panne(erreur: BaseException | None) -> bool:
    """Whether nothing is wrong but the database, or the disk: the same request may pass later."""
    if isinstance(erreur, OSError):
        return erreur.errno in DISQUE
    if not isinstance(erreur, DatabaseError | InterfaceError):
        return False
    cause = erreur.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & 0xFF in SQLITE
    etat = getattr(cause, "sqlstate", None)
    if etat:
        return etat[:2] in CLASSES or etat in ETATS
    if isinstance(erreur, InterfaceError):
        return "connection" in str(erreur)  # closed under our feet; others are misuses
    return isinstance(erreur, OperationalError) and cause is not None  # no server to name a state


class Occupe(Exception):
    """As much of this is under way as this process can bear: whoever asks comes back later."""

    def __init__(self, titre: str, message: str, delai: int) -> None:
        super().__init__(titre)
        self.titre, self.message, self.delai = titre, message, delai  # seconds


def erreur(request: HttpRequest) -> HttpResponse:
    """``handler500``: called while the error is being handled, which ``sys`` knows."""
    faute = sys.exc_info()[1]
    if isinstance(faute, Occupe):
        donnees = {"titre": faute.titre, "message": faute.message}
        return _plus_tard(HttpResponse(render_to_string("occupe.html", donnees)), faute.delai)
    if not est_panne(faute):
        return server_error(request)
    for connexion in connections.all(initialized_only=True):
        # The next one may reach the server that took over. Not on SQLite: the last connection
        # to close takes its companion files along, and a full disk does not let them come back.
        if connexion.vendor != "sqlite" and not connexion.in_atomic_block:
            connexion.close()
    if request.method == "POST" and "autosave" in request.POST:
        return _plus_tard(JsonResponse({"etat": "indisponible", "message": MESSAGE}), DELAI)
    return _plus_tard(HttpResponse(render_to_string("503.html")), DELAI)


def _plus_tard(reponse: HttpResponse, delai: int) -> HttpResponse:
    reponse.status_code = 503
    reponse.headers["Retry-After"] = str(delai)
    reponse.headers["Cache-Control"] = "no-store"
    return reponse
