"""The stream as it runs: its own uvicorn process, its own database, and ears."""

import http.client
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

RACINE = Path(__file__).resolve().parent.parent
DELAI = 10.0  # seconds before a test gives up


def port_libre() -> int:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))
        return prise.getsockname()[1]


class ServeurFlux:
    """uvicorn in a process; stopped and started again at will."""

    def __init__(self, environnement: dict[str, str], port: int | None = None) -> None:
        self.environnement = environnement
        self.port = port or port_libre()
        self.url = f"http://127.0.0.1:{self.port}"
        self.demarrer()

    def demarrer(self) -> None:
        commande = [sys.executable, "-m", "uvicorn", "pasapas.asgi:application"]
        options = ["--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error"]
        self.processus = subprocess.Popen(  # noqa: S603
            [*commande, *options, "--timeout-graceful-shutdown", "1"],
            cwd=RACINE,
            env=self.environnement,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        fin = time.monotonic() + 3 * DELAI
        while time.monotonic() < fin:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
                return
            time.sleep(0.05)
        raise TimeoutError("Le flux ne démarre pas.")

    def arreter(self) -> float:
        """Stop it; how long it took."""
        debut = time.monotonic()
        self.processus.terminate()
        self.processus.wait(DELAI)
        return time.monotonic() - debut


class Ecrivain:
    """The other process that writes (``tests/ecrivain.py``)."""

    def __init__(self, environnement: dict[str, str]) -> None:
        self.processus = subprocess.Popen(
            [sys.executable, "-m", "tests.ecrivain"],
            cwd=RACINE,
            env=environnement,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *ordre: Any) -> Any:
        self.processus.stdin.write(json.dumps(ordre) + "\n")
        self.processus.stdin.flush()
        return json.loads(self.processus.stdout.readline())

    def fermer(self) -> None:
        self.processus.stdin.close()
        self.processus.wait(DELAI)
        self.processus.stdout.close()


class Oreille:
    """One browser that listens: its events come in a queue."""

    def __init__(self, serveur: ServeurFlux, slug: str, **entetes: str) -> None:
        self.lien = http.client.HTTPConnection("127.0.0.1", serveur.port, timeout=DELAI)
        self.lien.request("GET", f"/flux/{slug}/", headers=entetes)
        self.reponse = self.lien.getresponse()
        self.evenements: queue.Queue[tuple[str, str]] = queue.Queue()
        self.brut: list[str] = []
        self.fil = threading.Thread(target=self._lire, daemon=True)
        if self.reponse.status == 200:
            self.fil.start()

    def _lire(self) -> None:
        genre = ""
        with suppress(OSError, http.client.HTTPException, ValueError, AttributeError):
            while ligne := self.reponse.readline().decode():
                self.brut.append(ligne)
                nom, _, valeur = ligne.strip().partition(": ")
                if nom == "event":
                    genre = valeur
                elif nom == "data":
                    self.evenements.put((genre, valeur))
        self.evenements.put(("fin", ""))

    def attend(self, genre: str, valeur: str | None = None) -> str:
        """The next event of this kind (and value); the others are let by."""
        while True:
            recu, dit = self.evenements.get(timeout=DELAI)
            if recu == genre and valeur in (None, dit):
                return dit

    def entendus(self, duree: float) -> list[tuple[str, str]]:
        """Everything that comes in ``duree`` seconds."""
        time.sleep(duree)
        return [self.evenements.get_nowait() for _ in range(self.evenements.qsize())]

    def __enter__(self) -> "Oreille":
        return self

    def __exit__(
        self, genre: type | None, erreur: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.lien.sock:
            with suppress(OSError):
                self.lien.sock.shutdown(socket.SHUT_RDWR)
        if self.fil.ident:
            self.fil.join(DELAI)
        self.reponse.close()
        self.lien.close()


def environnement(base: str) -> dict[str, str]:
    return {
        **os.environ,
        "DATABASE_URL": base,
        "PASAPAS_FLUX_ORIGINES": "http://127.0.0.1:1",
        "DJANGO_SETTINGS_MODULE": "pasapas.settings",
    }
