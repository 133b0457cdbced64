"""An error told outside: its kind, where, its number; no word of anybody, whatever was at hand."""

import gzip
import json
import logging
import logging.config
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, OperationalError
from django.test import RequestFactory

from pasapas import VERSION
from pasapas.serveur.journaux import reglages
from pasapas.serveur.numero import numero
from pasapas.serveur.signalement import Signaleur
from tests.pasapas.demarrage import demarrer

pytestmark = pytest.mark.pur
INTIME = "Ce que Léa Morel (lea@example.org) a confié au groupe"


@pytest.fixture
def recus() -> Iterator[tuple[str, list[str]]]:
    """A service that gathers errors: its DSN, and what it was sent."""
    envois: list[str] = []

    class Service(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            corps = self.rfile.read(int(self.headers["Content-Length"]))
            ouvrir = {"br": brotli.decompress, "gzip": gzip.decompress}
            envois.append(ouvrir[self.headers["Content-Encoding"]](corps).decode())
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments: Any) -> None:
            pass

    ecoute = HTTPServer(("127.0.0.1", 0), Service)
    fil = threading.Thread(target=ecoute.serve_forever, kwargs={"poll_interval": 0.01})
    fil.start()
    yield f"http://cle@127.0.0.1:{ecoute.server_port}/1", envois
    ecoute.shutdown()
    fil.join()
    ecoute.server_close()


def confier(texte: str) -> None:
    ici = {"texte": texte}  # what a library that looks around would send
    try:
        raise ValueError(ici["texte"])
    except ValueError as faute:
        raise IntegrityError(texte) from faute


def test_une_faute_se_dit_sans_un_mot_de_personne(recus: tuple[str, list[str]]) -> None:
    dsn, envois = recus
    signaleur = Signaleur(dsn)
    journal = logging.Logger("django.request")
    journal.addHandler(signaleur)
    jeton = numero.set("abcdef0123456789")
    demande = RequestFactory().post(f"/projets/dragibus/?q={INTIME}", {"texte": INTIME})
    for faute in (PermissionDenied(INTIME), OperationalError("no such host")):
        faute.__cause__ = OSError() if isinstance(faute, OperationalError) else None
        journal.error("Refus", exc_info=faute)
    journal.error("Une ligne qui cite %s", INTIME)
    try:
        confier(INTIME)
    except IntegrityError:
        journal.exception("Erreur : %s", demande.get_full_path(), extra={"request": demande})
    numero.reset(jeton)
    signaleur.client.close(timeout=5)
    [envoi] = envois
    for secret in (INTIME, "Morel", "Léa", "lea@example.org", "dragibus"):
        assert secret not in envoi, secret
    dit = json.loads(envoi.splitlines()[2])
    fautes = dit["exception"]["values"]
    assert [une["type"] for une in fautes] == ["ValueError", "IntegrityError"]
    assert {une["value"] for une in fautes} == {""}
    assert fautes[-1]["stacktrace"]["frames"][-1]["function"] == "confier"
    assert "vars" not in envoi
    assert dit["tags"] == {"demande": "abcdef0123456789"}
    assert dit["release"] == f"pas-a-pas@{VERSION}"
    assert not {"request", "user", "breadcrumbs", "modules", "extra"} & dit.keys()
    assert dit.get("server_name", "") == ""


def test_le_dsn_se_regle_et_se_verifie(tmp_path: Path) -> None:
    """Without it nothing of the library is loaded; badly written, it is said at the start."""
    sans = demarrer(PASAPAS_VAR=str(tmp_path))
    assert sans.returncode == 0, sans.stderr
    mal = demarrer(PASAPAS_VAR=str(tmp_path), PASAPAS_ERREURS_DSN="erreurs.example.org")
    assert "PASAPAS_ERREURS_DSN s’écrit https://" in mal.stderr
    formes = reglages("WARNING", "texte", "http://cle@127.0.0.1:9/1")
    assert formes["root"]["handlers"] == ["console", "erreurs"]
    assert "erreurs" not in reglages("WARNING")["handlers"]
