"""The page servers' worker (gunicorn): threads answer, and never wait for the network.

A request is given to a thread once it has wholly come; an answer that the browser is slow to take
leaves by itself. Nine people who send a byte a minute hold nine sockets, and nobody up. HTTPS and
whole crowds are the proxy's work (deploiement/nginx.conf, docs/adr/0022).
"""

import re
import socket
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from selectors import EVENT_READ, EVENT_WRITE
from typing import Any

from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.http.message import Request
from gunicorn.http.parser import RequestParser
from gunicorn.workers.gthread import TConn, ThreadWorker

ENTETES_MAX = 64 * 1024  # bytes
CORPS_MAX = 10_000_000  # bytes; a file that is read weighs 2 MB at most, and is told so in its form
RETENUS_MAX = 64_000_000  # bytes that this process keeps of what has not wholly come
REPIT = 20.0  # seconds for a request, or an answer, to go through,
DEBIT = 4_000  # and one more for each of so many bytes: less is no line that people use
ADIEU = 3.0  # seconds given to the other end to close
RONDE = 0.5  # seconds between two looks at who is late
PLEIN = 0.75  # of the places: beyond, the oldest of those who have not finished asking leave theirs
MORCEAU = 65_536
FIN = b"\r\n\r\n"
LONGUEUR = re.compile(rb"\r\ncontent-length[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE)
DECOUPE = re.compile(rb"\r\ntransfer-encoding[ \t]*:", re.IGNORECASE)
ATTEND = re.compile(rb"\r\nexpect[ \t]*:[ \t]*100-continue", re.IGNORECASE)
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Refus(Exception):
    """The request will not be read further: the HTTP status says why."""

    def __init__(self, statut: int) -> None:
        self.statut = statut


@dataclass(eq=False)
class Attente:
    """A connection whose other end is waited for. ``passes``: the bytes that went through."""

    conn: TConn
    geste: Callable[["Attente"], None]
    repit: float = REPIT
    debut: float = field(default_factory=time.monotonic)
    passes: int = 0
    recu: bytearray = field(default_factory=bytearray)
    vu: int = 0  # of ``recu``, where the end of the headers was already looked for
    attendu: int = 0  # the length of the whole request, once its headers have come

    @property
    def limite(self) -> float:
        return self.debut + self.repit + self.passes / DEBIT

    def entiere(self) -> bool:
        """Whether the whole request is there. Raises Refus when it will not be waited for."""
        if not self.attendu:
            fin = self.recu.find(FIN, max(0, self.vu - len(FIN)))
            self.vu = len(self.recu)
            if max(fin, 0 if fin >= 0 else self.vu) > ENTETES_MAX:
                raise Refus(431)
            if fin < 0:
                return False
            self.attendu = fin + len(FIN) + _corps(bytes(self.recu[:fin]))
            if ATTEND.search(self.recu, 0, fin) and len(self.recu) < self.attendu:
                self.conn.sock.send(CONTINUE)
        return len(self.recu) >= self.attendu


def _corps(entetes: bytes) -> int:
    """How many bytes follow. What gunicorn refuses is given to it at once, for it to say so."""
    if DECOUPE.search(entetes):
        raise Refus(411)
    longueurs = LONGUEUR.findall(entetes)
    if len(longueurs) != 1 or not longueurs[0].strip().isdigit():
        return 0
    if len(longueurs[0]) > 12 or int(longueurs[0]) > CORPS_MAX:
        raise Refus(413)
    return int(longueurs[0])


class Ecoulement:
    """The socket as a thread writes to it: what does not leave at once is kept for the loop."""

    def __init__(self, prise: socket.socket) -> None:
        self.prise, self.reste = prise, bytearray()
        prise.setblocking(False)

    def sendall(self, octets: bytes) -> None:
        parti = 0
        if not self.reste:
            with suppress(BlockingIOError):
                parti = self.prise.send(octets)
        self.reste += memoryview(octets)[parti:]

    def send(self, octets: bytes) -> int:
        self.sendall(octets)
        return len(octets)

    def __getattr__(self, nom: str) -> Any:
        return getattr(self.prise, nom)


class Guichet(ThreadWorker):
    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.attentes: dict[TConn, Attente] = {}  # the oldest first
        self.retenus = 0
        self.ronde = 0.0

    # --- What comes in

    def enqueue_req(self, conn: TConn) -> None:
        """A connection opened, or spoke again: gather its request."""
        attente = Attente(conn, self._lire)
        self._poser(attente, EVENT_READ)
        if conn.parser is None:
            conn.parser, conn.initialized = RequestParser(self.cfg, (), conn.client), True
        self._recevoir(attente, conn.parser.unreader.take_buffered())

    def _lire(self, attente: Attente) -> None:
        try:
            octets = attente.conn.sock.recv(MORCEAU)
        except BlockingIOError:
            return
        except OSError:
            octets = b""
        if octets:
            self._recevoir(attente, octets)
        else:
            self._lacher(attente)

    def _recevoir(self, attente: Attente, octets: bytes) -> None:
        attente.recu += octets
        attente.passes += len(octets)
        self.retenus += len(octets)
        try:
            if self.retenus > RETENUS_MAX:
                raise Refus(503)
            entiere = attente.entiere()
        except Refus as refus:
            self._refuser(attente, refus.statut)
        except OSError:
            self._lacher(attente)
        else:
            if entiere:
                self._lever(attente)
                attente.conn.parser.unreader.unread(bytes(attente.recu))
                super().enqueue_req(attente.conn)

    # --- What goes out

    def handle_request(self, req: Request, conn: TConn) -> bool:
        req._expected_100_continue = False  # said already
        prise = conn.sock
        conn.sock = conn.sortie = Ecoulement(prise)
        try:
            return super().handle_request(req, conn)
        finally:
            conn.sock = prise

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """What the view did not read of the request is here: leaving it costs nothing."""
        return keepalive and bool(conn.parser.finish_body())

    def finish_request(self, conn: TConn, fs: Future) -> None:
        """Back in the loop: the thread has answered."""
        try:
            conn.garder = not fs.cancelled() and bool(fs.result())
        except Exception:  # whatever broke in the thread was said there
            conn.garder = False
        sortie = getattr(conn, "sortie", None)
        reste, conn.sortie = (sortie.reste if sortie else b""), None
        if reste:
            self._poser(Attente(conn, self._ecrire, recu=bytearray(reste)), EVENT_WRITE)
        else:
            self._suite(conn)

    def _ecrire(self, attente: Attente) -> None:
        try:
            parti = attente.conn.sock.send(memoryview(attente.recu)[:MORCEAU])
        except BlockingIOError:
            return
        except OSError:
            return self._lacher(attente)
        attente.passes += parti
        del attente.recu[:parti]
        if not attente.recu:
            self._lever(attente)
            self._suite(attente.conn)

    def _suite(self, conn: TConn) -> None:
        """The answer has left: another request on this connection, or goodbye."""
        if conn.garder:
            fait: Future = Future()
            fait.set_result(True)
            return super().finish_request(conn, fait)
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            return self._fermer(conn)
        self._poser(Attente(conn, self._vider, repit=ADIEU), EVENT_READ)

    def _vider(self, attente: Attente) -> None:
        """What still comes is not read; closing on it would cost the other end our answer."""
        try:
            if attente.conn.sock.recv(MORCEAU):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self._lacher(attente)

    # --- Refusals, and who is late

    def _refuser(self, attente: Attente, statut: int) -> None:
        self.log.warning("Demande refusée avant d’être lue : %d", statut)
        self._lever(attente)
        conn = attente.conn
        conn.garder = False
        self._poser(Attente(conn, self._ecrire, recu=bytearray(reponse(statut))), EVENT_WRITE)

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: Exception) -> None:
        """In a thread: gunicorn could not read the request, or nothing of ours answered it."""
        statut = 500
        if isinstance(exc, ParseException):
            longs = {LimitRequestLine: 414, LimitRequestHeaders: 431}
            statut = longs.get(type(exc), 400)
            self.log.warning("Demande illisible : %s", type(exc).__name__)
        else:
            self.log.exception("Une demande n’a pas eu de réponse")
        client.setblocking(False)
        try:
            client.send(reponse(statut))
        except OSError:
            self.log.debug("Personne n’attendait plus la réponse.")

    def wait_for_and_dispatch_events(self, timeout: float) -> None:
        super().wait_for_and_dispatch_events(min(timeout, RONDE))

    def murder_pending(self) -> None:
        """Called at each turn of the loop. At a stop, whoever has nothing under way goes."""
        maintenant = time.monotonic()
        if maintenant < self.ronde:
            return
        self.ronde = maintenant + RONDE
        for attente in list(self.attentes.values()):
            rien = not attente.recu and attente.geste != self._ecrire  # under way
            partir = rien and not self.alive and maintenant > attente.debut + RONDE
            complet = self.nr_conns > PLEIN * self.worker_connections
            pousse = complet and attente.geste == self._lire and maintenant > attente.debut + 1
            if maintenant > attente.limite or pousse or partir:
                self._expirer(attente)

    def _expirer(self, attente: Attente) -> None:
        if attente.geste == self._lire and attente.recu:
            self._refuser(attente, 408)
        else:
            self._lacher(attente)

    def _poser(self, attente: Attente, evenement: int) -> None:
        attente.conn.sock.setblocking(False)
        self.attentes[attente.conn] = attente
        self.poller.register(attente.conn.sock, evenement, lambda _: attente.geste(attente))

    def _lever(self, attente: Attente) -> None:
        del self.attentes[attente.conn]
        self.poller.unregister(attente.conn.sock)
        if attente.geste == self._lire:
            self.retenus -= len(attente.recu)

    def _lacher(self, attente: Attente) -> None:
        self._lever(attente)
        self._fermer(attente.conn)

    def _fermer(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()


@cache
def reponse(statut: int) -> bytes:
    """A whole answer, made here since no view is asked."""
    from django.template.loader import render_to_string  # once the application is loaded

    from pasapas.serveur.refus import page

    corps = render_to_string("500.html").encode() if statut == 500 else page(statut).content
    entetes = [
        f"HTTP/1.1 {statut} {HTTPStatus(statut).phrase}",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(corps)}",
        "Cache-Control: no-store",
        "Connection: close",
        *(["Retry-After: 5"] if statut == HTTPStatus.SERVICE_UNAVAILABLE else []),
    ]
    return "\r\n".join([*entetes, "", ""]).encode() + corps
