"""What a database away, and a mistake of ours, look like from Django."""

import errno
import sqlite3
from collections.abc import Callable
from typing import Any

import psycopg
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)


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


def casser(erreur: Exception) -> Callable[..., Any]:
    def casse(*arguments: Any, **options: Any) -> None:
        raise erreur

    return casse
