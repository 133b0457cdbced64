"""The database as the migrations leave it: made once for a whole run, then copied each time a test
wants a database of its own. Migrating takes longer than most of what is tried on the result."""

import fcntl
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.flux import RACINE, environnement

DOSSIER = "PASAPAS_MODELE"  # where the run keeps its model, for all its processes
URL = os.environ.get("DATABASE_URL", "")
POSTGRES = URL.startswith("postgres")


@contextmanager
def modele_du_passage(*, d_avance: bool = False) -> Iterator[None]:
    """Around the whole run, in the process that starts the others. ``d_avance``: begun at once."""
    with tempfile.TemporaryDirectory(prefix="pasapas-modele.") as dossier:
        os.environ[DOSSIER] = dossier
        debut = Thread(target=modele)
        if d_avance:
            debut.start()
        try:
            yield
        finally:
            if d_avance:
                debut.join()
            del os.environ[DOSSIER]
            if POSTGRES:
                with suppress(psycopg.Error), psycopg.connect(URL, autocommit=True) as lien:
                    lien.execute(f'DROP DATABASE IF EXISTS "{_nom(dossier)}"')


def copier(vers: str) -> None:
    """A new database like the model, at this address."""
    if POSTGRES:
        with psycopg.connect(URL, autocommit=True) as lien:
            lien.execute(f'CREATE DATABASE "{urlsplit(vers).path[1:]}" TEMPLATE "{modele()}"')
    else:
        copier_sqlite(vers.removeprefix("sqlite:///")).close()


def copier_ailleurs(vers: str) -> None:
    """The same, on another PostgreSQL server."""
    ailleurs, nom = vers.replace(urlsplit(vers).path, "/postgres", 1), urlsplit(vers).path[1:]
    with psycopg.connect(ailleurs, autocommit=True) as lien:
        lien.execute(f'CREATE DATABASE "{nom}"')
    lieu = Path(os.environ["PASAPAS_PG_BIN"])
    source = urlunsplit(urlsplit(URL)._replace(path=f"/{modele()}"))
    dite = subprocess.run([lieu / "pg_dump", "--no-owner", source], check=True, capture_output=True)  # noqa: S603
    psql = [lieu / "psql", "-q", "-v", "ON_ERROR_STOP=1", "-d", vers]
    subprocess.run(psql, input=dite.stdout, check=True, capture_output=True)  # noqa: S603


def copier_sqlite(fichier: str) -> sqlite3.Connection:
    """The connection that made the copy: a base in memory lives as long as one stays open."""
    cible = sqlite3.connect(fichier, uri=True, check_same_thread=False)
    with closing(sqlite3.connect(modele())) as source:
        source.backup(cible)
    return cible


def partir_du_modele(connexion: BaseDatabaseWrapper) -> None:
    """Django's own test database starts from the model too: its migrations find nothing to do."""
    if POSTGRES:
        connexion.settings_dict["TEST"]["TEMPLATE"] = modele()
        return
    creation: Any = connexion.creation
    creer = creation._create_test_db
    copies = ExitStack()  # in memory, it lives as long as this connection stays open

    def creer_comme_le_modele(*arguments: Any, **options: Any) -> str:
        nom = creer(*arguments, **options)
        copies.close()
        copies.enter_context(closing(copier_sqlite(nom)))
        return nom

    creation._create_test_db = creer_comme_le_modele


def modele() -> str:
    """The file of the model, or its name on PostgreSQL: the first who asks makes it."""
    dossier = os.environ[DOSSIER]
    pret = Path(dossier, "pret")
    with Path(dossier, "verrou").open("w") as verrou:
        fcntl.flock(verrou, fcntl.LOCK_EX)
        if not pret.exists():
            _faire(dossier)
            pret.touch()
    return _nom(dossier)


def _nom(dossier: str) -> str:
    if POSTGRES:
        return Path(dossier).name.replace(".", "_").lower()
    return str(Path(dossier, "modele.sqlite3"))


def _faire(dossier: str) -> None:
    nom = _nom(dossier)
    url = f"sqlite:///{nom}"
    if POSTGRES:
        with psycopg.connect(URL, autocommit=True) as lien:
            lien.execute(f'DROP DATABASE IF EXISTS "{nom}"')  # of a migration that failed
            lien.execute(f'CREATE DATABASE "{nom}"')
        url = urlunsplit(urlsplit(URL)._replace(path=f"/{nom}"))
    migrer = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(migrer, cwd=RACINE, env=environnement(url), check=True, timeout=120)  # noqa: S603
