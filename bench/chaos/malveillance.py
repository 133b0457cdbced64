"""People who send slowly, read slowly, print together, listen by hundreds, bring trapped tables:
the pages of the others are served meanwhile, and what is refused is said in words."""

import re
import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from urllib.parse import urlencode

from bench.chaos.edition import reunir
from bench.chaos.redacteur import Redacteur
from bench.chaos.terrain import Terrain
from bench.chaos.verification import Verdict
from bench.client import HOTE, Connexion, Reponse

LENTS, IMPRESSIONS, ECOUTES = 90, 8, 400
PLANCHES = ("eclaire", "acteurs", "etat-des-lieux", "autodiagnostic", "actions", "fiche-1")
PAR_COMPTE = 20  # streams, as the settings say
PLAFOND = 5.0  # times the calm time of the page of a fiche
TABLEAU_MAX = 2.0  # seconds of CPU
DATEE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4} [A-Z]+ [\w.]+( \[[\w-]+\])? :")
ENVOIS = (
    b"POST /comptes/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nlogin=a",
    b"GET / HTTP/1.1\r\nHost: 127",
    b"",
)


def mesurer(
    lieu: Terrain,
    *,
    pages: int,
    impressions: int = IMPRESSIONS,
    ecoutes: int = ECOUTES,
    papier: tuple[str, ...] = PLANCHES,
) -> Verdict:
    """``pages``: how many are asked for in a calm moment, and during each trial; ``papier``: what
    is printed of the fresque. No worker is there: each print is made within its request."""
    verdict = Verdict("malveillance", lieu.base)
    (temoin,) = reunir(lieu, "malveillance", 1, lambda: True)
    slug = "malveillance"
    with lieu.servi(), lieu.ecoute():
        calme = statistics.median(_durees(temoin, pages))
        verdict.detail["fiche_calme_ms"] = round(1000 * calme, 1)
        for nom, gens in (("envois lents", _envois_lents), ("lecteurs lents", _lecteurs_lents)):
            with gens(temoin, slug):
                _comparer(verdict, nom, _durees(temoin, pages), calme)
        durees, statuts = _imprimer(temoin, slug, papier, impressions, verdict)
        _comparer(verdict, f"{impressions} impressions", durees, calme)
        verdict.detail["impressions"] = _dire(statuts)
        verdict.detail["écoutes"] = _dire(_ecouter(lieu, temoin, slug, ecoutes, verdict))
    temoin.fermer()
    verdict.codes += temoin.carnet.codes
    verdict.codes += statuts
    verdict.detail["tableau_max_s"] = _tableaux(lieu, verdict)
    verdict.fautes += _lignes_sans_date(lieu)
    return verdict


def _durees(temoin: Redacteur, combien: int) -> list[float]:
    return [duree_de_la_fiche(temoin) for _ in range(combien)]


def duree_de_la_fiche(temoin: Redacteur) -> float:
    """On a connection of its own: as somebody who comes."""
    temoin.fermer()
    depart = time.perf_counter()
    temoin.lire(temoin.fiche)
    return time.perf_counter() - depart


def _comparer(verdict: Verdict, nom: str, durees: list[float], calme: float) -> None:
    rapport = statistics.median(durees) / calme
    verdict.acquis += len(durees)
    verdict.detail[f"{nom}_rapport"] = round(rapport, 2)
    verdict.detail[f"{nom}_max_ms"] = round(1000 * max(durees))
    if rapport > PLAFOND:
        verdict.fautes.append(f"{nom} : la fiche met {rapport:.1f} fois son temps")


@contextmanager
def _envois_lents(temoin: Redacteur, slug: str) -> Iterator[None]:
    """Bodies, headers, connections that say nothing: none of them ends."""
    with ExitStack() as prises:
        for rang in range(LENTS):
            prise = socket.create_connection((HOTE, temoin.port), timeout=10)
            prises.callback(prise.close)
            prise.sendall(ENVOIS[rang % len(ENVOIS)])
        yield


