"""Errors told to a service that gathers them (Sentry, GlitchTip), when PASAPAS_ERREURS_DSN names
one: their kind and the lines of the program, and nothing of what anybody typed, is or asked.

The library is only the postman here: every word that leaves is chosen below."""

import logging
import traceback
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from pasapas import VERSION
from pasapas.serveur.indisponible import est_panne
from pasapas.serveur.journaux import REFUS
from pasapas.serveur.numero import numero

ABSENT = (
    "PASAPAS_ERREURS_DSN demande un paquet de plus : .venv/bin/pip install --require-hashes "
    "-r requirements-erreurs.lock"
)
MAL_ECRIT = "PASAPAS_ERREURS_DSN s’écrit https://cle@erreurs.example.org/1."


def evenement(record: logging.LogRecord) -> dict[str, Any] | None:
    """What is told of this line of the log; None when it is no fault of the program's."""
    erreur = record.exc_info[1] if record.exc_info else None
    if erreur is None or est_panne(erreur) or isinstance(erreur, REFUS):
        return None
    return {
        "level": "error",
        "logger": record.name,
        "platform": "python",
        "release": f"pas-a-pas@{VERSION}",
        "tags": {"demande": numero.get() or "aucune"},
        "exception": {"values": [_dite(une) for une in reversed(_causes(erreur))]},
    }


def _causes(erreur: BaseException) -> list[BaseException]:
    toutes: list[BaseException] = []
    suite: BaseException | None = erreur
    while suite is not None and suite not in toutes:
        toutes.append(suite)
        suite = suite.__cause__
    return toutes


def _dite(erreur: BaseException) -> dict[str, Any]:
    """Its kind and where: its own words quote what was sent."""
    lieux = [
        {
            "filename": ligne.filename,
            "function": ligne.name,
            "lineno": ligne.lineno,
            "context_line": ligne.line,
        }
        for ligne in traceback.extract_tb(erreur.__traceback__)
    ]
    genre = type(erreur)
    return {
        "type": genre.__qualname__,
        "module": genre.__module__,
        "value": "",
        "stacktrace": {"frames": lieux},
    }


class Signaleur(logging.Handler):
    """Beside the console, for every process alike."""

    def __init__(self, dsn: str) -> None:
        super().__init__(logging.ERROR)
        self.client = client(dsn)

    def emit(self, record: logging.LogRecord) -> None:
        dit = evenement(record)
        if dit is not None:
            self.client.capture_event(dit)


def verifier(dsn: str) -> None:
    """Raises ImproperlyConfigured, with what to do."""
    try:
        from sentry_sdk.utils import BadDsn, Dsn
    except ImportError as absent:
        raise ImproperlyConfigured(ABSENT) from absent
    try:
        Dsn(dsn)
    except BadDsn as faute:
        raise ImproperlyConfigured(MAL_ECRIT) from faute


def client(dsn: str) -> Any:
    """A postman that adds nothing of its own."""
    from sentry_sdk import Client

    return Client(
        dsn=dsn,
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        max_request_body_size="never",
        send_client_reports=False,
        server_name="",
        max_breadcrumbs=0,
        shutdown_timeout=1,
    )
