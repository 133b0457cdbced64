"""A client light enough not to be what is measured: plain sockets, kept open, one thread.

Its own CPU and the server's are counted apart: they tell a busy machine from a slow page.
"""

import os
import re
import selectors
import socket
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

HOTE = "127.0.0.1"
ATTENTE = 30  # seconds, for one answer
LONGUEUR = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Echec(RuntimeError):
    """The server did not answer what was expected: nothing is worth measuring."""


@dataclass(frozen=True)
class Reponse:
    status: int
    tetes: bytes
    corps: bytes


class Connexion:
    """One connection kept open; ``debut`` is when the request now under way left."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((HOTE, port), timeout=ATTENTE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.recu = bytearray()
        self.debut = 0.0

    def fileno(self) -> int:
        return self.socket.fileno()

    def close(self) -> None:
        self.socket.close()

    def send(self, requete: bytes) -> None:
        self.recu.clear()
        self.debut = time.perf_counter()
        self.socket.sendall(requete)

    def receive(self) -> Reponse | None:
        """What has arrived, once the answer is whole."""
        morceau = self.socket.recv(1 << 18)
        if not morceau:
            raise Echec("Le serveur a fermé la connexion.")
        self.recu += morceau
        fin = self.recu.find(b"\r\n\r\n")
        if fin < 0:
            return None
        longueur = LONGUEUR.search(self.recu, 0, fin)
        attendu = int(longueur[1]) if longueur else 0
        if len(self.recu) < fin + 4 + attendu:
            return None
        tetes = bytes(self.recu[:fin])
        return Reponse(int(tetes[9:12]), tetes, bytes(self.recu[fin + 4 :]))

    def ask(self, requete: bytes, attendu: int = 200) -> Reponse:
        self.send(requete)
        while (reponse := self.receive()) is None:
            pass
        return check(reponse, attendu)


def check(reponse: Reponse, attendu: int = 200) -> Reponse:
    if reponse.status != attendu:
        debut = reponse.corps[:200].decode(errors="replace")
        raise Echec(f"Réponse {reponse.status} au lieu de {attendu} : {debut}")
    return reponse


@dataclass
class Visite:
    """The cookies of one person, and the requests they send."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, chemin: str, *, htmx: bool = False) -> bytes:
        return self._write("GET", chemin, {"HX-Request": "true"} if htmx else {})

    def post(self, chemin: str, champs: Mapping[str, str]) -> bytes:
        """A form, as htmx sends it."""
        tetes = {
            "HX-Request": "true",
            "X-CSRFToken": self.cookies["csrftoken"],
            "Content-Type": "application/x-www-form-urlencoded",
        }
        return self._write("POST", chemin, tetes, urlencode(champs).encode())

    def keep(self, reponse: Reponse) -> Reponse:
        for tete in reponse.tetes.decode("latin-1").split("\r\n"):
            if tete.lower().startswith("set-cookie:"):
                for nom, valeur in SimpleCookie(tete.split(":", 1)[1]).items():
                    self.cookies[nom] = valeur.value
        return reponse

    def _write(
        self, methode: str, chemin: str, tetes: Mapping[str, str], corps: bytes = b""
    ) -> bytes:
        toutes = {"Host": f"{HOTE}:{self.port}", "Accept": "text/html", **tetes}
        if self.cookies:
            toutes["Cookie"] = "; ".join(f"{nom}={v}" for nom, v in self.cookies.items())
        if methode == "POST":
            toutes["Content-Length"] = str(len(corps))
        lignes = [f"{methode} {chemin} HTTP/1.1", *(f"{nom}: {v}" for nom, v in toutes.items())]
        return "\r\n".join([*lignes, "", ""]).encode() + corps


@dataclass(frozen=True)
class Releve:
    """``durees``: each answer's time; ``ecoule``: the whole; then the CPU of both ends.

    All in seconds.
    """

    durees: Sequence[float]
    ecoule: float
    client: float
    serveur: float

    @property
    def cout(self) -> float:
        """Seconds of the server per request, every connection busy."""
        return self.ecoule / len(self.durees)


def load(
    connexions: Sequence[Connexion],
    requete: Callable[[int], bytes],
    ouvriers: Sequence[int],
    *,
    secondes: float = 0.0,
) -> Releve:
    """Keep every connection busy for ``secondes`` (at least one request each).

    ``requete`` is given the rank of the connection: what each one sends is its own.
    ``ouvriers`` are the server's processes, whose CPU is counted.
    """
    durees: list[float] = []
    serveur, client, depart = _cpu(ouvriers), time.process_time(), time.perf_counter()
    with selectors.DefaultSelector() as attente:
        for rang, connexion in enumerate(connexions):
            attente.register(connexion, selectors.EVENT_READ, (rang, connexion))
            connexion.send(requete(rang))
        while attente.get_map():
            pretes = attente.select(ATTENTE)
            if not pretes:
                raise Echec(f"Rien depuis {ATTENTE} secondes.")
            for cle, _ in pretes:
                rang, connexion = cle.data
                if (reponse := connexion.receive()) is None:
                    continue
                maintenant = time.perf_counter()
                durees.append(maintenant - connexion.debut)
                check(reponse)
                if maintenant - depart < secondes:
                    connexion.send(requete(rang))
                else:
                    attente.unregister(connexion)
    ecoule, client = time.perf_counter() - depart, time.process_time() - client
    return Releve(durees, ecoule, client, _cpu(ouvriers) - serveur)


def _cpu(processus: Sequence[int]) -> float:
    """Seconds of CPU these processes have used so far, to the nearest 10 ms (Linux)."""
    total = 0
    for pid in processus:
        champs = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(champs[11]) + int(champs[12])
    return total / os.sysconf("SC_CLK_TCK")
