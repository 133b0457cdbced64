"""A throw-away installation of the application: empty database, example project, server."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.client import HOTE, Connexion, Echec

RACINE = Path(__file__).resolve().parent.parent
OUVRIERS = 2
FILS = 4
# As `make demo` serves, but for idle connections: one lost in the middle of a round would weigh.
SERVEUR = ("--workers", str(OUVRIERS), "--threads", str(FILS), "--keep-alive", "60")
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

    def prepare(self) -> None:
        """Raises Echec when the database already holds something: it may be someone's."""
        if self.ask("tables"):
            raise Echec(f"La base {self.base} n’est pas vide : la mesure écrirait dedans.")
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.run("manage.py", "demo")

    @contextmanager
    def serve(self) -> Iterator[int]:
        """The port of a server that lasts as long as the block."""
        port = free_port()
        commande = ["-m", "gunicorn", "pasapas.wsgi", "--bind", f"{HOTE}:{port}", *SERVEUR]
        with (self.var / "serveur.log").open("w+") as journal:
            serveur = subprocess.Popen(
                [sys.executable, *commande, "--log-level", "warning"],
                cwd=RACINE,
                env=self.env,
                stdout=journal,
                stderr=journal,
            )
            try:
                _wait(serveur, port, self.var / "serveur.log")
                yield port
            finally:
                serveur.terminate()
                try:
                    serveur.wait(10)
                except subprocess.TimeoutExpired:
                    serveur.kill()
                    serveur.wait()


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
