"""The proxies of deploiement/ as they are written, but for their names, ports and folders."""

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from bench.client import HOTE, Connexion, Echec
from bench.instance import RACINE, free_port

DEPLOIEMENT = RACINE / "deploiement"
NOM = "localhost"  # what the application is served as in a trial
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


def programme(nom: str) -> str:
    ailleurs = f"/usr/sbin:{RACINE}/.syslibs/usr/sbin:{RACINE}/.syslibs/usr/bin"
    return shutil.which(nom) or shutil.which(nom, path=ailleurs) or ""


@dataclass
class Mandataire:
    """``autorite``: the certificate that its own is checked against."""

    port: int
    dossier: Path
    autorite: Path

    def ouvrir(self) -> ssl.SSLSocket:
        contexte = ssl.create_default_context(cafile=str(self.autorite))
        prise = socket.create_connection((HOTE, self.port), timeout=15)
        return contexte.wrap_socket(prise, server_hostname=NOM)

    def demander(self, demande: str, entetes: str = "") -> tuple[int, str]:
        """Status, headers and body; 0 when the connection is cut before."""
        with self.ouvrir() as prise, contextlib.suppress(OSError, HTTPException):
            lignes = f"{demande} HTTP/1.1\r\nHost: {NOM}\r\nConnection: close\r\n{entetes}\r\n"
            prise.sendall(lignes.encode())
            reponse = HTTPResponse(prise)
            reponse.begin()
            return reponse.status, f"{reponse.headers}{reponse.read().decode(errors='replace')}"
        return 0, ""

    def journal(self) -> str:
        noms = ("visites.log", "erreurs.log")
        lieux = [self.dossier / nom for nom in noms]
        return "".join(lieu.read_text() for lieu in lieux if lieu.exists())


class ParMandataire(Connexion):
    """One connection kept open, by the proxy's HTTPS."""

    def __init__(self, mandataire: Mandataire) -> None:
        self.socket, self.recu, self.debut = mandataire.ouvrir(), bytearray(), 0.0


def _ecrire(modele: str, valeurs: Mapping[str, str], lieu: Path) -> None:
    """The file of deploiement/, each of these words changed; one it does not say is a fault."""
    texte = (DEPLOIEMENT / modele).read_text()
    for motif, valeur in valeurs.items():
        if motif not in texte:
            raise Echec(f"{modele} ne dit pas « {motif} »")
        texte = texte.replace(motif, valeur)
    lieu.write_text(texte)


@contextmanager
def nginx(pages: Sequence[int], flux: Sequence[int]) -> Iterator[Mandataire]:
    """In front of these ports, with a certificate of its own."""
    with tempfile.TemporaryDirectory(prefix="pasapas-nginx.") as temporaire:
        dossier = Path(temporaire)
        ici = Mandataire(free_port(), dossier, dossier / "fullchain.pem")
        valeurs = {
            "fresque.example.org": NOM,
            "/srv/pas-a-pas": str(RACINE),
            "/etc/ssl/pas-a-pas": temporaire,
            "/var/log/nginx/pas-a-pas.log": f"{temporaire}/visites.log",
            "listen 80": f"listen {HOTE}:{free_port()}",
            "listen 443": f"listen {HOTE}:{ici.port}",
            "server 127.0.0.1:8000 ": _lignes(pages),
            "server 127.0.0.1:8001 ": _lignes(flux),
        }
        _ecrire("nginx.conf", valeurs, dossier / "site.conf")
        compte = "user root;\n" if os.getuid() == 0 else ""  # another one could not read it
        (dossier / "nginx.conf").write_text(compte + CADRE.format(dossier=temporaire))
        cle = ["-keyout", f"{temporaire}/privkey.pem", "-out", f"{temporaire}/fullchain.pem"]
        forme = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
        pour = ["-subj", f"/CN={NOM}", "-addext", f"subjectAltName=DNS:{NOM}"]
        certificat = ["openssl", "req", "-x509", *forme, *pour, *cle]
        subprocess.run(certificat, check=True, capture_output=True)
        commande = [programme("nginx"), "-p", temporaire, "-c", f"{temporaire}/nginx.conf"]
        yield from _tenir(ici, commande, {})


def _lignes(ports: Sequence[int]) -> str:
    return " fail_timeout=2s; ".join(f"server {HOTE}:{port}" for port in ports) + " "


@contextmanager
def caddy(pages: Sequence[int], flux: Sequence[int]) -> Iterator[Mandataire]:
    """The same; on a local name, Caddy is its own authority."""
    with tempfile.TemporaryDirectory(prefix="pasapas-caddy.") as temporaire:
        dossier, port = Path(temporaire), free_port()
        ici = Mandataire(port, dossier, dossier / "caddy/pki/authorities/local/root.crt")
        # Nothing of this machine is touched: neither its certificates nor its ports.
        a_part = ("admin off", "skip_install_trust", f"http_port {free_port()}")
        valeurs = {
            "{\n\tservers {": "{\n\t"
            + "\n\t".join(a_part)
            + f"\n\thttps_port {port}\n\tservers {{",
            "/srv/pas-a-pas": str(RACINE),
            "/var/log/caddy/pas-a-pas.log": f"{temporaire}/visites.log",
        }
        _ecrire("Caddyfile", valeurs, dossier / "Caddyfile")
        lieux = dict.fromkeys(("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME"), temporaire)
        roles = {"PAGES": pages, "FLUX": flux}  # as the compose file says them
        lieux |= {nom: " ".join(f"{HOTE}:{un}" for un in ports) for nom, ports in roles.items()}
        commande = [programme("caddy"), "run", "--config", f"{temporaire}/Caddyfile"]
        yield from _tenir(
            ici, [*commande, "--adapter", "caddyfile"], {**os.environ, **lieux, "NOM": NOM}
        )


def _tenir(
    ici: Mandataire, commande: Sequence[str], environnement: Mapping[str, str]
) -> Iterator[Mandataire]:
    with (ici.dossier / "erreurs.log").open("a") as journal:
        processus = subprocess.Popen(
            commande, stderr=journal, stdout=journal, env=environnement or None
        )
        try:
            _attendre(ici, processus)
            yield ici
        finally:
            processus.terminate()
            processus.wait(timeout=10)


def _attendre(ici: Mandataire, processus: subprocess.Popen[bytes]) -> None:
    limite = time.monotonic() + 10
    while time.monotonic() < limite and processus.poll() is None:
        with contextlib.suppress(OSError):
            ici.ouvrir().close()
            return
        time.sleep(0.05)
    raise Echec(f"Le mandataire ne démarre pas : {ici.journal()[-2000:]}")


Ouvrir = Callable[[Sequence[int], Sequence[int]], AbstractContextManager[Mandataire]]
PORTIERS: dict[str, Ouvrir] = {"nginx": nginx, "caddy": caddy}