@contextmanager
def _lecteurs_lents(temoin: Redacteur, slug: str) -> Iterator[None]:
    """They ask for the whole wall, and read nothing of it."""
    demande = _demande(temoin, f"/projets/{slug}/")
    with ExitStack() as prises:
        for _ in range(LENTS):
            prise = socket.socket()
            prises.callback(prise.close)
            prise.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            prise.connect((HOTE, temoin.port))
            prise.sendall(demande)
        time.sleep(1)  # let them be answered: what counts is what they then leave unread
        yield


def _imprimer(
    temoin: Redacteur, slug: str, papier: tuple[str, ...], combien: int, verdict: Verdict
) -> tuple[list[float], Counter[int]]:
    """Different prints asked for at once, and the times of the page until the last one is out."""
    statuts: Counter[int] = Counter()

    def une(vierges: int) -> None:
        champs = [*(("planche", code) for code in papier), ("vierges", str(vierges))]
        corps = urlencode(champs).encode()
        connexion = Connexion(temoin.port)
        connexion.socket.settimeout(120)
        connexion.send(temoin.requete("POST", f"/projets/{slug}/imprimer/", corps))
        while (reponse := connexion.receive()) is None:
            pass
        connexion.close()
        statuts[reponse.status] += 1
        verdict.fautes += _defauts(reponse)

    fils = [threading.Thread(target=une, args=(rang % 10,)) for rang in range(combien)]
    for fil in fils:
        fil.start()
    durees = []
    while any(fil.is_alive() for fil in fils) or not durees:
        durees.append(duree_de_la_fiche(temoin))
        time.sleep(0.02)
    for fil in fils:
        fil.join()
    if not statuts[302]:
        verdict.fautes.append("aucune impression n’est sortie")
    return durees, statuts


def _defauts(reponse: Reponse) -> Iterator[str]:
    if reponse.status == 302:
        if b"/fresque.pdf" not in reponse.tetes:
            yield "une impression n’est pas prête"
        return
    if reponse.status == 422:
        if "Vous attendez déjà" not in reponse.corps.decode():
            yield "impression : un refus sans sa raison"
        return
    if reponse.status != 503 or b"retry-after:" not in reponse.tetes.lower():
        yield f"impression : réponse {reponse.status}, ou sans Retry-After"
    elif "L’imprimante est prise" not in reponse.corps.decode():
        yield "impression : pas de message"


def _ecouter(
    lieu: Terrain, temoin: Redacteur, slug: str, combien: int, verdict: Verdict
) -> Counter[int]:
    statuts: Counter[int] = Counter()
    demande = _demande(temoin, f"/flux/{slug}/")
    with ExitStack() as prises:
        for _ in range(combien):
            prise = socket.create_connection((HOTE, lieu.flux), timeout=10)
            prises.callback(prise.close)
            prise.sendall(demande)
            with suppress(TimeoutError):
                statuts[int(prise.recv(4096)[9:12])] += 1
    if statuts[200] != min(combien, PAR_COMPTE) or set(statuts) - {200, 429}:
        verdict.fautes.append(f"une personne ouvre des flux : {_dire(statuts)}")
    return statuts


def _demande(temoin: Redacteur, adresse: str) -> bytes:
    lignes = (
        f"GET {adresse} HTTP/1.1",
        f"Host: {HOTE}:{temoin.port}",
        f"Cookie: {temoin.cookie}",
        "",
        "",
    )
    return "\r\n".join(lignes).encode()


def _tableaux(lieu: Terrain, verdict: Verdict) -> float:
    durees: dict[str, float] = lieu.demander("tableaux")
    verdict.fautes += [
        f"tableau « {nom} » : {duree:.1f} s" for nom, duree in durees.items() if duree > TABLEAU_MAX
    ]
    return round(max(durees.values()), 2)


def _lignes_sans_date(lieu: Terrain) -> list[str]:
    lignes = lieu.journal.read_text().splitlines()
    sans = [ligne for ligne in lignes if not DATEE.match(ligne)]
    return [f"journal sans date : {ligne[:200]}" for ligne in sans[:5]]


def _dire(statuts: Counter[int]) -> str:
    return ", ".join(f"{statut} : {nombre}" for statut, nombre in sorted(statuts.items()))
