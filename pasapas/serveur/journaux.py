"""The log of our processes: a date and a level on each line, no text of a fresque, no secret.

Read by the settings, by gunicorn's configuration, and through them by uvicorn and the commands.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any

from django.core.exceptions import (
    BadRequest,
    ImproperlyConfigured,
    PermissionDenied,
    SuspiciousOperation,
)
from django.http import Http404, UnreadablePostError
from django.http.multipartparser import MultiPartParserError

from pasapas.serveur.indisponible import Occupe, est_panne
from pasapas.serveur.numero import SANS_COMPTE, numero

# What a person may be refused: the line says all there is to say of it.
REFUS = (
    BadRequest,
    Http404,
    MultiPartParserError,
    Occupe,
    PermissionDenied,
    SuspiciousOperation,
    UnreadablePostError,
)
# Who writes there has no text of ours under the hand, and says why a process does not start.
SERVEURS = ("gunicorn", "uvicorn", "asyncio")
VISITES = ("gunicorn.access", "uvicorn.access", "django.server")
# In an address: the link that gives a new password, an invitation, a calendar; what follows « ? »
# or « # ».
SECRETS = (
    re.compile(
        r"(/password/reset/key/|/recueil/|/contribuer/|/invitation/(?!accepter/)|/carte/|/abonnement/|/rappels/arret/)[^\s/?#\"']+"
    ),
    re.compile(r"(?<=[\w/])([?#])[^\s\"']+"),
)
INVISIBLES = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
NIVEAUX = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
FORMES = {"texte": "Lisible", "json": "LigneJson"}
MAL_REGLE = "{} vaut l’un de : {}."


class Lisible(logging.Formatter):
    """Whatever a record holds, every line of it can be read alone; nobody forges one."""

    default_time_format = "%Y-%m-%d %H:%M:%S"
    default_msec_format = ""

    def format(self, record: logging.LogRecord) -> str:
        date = self.formatTime(record, f"{self.default_time_format}%z")
        demande = f" [{numero.get()}]" if numero.get() else ""
        entete = f"{date} {record.levelname} {record.name}{demande} :"
        texte = masquer(" ".join(record.getMessage().split()))
        lignes = [texte, *self._trace(record).splitlines()]
        return "\n".join(f"{entete} {INVISIBLES.sub('?', ligne)}".rstrip() for ligne in lignes)

    def _trace(self, record: logging.LogRecord) -> str:
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        return masquer(record.exc_text or "")


class LigneJson(Lisible):
    """The same record as one object on one line, for what gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        dit = {
            "date": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "niveau": record.levelname,
            "journal": record.name,
            "demande": numero.get(),
            "texte": masquer(" ".join(record.getMessage().split())),
            "trace": self._trace(record),
        }
        return json.dumps({nom: valeur for nom, valeur in dit.items() if valeur})


def masquer(texte: str) -> str:
    for secret in SECRETS:
        texte = secret.sub(r"\1…", texte)
    return texte


class Sobre(logging.Filter):
    """A refusal or an outage is one line. An error says its kind and where in the program: its
    own words quote what was typed. Visits of a page without account are not written down."""

    def filter(self, record: logging.LogRecord) -> bool:
        dit = record.getMessage().lower() if record.name.startswith(VISITES) else ""
        if any(prefixe in dit for prefixe in SANS_COMPTE):
            return False
        erreur = record.exc_info[1] if record.exc_info else None
        if erreur is None:
            return True
        if est_panne(erreur):
            _abreger(record, " ".join(str(erreur).split()))
        elif isinstance(erreur, REFUS):
            _abreger(record, type(erreur).__name__)
        elif not (record.name.startswith(SERVEURS) or isinstance(erreur, ImproperlyConfigured)):
            record.exc_text = f"{lieux(erreur)}\n{natures(erreur)}"
        return True


def _abreger(record: logging.LogRecord, raison: str) -> None:
    record.msg, record.args = f"{record.getMessage()} ({raison})", ()
    record.exc_info = record.exc_text = None


def natures(erreur: BaseException | None) -> str:
    """Its kind and that of its cause, without the messages: they quote what was sent."""
    noms = []
    while erreur is not None:
        noms.append(type(erreur).__qualname__)
        erreur = erreur.__cause__
    return ", causée par ".join(noms)


def lieux(erreur: BaseException) -> str:
    """The lines of the program it went through, the last one where it happened."""
    pile = traceback.extract_tb(erreur.__traceback__)
    return "".join(traceback.format_list(pile)).rstrip()


def reglages(niveau: str, forme: str = "texte", dsn: str = "") -> dict[str, Any]:
    """For ``logging.config.dictConfig``; ``niveau``: PASAPAS_LOG_LEVEL; ``forme``:
    PASAPAS_LOG_FORME; ``dsn``: PASAPAS_ERREURS_DSN. Raises ImproperlyConfigured."""
    if niveau not in NIVEAUX:
        raise ImproperlyConfigured(MAL_REGLE.format("PASAPAS_LOG_LEVEL", ", ".join(NIVEAUX)))
    if forme not in FORMES:
        raise ImproperlyConfigured(MAL_REGLE.format("PASAPAS_LOG_FORME", ", ".join(FORMES)))
    a_la_racine: dict[str, Any] = {"handlers": [], "propagate": True}
    ici = {"handlers": ["console"], "propagate": False}
    dehors = {"erreurs": {"class": "pasapas.serveur.signalement.Signaleur", "dsn": dsn}}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"sobre": {"()": "pasapas.serveur.journaux.Sobre"}},
        "formatters": {"ligne": {"()": f"pasapas.serveur.journaux.{FORMES[forme]}"}},
        "handlers": {
            "console": {
                "class": "logging.StreamHandler",
                "filters": ["sobre"],
                "formatter": "ligne",
            },
            **(dehors if dsn else {}),
        },
        "root": {"handlers": ["console", *(dehors if dsn else ())], "level": niveau},
        "loggers": {
            **dict.fromkeys(("gunicorn.error", "uvicorn", "uvicorn.error"), a_la_racine),
            **dict.fromkeys(VISITES, ici),
            "django": a_la_racine,
        },
    }
