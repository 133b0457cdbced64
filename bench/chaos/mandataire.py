"""What a proxy of deploiement/ lets through: before a stand-in, then before the application."""

import contextlib
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from bench.chaos.edition import reunir
from bench.chaos.portiers import NOM, PORTIERS, Mandataire
from bench.chaos.terrain import Terrain
from bench.chaos.verification import Verdict
from bench.client import HOTE
from bench.instance import free_port

LENTS = 40
SANS_TRACE = ("/recueil/", "/contribuer/")
CHEMINS = ("/", "/flux/a/", "/recueil/a/", "/Recueil/a/", "/contribuer/a/")
SECRETS = (
    "/comptes/password/reset/key/1-secret/?a=secret",
    "/invitation/secret/",
    "/abonnement/secret.ics",
    "/rappels/arret/secret/",
    "/?mot=secret",
)
MENTENT = (
    "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: http\r\nX-Forwarded-Host: a.b\r\n"
    "Forwarded: for=203.0.113.9\r\nUser-Agent: curieux\r\nX-Request-ID: invente-par-lui\r\n"
)


class Doublure(BaseHTTPRequestHandler):
    """In the place of the application: what it would have been asked, and when."""

    recues: list[dict[str, str]] = []
    entendu = threading.Event()  # the stream's first words reached who listens

    def do_GET(self) -> None:
        recue = {n.lower(): v for n, v in self.headers.items()}
        self.recues.append({"chemin": self.path, **recue})
        if self.path == "/flux/suivi/":  # an event, and the connection stays
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            self.wfile.write(b"event: version\ndata: 1\n\n")
            self.wfile.flush()
            self.entendu.wait(10)
            return
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *arguments: Any) -> None:
        pass


@contextmanager
def _doublure() -> Iterator[int]:
    Doublure.recues = []
    Doublure.entendu.clear()
    serveur = ThreadingHTTPServer((HOTE, 0), Doublure)
    threading.Thread(target=serveur.serve_forever, daemon=True).start()
    try:
        yield serveur.server_port
    finally:
        serveur.shutdown()
        serveur.server_close()


def transmettre(nom: str) -> Verdict:
    """Before a stand-in: what is told of who asks, slow bodies, the stream, refusals, the log."""
    verdict = Verdict(f"mandataire {nom}", "aucune")
    with _doublure() as port, PORTIERS[nom]([port], [port]) as ici:
        for chemin in CHEMINS:
            _voir(verdict, chemin, ici.demander(f"GET {chemin}", MENTENT), 200)
        _entetes(verdict)
        for chemin in SECRETS:
            _voir(verdict, chemin, ici.demander(f"GET {chemin}"), 200)
        lourd = ici.demander("POST /a/", "Content-Length: 99999999\r\n")
        _voir(verdict, "envoi trop lourd", lourd, 413, "<html lang")
        _corps_lent(verdict, ici)
        _flux(verdict, ici, "/flux/suivi/", "")
        dits = ici.journal()
    with PORTIERS[nom]([free_port()], [free_port()]) as ici:
        arretee = ici.demander("GET /recueil/secret/")
        _voir(verdict, "application arrêtée", arretee, 503, "<html lang")
        _voir(verdict, "application arrêtée", ici.demander("POST /visite/"), 503, "redémarre")
        if "retry-after: 10" not in arretee[1].lower():
            verdict.fautes.append("rien ne dit quand revenir")
        _journal(verdict, dits + ici.journal(), "/visite/")
    return verdict


def _entetes(verdict: Verdict) -> None:
    """What the application is told of who asks, whatever they pretend."""
    for recue in Doublure.recues:
        recueil = recue["chemin"].lower().startswith(SANS_TRACE)
        vus = [recue.get(nom, "") for nom in ("host", "x-forwarded-proto", "x-forwarded-for")]
        attendus = [NOM, "https", "" if recueil else HOTE]
        faux = vus != attendus or bool({"x-forwarded-host", "forwarded"} & recue.keys())
        suivi = recue.get("x-request-id", "")  # ours, or none where nothing may follow an answer
        faux = faux or suivi == "invente-par-lui" or bool(suivi) == recueil
        if faux or (recueil and recue.get("user-agent")):
            verdict.fautes.append(f"entêtes transmis : {recue}")
    if [recue["chemin"] for recue in Doublure.recues] != list(CHEMINS):
        verdict.fautes.append(f"demandes transmises : {Doublure.recues}")


def _corps_lent(verdict: Verdict, ici: Mandataire) -> None:
    """Half a body reaches nobody; whole, it does."""
    avant = len(Doublure.recues)
    with ici.ouvrir() as prise:
        tete = f"POST /lent/ HTTP/1.1\r\nHost: {NOM}\r\nContent-Length: 4\r\n\r\nab"
        prise.sendall(tete.encode())
        time.sleep(0.3)
        if len(Doublure.recues) != avant:
            verdict.fautes.append("une moitié d’envoi est passée")
        prise.sendall(b"cd")
        _voir(verdict, "envoi lent", (int(prise.recv(4096)[9:12]), ""), 200)


def _journal(verdict: Verdict, journal: str, visite: str) -> None:
    dits = [mot for mot in ("recueil", "contribuer", "secret") if mot in journal.lower()]
    verdict.fautes += [f"le journal du mandataire dit « {mot} »" for mot in dits]
    if visite not in journal or HOTE not in journal:
        verdict.fautes.append("le journal du mandataire ne dit pas les visites")


def mesurer(lieu: Terrain, nom: str) -> Verdict:
    """Before the application: pages behind slow senders, worn links, the stream."""
    verdict = Verdict(f"mandataire {nom}", lieu.base)
    (temoin,) = reunir(lieu, nom, 1, lambda: True)
    with lieu.servi(), lieu.ecoute(), PORTIERS[nom]([lieu.port], [lieu.flux]) as ici:
        cookie = f"Cookie: {temoin.cookie}\r\n"
        with _envois_lents(ici):
            page = ici.demander(f"GET {temoin.fiche}", cookie)
        _voir(verdict, "page, derrière des envois lents", page, 200)
        _voir(verdict, "recueil inconnu", ici.demander("GET /Recueil/secret-du-recueil/"), 404)
        lien = ici.demander("GET /comptes/password/reset/key/1-secret/?a=secret")
        _voir(verdict, "lien usé", lien, 200)
        _flux(verdict, ici, f"/flux/{nom}/", cookie)
        _journal(verdict, ici.journal(), temoin.fiche)
    temoin.fermer()
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
    if statut != attendu or dit not in texte:
        verdict.fautes.append(f"{quoi} : réponse {statut}, {texte[-200:]!r}")


def _flux(verdict: Verdict, ici: Mandataire, chemin: str, cookie: str) -> None:
    """The version is said at once, though the answer never ends."""
    with ici.ouvrir() as prise:
        prise.settimeout(5)
        prise.sendall(f"GET {chemin} HTTP/1.1\r\nHost: {NOM}\r\n{cookie}\r\n".encode())
        dit = ""
        with contextlib.suppress(OSError):
            while "event: version" not in dit and (morceau := prise.recv(4096)):
                dit += morceau.decode()
    Doublure.entendu.set()
    verdict.acquis += 1
    if "event: version" not in dit:
        verdict.fautes.append(f"le flux ne passe pas : {dit[:200]!r}")
