"""deploiement/nginx.conf as it is written, but for its names and ports, before the application."""

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from bench.chaos.edition import reunir
from bench.chaos.terrain import Terrain
from bench.chaos.verification import Verdict
from bench.client import HOTE, Echec
from bench.instance import RACINE, free_port

CONF = RACINE / "deploiement" / "nginx.conf"
CADRE = """daemon off;
pid {dossier}/nginx.pid;
error_log {dossier}/erreurs.log;
events {{ worker_connections 512; }}
http {{
    default_type application/octet-stream;
    types {{ text/html html; }}
    client_body_temp_path {dossier}/corps;
    proxy_temp_path {dossier}/reponses;
    fastcgi_temp_path {dossier}/f;
    uwsgi_temp_path {dossier}/u;
    scgi_temp_path {dossier}/s;
    include {dossier}/site.conf;
}}
"""
LENTS = 40
CHEMINS = ("/", "/flux/a/", "/recueil/a/", "/Recueil/a/")
NOM = "localhost"  # what the application is served as in a trial


def programme() -> str:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin") or ""


class Echo(BaseHTTPRequestHandler):
    """In the place of the application: what it would have been asked."""

    recues: list[dict[str, str]] = []

    def do_GET(self) -> None:
        self.recues.append({"chemin": self.path, **{n.lower(): v for n, v in self.headers.items()}})
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, *arguments: Any) -> None:
        pass


@dataclass
class Mandataire:
    port: int
    dossier: Path

    def ouvrir(self) -> ssl.SSLSocket:
        contexte = ssl.create_default_context()
        contexte.check_hostname, contexte.verify_mode = False, ssl.CERT_NONE
        prise = socket.create_connection((HOTE, self.port), timeout=15)
        return contexte.wrap_socket(prise, server_hostname=NOM)

    def demander(self, demande: str, entetes: str = "") -> tuple[int, str]:
        with self.ouvrir() as prise:
            lignes = f"{demande} HTTP/1.1\r\nHost: {NOM}\r\nConnection: close\r\n{entetes}\r\n"
            prise.sendall(lignes.encode())
            dit = b""
            with contextlib.suppress(OSError):
                while morceau := prise.recv(65536):
                    dit += morceau
        return (int(dit[9:12]) if dit else 0), dit.decode(errors="replace")


@contextmanager
def nginx(pages: int, flux: int) -> Iterator[Mandataire]:
    """nginx in front of these two ports, with a certificate of its own."""
    with tempfile.TemporaryDirectory(prefix="pasapas-nginx.") as temporaire:
        ici = Mandataire(free_port(), Path(temporaire))
        site = CONF.read_text()
        for motif, valeur in {
            "fresque.example.org": NOM,
            "/srv/pas-a-pas": str(RACINE),
            "/etc/ssl/pas-a-pas": temporaire,
            "/var/log/nginx/pas-a-pas.log": f"{temporaire}/visites.log",
            "listen 80": f"listen {HOTE}:{free_port()}",
            "listen 443": f"listen {HOTE}:{ici.port}",
            "127.0.0.1:8000": f"{HOTE}:{pages}",
            "127.0.0.1:8001": f"{HOTE}:{flux}",
        }.items():
            site = site.replace(motif, valeur)
        (ici.dossier / "site.conf").write_text(site)
        compte = "user root;\n" if os.getuid() == 0 else ""  # another one could not read it
        (ici.dossier / "nginx.conf").write_text(compte + CADRE.format(dossier=temporaire))
        cle = ["-keyout", f"{temporaire}/privkey.pem", "-out", f"{temporaire}/fullchain.pem"]
        certificat = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
        subprocess.run([*certificat, "-subj", f"/CN={NOM}", *cle], check=True, capture_output=True)
        commande = [programme(), "-p", temporaire, "-c", f"{temporaire}/nginx.conf"]
        processus = subprocess.Popen(commande, stderr=subprocess.PIPE, text=True)
        try:
            _attendre(ici, processus)
            yield ici
        finally:
            processus.terminate()
            processus.communicate(timeout=10)


def _attendre(ici: Mandataire, processus: subprocess.Popen[str]) -> None:
    limite = time.monotonic() + 10
    while time.monotonic() < limite and processus.poll() is None:
        with contextlib.suppress(OSError):
            ici.ouvrir().close()
            return
        time.sleep(0.05)
    raise Echec(f"nginx ne démarre pas : {processus.stderr.read() if processus.stderr else ''}")


