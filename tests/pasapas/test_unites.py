"""The units: read by systemd, then each command run as systemd would, on a base of its own: its
user, its settings, its folder. The installation says by itself that all of it works."""

import functools
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

import pytest

from tests.flux import port_libre
from tests.modele import copier
from tests.pasapas.demarrage import RACINE, SECRET

pytestmark = pytest.mark.une_base
DEPLOIEMENT = RACINE / "deploiement"
UNITES = sorted((DEPLOIEMENT / "systemd").iterdir())
CLE = "une-cle-pour-la-supervision"
PATIENCE = 120.0  # seconds before a test gives up
NOBODY = {"user": "nobody", "group": "nogroup", "extra_groups": []}


@pytest.fixture
def dossier() -> Iterator[Path]:
    """Where the account of the service can go: those of pytest are closed to others."""
    with tempfile.TemporaryDirectory(prefix="pasapas-unites.") as lieu:
        Path(lieu).chmod(0o711)
        yield Path(lieu)


@functools.cache
def compte() -> dict[str, Any]:
    """That of the service, where root may give it and where it may run this very Python."""
    if os.geteuid():
        return {}
    essai = ["/bin/sh", "-c", f"{sys.executable} -c '' && test -r {RACINE}/manage.py"]
    muet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return {} if subprocess.run(essai, cwd="/", **muet, **NOBODY).returncode else NOBODY  # noqa: S603


def ici(texte: str, ports: dict[str, str]) -> str:
    for motif, valeur in {"/srv/pas-a-pas": str(RACINE), **ports}.items():
        texte = texte.replace(motif, valeur)
    return texte


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="pas de systemd ici")
def test_systemd_lit_les_unites(tmp_path: Path) -> None:
    for unite in UNITES:
        (tmp_path / unite.name).write_text(ici(unite.read_text(encoding="utf-8"), {}))
    assert lire(tmp_path, *(unite.name for unite in UNITES)) == ""
    faute = tmp_path / "pas-a-pas-pages.service"
    faute.write_text(faute.read_text().replace("RestartSec=2", "RestartSec=deux"))
    assert "deux" in lire(tmp_path, faute.name)


def lire(dossier: Path, *unites: str) -> str:
    """What systemd finds wrong."""
    commande = [
        str(shutil.which("systemd-analyze")),
        "verify",
        *(str(dossier / un) for un in unites),
    ]
    return subprocess.run(commande, capture_output=True, text=True).stderr  # noqa: S603


class Service:
    """One ExecStart, as the account of the service where this one may change account."""

    def __init__(self, nom: str, lieu: Path, ports: dict[str, str]) -> None:
        texte = ici((DEPLOIEMENT / "systemd" / f"{nom}.service").read_text(), ports)
        regles = re.findall(r"^([A-Z_]+)=(.*)$", (DEPLOIEMENT / "exemple.env").read_text(), re.M)
        propres = {
            "PATH": os.environ["PATH"],
            "LD_LIBRARY_PATH": os.environ.get("LD_LIBRARY_PATH", ""),
            "DATABASE_URL": f"sqlite:///{lieu}/pasapas.sqlite3",
            "PASAPAS_VAR": str(lieu),
            "PASAPAS_SAUVEGARDES": str(lieu / "sauvegardes"),
            "PASAPAS_SECRET_KEY": SECRET,
            "PASAPAS_CLE_SANTE": CLE,
        }
        self.journal = lieu / f"{nom}.log"
        with self.journal.open("w") as journal:
            self.processus = subprocess.Popen(  # noqa: S603
                shlex.split(re.search(r"^ExecStart=(.*)$", texte, re.M)[1]),
                cwd=re.search(r"^WorkingDirectory=(.*)$", texte, re.M)[1],
                env={**dict(regles), **propres},
                stdin=subprocess.DEVNULL,
                stdout=journal,
                stderr=journal,
                **compte(),
            )

    def __enter__(self) -> "Service":
        return self

    def __exit__(self, *exc: object) -> None:
        """As systemd stops it; what did not stop would be killed after ten seconds."""
        if self.processus.poll() is None:
            self.processus.terminate()
        try:
            self.processus.wait(10)
        finally:
            self.processus.kill()


def dire(port: str, chemin: str) -> str:
    with suppress(OSError, HTTPException):
        prise = HTTPConnection("127.0.0.1", int(port), timeout=10)
        entetes = {"Host": "fresque.example.org", "Authorization": f"Bearer {CLE}"}
        prise.request("GET", chemin, headers=entetes)
        reponse = prise.getresponse()
        dit = f"{reponse.status} {reponse.read().decode()}"
        prise.close()
        return dit
    return ""


@pytest.mark.tenue
def test_chaque_commande_tient_son_role(dossier: Path) -> None:
    copier(f"sqlite:///{dossier}/pasapas.sqlite3")
    for lieu in (dossier, dossier / "pasapas.sqlite3") if compte() else ():
        shutil.chown(lieu, NOBODY["user"], NOBODY["group"])
    pages, flux = str(port_libre()), str(port_libre())
    ports = {":8000": f":{pages}", "--port 8001": f"--port {flux}", "--workers 4": "--workers 1"}
    with ExitStack() as services:
        ouverts = {
            nom: services.enter_context(Service(f"pas-a-pas-{nom}", dossier, ports))
            for nom in ("pages", "flux", "ouvrier", "quotidien", "sauvegarde")
        }
        for nom in ("quotidien", "sauvegarde"):
            assert ouverts[nom].processus.wait(PATIENCE) == 0, ouverts[nom].journal.read_text()
        limite = time.monotonic() + PATIENCE
        attendu = ("200 prêt", "ouvrier : bien", "sauvegarde : bien")
        while not all(mot in (dit := dire(pages, "/sante/pret/")) for mot in attendu):
            assert time.monotonic() < limite, dit + ouverts["ouvrier"].journal.read_text()
            time.sleep(0.1)
        while not (dit := dire(flux, "/flux/personne/")):
            assert time.monotonic() < limite, ouverts["flux"].journal.read_text()
            time.sleep(0.1)
        assert dit.startswith(("401", "403", "404")), dit  # it answers who has no right, too
        assert all(ouverts[nom].processus.poll() is None for nom in ("pages", "flux", "ouvrier"))
