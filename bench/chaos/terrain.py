"""A database of the trial's own, and a server that can be killed and started again at once."""

import json
import os
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.client import HOTE, Connexion, Echec
from bench.instance import RACINE, free_port, preter_polices

ATTENTE = 20  # seconds a server waits for a lock, as the application's settings say


@dataclass
class Terrain:
    """``base`` names the kind of database in the report; ``url`` is where it is."""

    base: str
    url: str
    var: Path
    port: int = field(default_factory=free_port)
    flux: int = field(default_factory=free_port)  # of the event stream, when it is served
    couveuse: subprocess.Popen[str] | None = None

    @property
    def env(self) -> dict[str, str]:
        garde = {nom: v for nom, v in os.environ.items() if not nom.startswith("PASAPAS_")}
        return {
            **garde,
            "DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "pasapas.settings",
            "PASAPAS_VAR": str(self.var),
            "PASAPAS_FLUX_URL": f":{self.flux}",
            "PASAPAS_FLUX_ORIGINES": f"http://{HOTE}:{self.port}",
            "PYTHONPATH": str(RACINE),
            "PYTHONWARNINGS": "ignore",
        }

    @property
    def journal(self) -> Path:
        return self.var / "serveur.log"

    @property
    def fichier(self) -> Path:
        """The file of a SQLite database."""
        return Path(urlsplit(self.url).path)

    def demander(self, ordre: str, *arguments: Any) -> Any:
        """Raises Echec with the end of the log when nothing sensible comes back."""
        self.couveuse.stdin.write(json.dumps([ordre, *arguments]) + "\n")
        self.couveuse.stdin.flush()
        ligne = self.couveuse.stdout.readline()
        reponse = json.loads(ligne) if ligne else {"echec": ordre}
        if isinstance(reponse, dict) and "echec" in reponse:
            raise Echec(f"« {ordre} » a échoué :\n{self.journal.read_text()[-3000:]}")
        return reponse

    def lancer(self, attente: int = ATTENTE) -> int:
        """Start the server; its process group, once it takes connections."""
        groupe = self.demander("lancer", self.port, attente)
        limite = time.monotonic() + 30
        while time.monotonic() < limite:
            with suppress(OSError):
                Connexion(self.port).close()
                return groupe
            time.sleep(0.01)
        raise Echec(f"Le serveur ne répond pas :\n{self.journal.read_text()[-3000:]}")

    def tuer(self) -> None:
        self.demander("tuer", self.port)

    def voisin(self) -> "Terrain":
        """Another node: the same base and files, a server of its own."""
        return replace(self, port=free_port(), flux=free_port())

    @contextmanager
    def ecoute(self) -> Iterator[None]:
        """The event stream, in a process of its own."""
        commande = ["pasapas.asgi:application", "--host", HOTE, "--port", str(self.flux)]
        fin = ["--log-level", "error", "--timeout-graceful-shutdown", "1"]
        with self.journal.open("a") as journal:
            processus = subprocess.Popen(
                [sys.executable, "-m", "uvicorn", *commande, *fin],
                cwd=RACINE,
                env=self.env,
                stdout=journal,
                stderr=journal,
            )
            try:
                yield
            finally:
                processus.terminate()
                processus.wait(10)

    @contextmanager
    def servi(self, attente: int = ATTENTE) -> Iterator[int]:
        try:
            yield self.lancer(attente)
        finally:
            self.demander("arreter", self.port)


@contextmanager
def terrain(base: str, url: str, var: Path) -> Iterator[Terrain]:
    """The database migrated, nothing served yet."""
    var.mkdir(parents=True, exist_ok=True)
    preter_polices(var)
    lieu = Terrain(base, url, var)
    with lieu.journal.open("w") as journal:
        lieu.couveuse = subprocess.Popen(
            [sys.executable, "-m", "bench.chaos.couveuse"],
            cwd=RACINE,
            env=lieu.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=journal,
            text=True,
        )
    try:
        lieu.demander("migrer")
        yield lieu
    finally:
        lieu.couveuse.stdin.close()
        lieu.couveuse.wait(30)
        lieu.couveuse.stdout.close()


@contextmanager
def base_a_soi(
    url: str, dossier: Path, creer: Callable[[str], None] | None = None
) -> Iterator[tuple[str, str]]:
    """A database nobody else uses, on the cluster of ``url`` or else in a file: kind, address.

    Empty, unless ``creer`` makes it another way at its address.
    """
    if not url.startswith("postgres"):
        dossier.mkdir(parents=True, exist_ok=True)
        adresse = f"sqlite:///{dossier}/chaos.sqlite3"
        if creer:
            creer(adresse)
        yield "sqlite", adresse
        return
    nom = f"chaos_{os.getpid()}_{time.monotonic_ns()}"
    adresse = urlunsplit(urlsplit(url)._replace(path=f"/{nom}"))
    if creer:
        creer(adresse)
    else:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f'CREATE DATABASE "{nom}"')
    try:
        yield "postgresql", adresse
    finally:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{nom}" WITH (FORCE)')


def sqlite(lieu: Terrain) -> sqlite3.Connection:
    return sqlite3.connect(lieu.fichier, timeout=10, isolation_level=None)