def mesurer(lieu: Terrain) -> Verdict:
    verdict = Verdict("mandataire", lieu.base)
    _entetes(verdict)
    (temoin,) = reunir(lieu, "mandataire", 1, lambda: True)
    with lieu.servi(), lieu.ecoute(), nginx(lieu.port, lieu.flux) as ici:
        cookie = f"Cookie: {temoin.cookie}\r\n"
        with _envois_lents(ici):
            page = ici.demander(f"GET {temoin.fiche}", cookie)
        _voir(verdict, "page, derrière des envois lents", page, 200)
        lourd = ici.demander("POST /comptes/login/", "Content-Length: 99999999\r\n")
        _voir(verdict, "envoi trop lourd", lourd, 413, "<html lang")
        _voir(verdict, "recueil inconnu", ici.demander("GET /Recueil/secret-du-recueil/"), 404)
        lien = ici.demander("GET /comptes/password/reset/key/1-secret/?a=secret")
        _voir(verdict, "lien usé", lien, 200)
        _flux(verdict, ici, cookie)
        journal = "".join((ici.dossier / nom).read_text() for nom in ("visites.log", "erreurs.log"))
    temoin.fermer()
    dits = [mot for mot in ("recueil", "secret") if mot in journal.lower()]
    verdict.fautes += [f"le journal du mandataire dit « {mot} »" for mot in dits]
    if temoin.fiche not in journal or HOTE not in journal:
        verdict.fautes.append("le journal du mandataire ne dit pas les visites")
    return verdict


@contextmanager
def _envois_lents(ici: Mandataire) -> Iterator[None]:
    tete = f"POST /comptes/login/ HTTP/1.1\r\nHost: {NOM}\r\nContent-Length: 90\r\n\r\na"
    with ExitStack() as lents:
        for _ in range(LENTS):
            lents.enter_context(ici.ouvrir()).sendall(tete.encode())
        yield


def _voir(
    verdict: Verdict, quoi: str, reponse: tuple[int, str], attendu: int, dit: str = ""
) -> None:
    statut, texte = reponse
    verdict.acquis += 1
    verdict.codes[statut] += 1
    if (attendu and statut != attendu) or dit not in texte:
        verdict.fautes.append(f"{quoi} : réponse {statut}, {texte[-200:]!r}")


def _flux(verdict: Verdict, ici: Mandataire, cookie: str) -> None:
    """The version is said at once, though the answer never ends."""
    with ici.ouvrir() as prise:
        prise.sendall(f"GET /flux/mandataire/ HTTP/1.1\r\nHost: {NOM}\r\n{cookie}\r\n".encode())
        dit = ""
        with contextlib.suppress(OSError):
            while "event: version" not in dit:
                dit += prise.recv(4096).decode()
    verdict.acquis += 1
    if "event: version" not in dit:
        verdict.fautes.append(f"le flux ne passe pas : {dit[:200]!r}")


def _entetes(verdict: Verdict) -> None:
    """What the application is told of who asks, whatever they pretend."""
    Echo.recues = []
    serveur = ThreadingHTTPServer((HOTE, 0), Echo)
    fil = threading.Thread(target=serveur.serve_forever, daemon=True)
    fil.start()
    mentent = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a.b\r\n"
    try:
        with nginx(serveur.server_port, serveur.server_port) as ici:
            for chemin in CHEMINS:
                ici.demander(f"GET {chemin}", mentent)
    finally:
        serveur.shutdown()
        serveur.server_close()
    for recue in Echo.recues:
        adresse = "" if recue["chemin"].lower().startswith("/recueil/") else HOTE
        vus = [recue.get(nom, "") for nom in ("host", "x-forwarded-proto", "x-forwarded-for")]
        if vus != [NOM, "https", adresse] or "x-forwarded-host" in recue:
            verdict.fautes.append(f"entêtes transmis : {recue}")
    verdict.acquis += len(Echo.recues)
    if [recue["chemin"] for recue in Echo.recues] != list(CHEMINS):
        verdict.fautes.append(f"demandes transmises : {Echo.recues}")
