"""A throw-away installation of the application: empty database, example project, server."""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.client import HOTE, Connexion, Echec

RACINE = Path(__file__).resolve().parent.parent
OUVRIERS, FILS = 2, 4  # as gunicorn.conf.py says
# As `make demo` serves, but for idle connections: one lost in the middle of a round would weigh.
SERVEUR = ("--workers", str(OUVRIERS), "--keep-alive", "60")
ATTENTE = 180  # seconds, for one command


@dataclass(frozen=True)
class Instance:
    """One database, named ``base`` in the report, and a ``var`` directory of its own."""

    base: str
    url: str
    var: Path

    @property
    def env(self) -> dict[str, str]:
        garde = {nom: v for nom, v in os.environ.items() if not nom.startswith("PASAPAS_")}
        return {
            **garde,
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PASAPAS_DEMO": "1",
            "PASAPAS_FLUX_PAR_COMPTE": "1000",  # two hundred pages listen, all of one account
            "PASAPAS_FLUX_PAR_ADRESSE": "1000",
            "PASAPAS_LOG_LEVEL": "ERROR",
            "PASAPAS_VAR": str(self.var),
            "PYTHONPATH": str(RACINE),
        }

    def run(self, *arguments: str) -> str:
        """A Python command of this installation. Raises Echec with what it said."""
        fini = subprocess.run(
            [sys.executable, *arguments],
            cwd=RACINE,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=ATTENTE,
        )
        if fini.returncode:
            raise Echec(f"{' '.join(arguments)} :\n{fini.stderr.strip() or fini.stdout.strip()}")
        return fini.stdout

    def ask(self, question: str, *arguments: str) -> Any:
        """One of the questions that bench.interne answers from inside Django."""
        return json.loads(self.run("-m", "bench.interne", question, *arguments))

    def copier(self, vers: str) -> None:
        """A database like this one, at this address; nobody may be using this one."""
        if self.base == "postgresql":
            nom, neuve = (urlsplit(url).path[1:] for url in (self.url, vers))
            ailleurs = urlunsplit(urlsplit(self.url)._replace(path="/postgres"))
            with psycopg.connect(ailleurs, autocommit=True) as admin:
                admin.execute(f'CREATE DATABASE "{neuve}" TEMPLATE "{nom}"')
        else:
            source, cible = (urlsplit(url).path for url in (self.url, vers))
            with closing(sqlite3.connect(source)) as base, closing(sqlite3.connect(cible)) as copie:
                base.backup(copie)

    def serve(self) -> AbstractContextManager[int]:
        """The port of a server of pages that lasts as long as the block."""
        port = free_port()
        commande = ["gunicorn", "pasapas.wsgi", "--bind", f"{HOTE}:{port}", *SERVEUR]
        return self._run([*commande, "--log-level", "warning"], port)

    def listen(self) -> AbstractContextManager[int]:
        """The port of a server of the event stream."""
        port = free_port()
        commande = ["uvicorn", "pasapas.asgi:application", "--host", HOTE, "--port", str(port)]
        fin = ["--timeout-graceful-shutdown", "1"]
        return self._run([*commande, "--no-access-log", "--log-level", "error", *fin], port)

    @contextmanager
    def publisher(self) -> Iterator[Callable[[], None]]:
        """Steps and says the example's version, each time it is called, and writes nothing else:
        another process, its connection already open, as when somebody saves."""
        processus = subprocess.Popen(
            [sys.executable, "-m", "bench.publication"],
            cwd=RACINE,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

        def publier() -> None:
            processus.stdin.write(b"\n")
            processus.stdin.flush()
            processus.stdout.readline()

        try:
            publier()
            yield publier
        finally:
            processus.stdin.close()
            processus.wait(10)
            processus.stdout.close()

    @contextmanager
    def _run(self, commande: Sequence[str], port: int) -> Iterator[int]:
        chemin = self.var / f"{commande[0]}.log"
        with chemin.open("w+") as journal:
            serveur = subprocess.Popen(
                [sys.executable, "-m", *commande],
                cwd=RACINE,
                env=self.env,
                stdout=journal,
                stderr=journal,
            )
            try:
                _wait(serveur, port, chemin)
                yield port
            finally:
                serveur.terminate()
                try:
                    serveur.wait(10)
                except subprocess.TimeoutExpired:
                    serveur.kill()
                    serveur.wait()


def preter_polices(var: Path) -> None:
    """An installation cuts its fonts once, in eight seconds: those of this one are cut already."""
    coupees = RACINE / "var" / "polices"
    coupees.mkdir(parents=True, exist_ok=True)
    (var / "polices").symlink_to(coupees)


def free_port() -> int:
    with socket.socket() as prise:
        prise.bind((HOTE, 0))
        return prise.getsockname()[1]


def _wait(serveur: subprocess.Popen[bytes], port: int, journal: Path) -> None:
    limite = time.monotonic() + 30
    while time.monotonic() < limite and serveur.poll() is None:
        try:
            Connexion(port).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise Echec(f"Le serveur ne répond pas :\n{journal.read_text()[-2000:]}")
