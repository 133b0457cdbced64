"""What is waited for, how long, and what is refused before it is read (`tests/tenue`: for real)."""

import selectors
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from gunicorn.config import Config
from gunicorn.workers.gthread import TConn

from pasapas.serveur import guichet
from pasapas.serveur.guichet import CORPS_MAX, ENTETES_MAX, Attente, Ecoulement, Refus, reponse

pytestmark = pytest.mark.pur
TETE = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"


@pytest.fixture
def bouts() -> Iterator[tuple[socket.socket, socket.socket]]:
    """The server's end of a connection, and the browser's."""
    ici, la = socket.socketpair()
    la.settimeout(5)
    yield ici, la
    ici.close()
    la.close()


def attente(ici: Any, recu: bytes) -> Attente:
    conn = TConn(Config(), ici, ("127.0.0.1", 1), ("127.0.0.1", 2))
    return Attente(conn, lambda _: None, recu=bytearray(recu))


@pytest.mark.parametrize(
    ("recu", "entiere"),
    [
        (b"", False),
        (b"GET / HTTP/1.1\r\nHost: a\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", True),
        (TETE + b"abc", False),
        (TETE + b"abcde", True),
        (TETE + b"abcdeGET / HTTP/1.1", True),  # the next one begins
        (TETE.replace(b": 5", b" :5"), False),
        (TETE.replace(b"5", b"cinq"), True),  # gunicorn says what is wrong with it
        (TETE.replace(b"\r\n\r\n", b"\r\nContent-Length: 9\r\n\r\n"), True),
    ],
)
def test_une_demande_attend_d_etre_entiere(
    recu: bytes, entiere: bool, bouts: tuple[socket.socket, socket.socket]
) -> None:
    assert attente(bouts[0], recu).entiere() == entiere
    lente = attente(bouts[0], b"")
    vues = []
    for rang in range(len(recu)):  # a byte at a time, the same answer at the same byte
        lente.recu += recu[rang : rang + 1]
        vues.append(lente.entiere())
    assert (vues[-1:] == [True]) == entiere


@pytest.mark.parametrize(
    ("recu", "statut"),
    [
        (b"a" * (ENTETES_MAX + 1), 431),
        (b"GET / HTTP/1.1\r\nX: " + b"a" * ENTETES_MAX + b"\r\n\r\n", 431),
        (TETE.replace(b"5", str(CORPS_MAX + 1).encode()), 413),
        (TETE.replace(b"5", b"9" * 5000), 413),
        (TETE.replace(b"Content-Length: 5", b"transfer-encoding: chunked"), 411),
    ],
)
def test_ce_qui_n_est_pas_attendu(
    recu: bytes, statut: int, bouts: tuple[socket.socket, socket.socket]
) -> None:
    with pytest.raises(Refus) as refus:
        attente(bouts[0], recu).entiere()
    assert refus.value.statut == statut
    assert f"HTTP/1.1 {statut} ".encode() in reponse(statut)
    assert '<html lang="fr">' in reponse(statut).decode()


def test_qui_demande_s_il_peut_envoyer_le_peut(
    bouts: tuple[socket.socket, socket.socket],
) -> None:
    polie = attente(bouts[0], TETE.replace(b"Host: a", b"Expect: 100-continue"))
    assert not polie.entiere()
    assert not polie.entiere()
    assert bouts[1].recv(100) == guichet.CONTINUE  # once


def test_ce_qui_passe_donne_du_temps(bouts: tuple[socket.socket, socket.socket]) -> None:
    lente = attente(bouts[0], b"")
    avant = lente.limite
    lente.passes += 10 * guichet.DEBIT
    assert lente.limite == avant + 10


def test_une_reponse_ne_retient_pas_qui_l_ecrit(
    bouts: tuple[socket.socket, socket.socket],
) -> None:
    """Ten megabytes for somebody who reads nothing: what does not leave is kept, in order."""
    ici, la = bouts
    sortie = Ecoulement(ici)
    envoi = bytes(range(256)) * 40_000
    sortie.sendall(envoi)
    sortie.sendall(b"fin")
    assert sortie.reste
    ici.setblocking(False)
    recu = bytearray()
    while len(recu) < len(envoi) + 3 - len(sortie.reste):
        recu += la.recv(1 << 20)
    assert bytes(recu + sortie.reste) == envoi + b"fin"


@pytest.mark.parametrize("geste", ["_lire", "_vider"])
def test_a_l_arret_qui_n_a_rien_en_route_n_est_pas_attendu(
    geste: str, bouts: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Silent, or answered and slow to leave; whoever still asks or reads keeps its time."""
    heure = [100.0]
    monkeypatch.setattr(guichet.time, "monotonic", lambda: heure[0])
    ici, _ = bouts
    salle = guichet.Guichet(1, 0, [], None, 30, Config(), None)
    salle.poller, salle.nr_conns = selectors.DefaultSelector(), 1
    conn = TConn(Config(), ici, ("127.0.0.1", 1), ("127.0.0.1", 2))
    salle._poser(Attente(conn, getattr(salle, geste), debut=heure[0]), selectors.EVENT_READ)
    heure[0] += 2
    salle.murder_pending()
    assert salle.nr_conns == 1
    salle.alive = False
    heure[0] += 1
    salle.murder_pending()
    assert (salle.nr_conns, len(salle.attentes)) == (0, 0)
    for en_route, reste in (("_lire", b"GET"), ("_ecrire", b"<html>")):
        autre, la = socket.socketpair()
        conn = TConn(Config(), autre, ("127.0.0.1", 1), ("127.0.0.1", 2))
        pris = Attente(conn, getattr(salle, en_route), debut=heure[0], recu=bytearray(reste))
        salle._poser(pris, selectors.EVENT_WRITE)
        heure[0] += 2
        salle.murder_pending()
        assert conn in salle.attentes
        salle.poller.unregister(autre)
        autre.close()
        la.close()
    salle.poller.close()
    salle.tmp.close()
