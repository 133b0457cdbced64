"""Requests that no browser sends, to a real server: each is answered in words, or the line closes,
and the server goes on. ``PASAPAS_ABIMEES=5000`` sends more, ``PASAPAS_GRAINE`` others."""

import os
import random
import re
import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from bench.chaos.terrain import Terrain

pytestmark = pytest.mark.tenue
COMBIEN = int(os.environ.get("PASAPAS_ABIMEES", "150"))
GRAINE = int(os.environ.get("PASAPAS_GRAINE", "1"))
STATUT = re.compile(rb"HTTP/1\.1 (\d{3}) ")
ADRESSES = (
    "/",
    "/comptes/login/",
    "/recueil/abc/",
    "/invitation/",
    "/projets/a/",
    "/static/x",
    "*",
)
METHODES = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PROPFIND", "TRACE", "gEt", "")
ENTETES = (
    "Host: ailleurs.example",
    "Host: 127.0.0.1:99999",
    "Host: [::1",
    "Host: ",
    "Content-Length: -1",
    "Content-Length: 3, 3",
    "Content-Length: 99999999999",
    "Content-Type: multipart/form-data; boundary=",
    "Content-Type: multipart/form-data; boundary=é",
    "Content-Type: application/x-www-form-urlencoded; charset=idna",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: identity",
    "Expect: 200-ok",
    "Cookie: sessionid=\xff\xfe; csrftoken=; ====; a",
    "Cookie: sessionid=" + "a" * 5000,
    "X-Forwarded-For: ::ffff:1.2.3.4, x",
    "X-Forwarded-Proto: https, http",
    "HX-Request: true\tx",
    "HX-Current-URL: http://[",
    "Referer: http://[",
    "Accept-Language: " + "fr," * 900,
    "If-Modified-Since: jamais",
    "Range: bytes=9-1",
    "X\x00Y: z",
    " replié",
    "sans deux-points",
)
CORPS = (b"", b"login=%ff%00&password=\xff", b"--a\r\n", b"a=" * 3000, b"\x00" * 40, b"0\r\n\r\n")


def demandes() -> Iterator[bytes]:
    hasard = random.Random(GRAINE)
    for _ in range(COMBIEN):
        adresse = hasard.choice(ADRESSES) + hasard.choice(
            ["", "?a=%ff&b=%00", "%ff%00", "//..", "é"]
        )
        corps = hasard.choice(CORPS)
        lignes = [f"{hasard.choice(METHODES)} {adresse} HTTP/1.1"]
        if hasard.random() < 0.7:
            lignes.append("Host: 127.0.0.1")
        lignes += hasard.sample(ENTETES, hasard.randrange(4))
        if hasard.random() < 0.7:
            lignes.append(f"Content-Length: {len(corps)}")
        brute = "\r\n".join([*lignes, "", ""]).encode("utf-8") + corps
        if hasard.random() < 0.2:  # a byte is changed on the way
            ou = hasard.randrange(len(brute))
            brute = brute[:ou] + bytes([hasard.randrange(256)]) + brute[ou + 1 :]
        yield brute


def envoyer(port: int, demande: bytes) -> bytes:
    """What is answered until the line closes, or nothing more comes of us."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as prise:
        recu = b""
        with suppress(OSError):
            prise.sendall(demande)
            prise.shutdown(socket.SHUT_WR)
            while morceau := prise.recv(65536):
                recu += morceau
        return recu


def test_aucune_demande_abimee_ne_fait_d_erreur(lieu: Terrain) -> None:
    with lieu.servi():
        for demande in demandes():
            reponse = envoyer(lieu.port, demande)
            trouve = STATUT.match(reponse)
            statut = int(trouve[1]) if trouve else 0  # closed without a word: it was not whole
            assert statut < 500, (demande, reponse[:300])
            if statut >= 400 and not demande.startswith(b"HEAD"):
                assert b'<html lang="fr">' in reponse, (demande, reponse[:300])
        saine = envoyer(lieu.port, b"GET /comptes/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
    assert STATUT.match(saine)[1] == b"200"
