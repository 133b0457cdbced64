"""The database is away: a clear answer that asks to come back. A mistake of ours stays an error."""

import errno
import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)

from pasapas import views
from pasapas.comptes.porteur import SessionStore
from pasapas.serveur.indisponible import est_panne
from tests.personnes import Visiteur


def levee(erreur: Exception, cause: Exception | None = None, code: int | None = None) -> Exception:
    """As Django raises it: its own error, from the driver's."""
    if code is not None:
        cause.sqlite_errorcode = code
    erreur.__cause__ = cause
    return erreur


def sqlite(code: int, erreur: type[Exception] = OperationalError) -> Exception:
    return levee(erreur("dit par SQLite"), sqlite3.OperationalError("dit par SQLite"), code)


def postgres(cause: type[psycopg.Error], erreur: type[Exception] = OperationalError) -> Exception:
    return levee(erreur("the connection is closed"), cause("dit par PostgreSQL"))


PANNES = {
    "verrou": sqlite(sqlite3.SQLITE_BUSY),
    "verrou, code étendu": sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
    "disque plein": sqlite(sqlite3.SQLITE_FULL),
    "écriture refusée": sqlite(sqlite3.SQLITE_IOERR_WRITE),
    "fichier absent": sqlite(sqlite3.SQLITE_CANTOPEN),
    "serveur injoignable": postgres(psycopg.OperationalError),
    "connexion fermée": postgres(psycopg.InterfaceError, InterfaceError),
    "serveur qui s’arrête": postgres(psycopg.errors.AdminShutdown),
    "serveur qui démarre": postgres(psycopg.errors.CannotConnectNow),
    "trop de connexions": postgres(psycopg.errors.TooManyConnections),
    "disque plein du serveur": postgres(psycopg.errors.DiskFull),
    "serveur en lecture seule": postgres(psycopg.errors.ReadOnlySqlTransaction, InternalError),
    "attente trop longue": postgres(psycopg.errors.LockNotAvailable),
    "attente en cercle": postgres(psycopg.errors.DeadlockDetected),
    "disque plein pour un fichier": OSError(errno.ENOSPC, "No space left on device"),
}
FAUTES = {
    "table inconnue": sqlite(sqlite3.SQLITE_ERROR),
    "base abîmée": sqlite(sqlite3.SQLITE_CORRUPT, DatabaseError),
    "valeur impossible": levee(InterfaceError("Error binding parameter"), sqlite3.InterfaceError()),
    "contrainte": postgres(psycopg.errors.UniqueViolation, IntegrityError),
    "colonne inconnue": postgres(psycopg.errors.UndefinedColumn, ProgrammingError),
    "transaction déjà perdue": postgres(psycopg.errors.InFailedSqlTransaction, InternalError),
    "donnée": postgres(psycopg.errors.NumericValueOutOfRange, DataError),
    "curseur fermé": levee(InterfaceError("cursor already closed"), psycopg.InterfaceError()),
    "requête interdite": OperationalError("dite par nous"),
    "fichier absent": FileNotFoundError(errno.ENOENT, "No such file"),
    "autre": ValueError("database is locked"),
}


@pytest.mark.parametrize("nom", PANNES)
def test_panne(nom: str) -> None:
    assert est_panne(PANNES[nom])


@pytest.mark.parametrize("nom", FAUTES)
def test_faute(nom: str) -> None:
    assert not est_panne(FAUTES[nom])


@pytest.fixture
def essayiste(animatrice: Visiteur) -> Visiteur:
    animatrice.raise_request_exception = False
    return animatrice


def casser(erreur: Exception) -> Callable[..., Any]:
    def casse(*arguments: Any, **options: Any) -> None:
        raise erreur

    return casse


def test_page_dans_une_panne(essayiste: Visiteur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "etablissements_menes", casser(PANNES["verrou"]))
    reponse = essayiste.get("/")
    assert reponse.status_code == 503
    assert reponse.headers["Retry-After"] == "2"
    assert reponse.headers["Cache-Control"] == "no-store"
    assert "frame-ancestors" in reponse.headers["Content-Security-Policy"]
    assert "Ce n’est pas de votre fait." in reponse.content.decode()


def test_enregistrement_dans_une_panne(
    essayiste: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("fresque.views.encarts.ecrire", casser(PANNES["serveur injoignable"]))
    slug = essayiste.participant.projet.slug
    adresse = f"/projets/{slug}/planches/eclaire/ambition/modifier/"
    envoi = {"autosave": "1", "champ": "ambition", "ambition": "Tenir"}
    reponse = essayiste.post(adresse, envoi)
    assert reponse.status_code == 503
    assert reponse.json()["etat"] == "indisponible"
    assert reponse.headers["Retry-After"] == "2"


@pytest.mark.parametrize("etape", ["load", "save"])
def test_panne_sous_la_session(
    etape: str, essayiste: Visiteur, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Before any view, and after it: sessions are read and written by middleware."""
    settings.SESSION_SAVE_EVERY_REQUEST = True
    monkeypatch.setattr(SessionStore, etape, casser(PANNES["connexion fermée"]))
    assert essayiste.get("/").status_code == 503


def test_faute_dans_une_page(essayiste: Visiteur, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "etablissements_menes", casser(FAUTES["colonne inconnue"]))
    reponse = essayiste.get("/")
    assert reponse.status_code == 500
    assert "Retry-After" not in reponse.headers
