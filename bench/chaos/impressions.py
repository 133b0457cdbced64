"""The worker killed while it prints, again and again, while people write: each print that was asked
for is there, and was made once."""

import os
import random
import signal
import statistics
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode

from bench.chaos.edition import PERSONNES, reunir
from bench.chaos.malveillance import duree_de_la_fiche
from bench.chaos.redacteur import Redacteur
from bench.chaos.terrain import Terrain
from bench.chaos.verification import Verdict, verifier
from bench.client import Echec

SLUG = "impression"
PLANCHES = ("eclaire", "acteurs", "etat-des-lieux", "autodiagnostic", "actions")
PLAFOND = 3.0  # times what the page of a fiche takes while they write and nothing prints
PATIENCE = 300  # seconds for the last ones
PAGES = 20  # asked for before anybody writes
SUITE = 4  # pages in a row while it prints, then as many while the worker holds its breath


def mesurer(
    lieu: Terrain,
    morts: int,
    *,
    planches: tuple[str, ...] = PLANCHES,
    personnes: int = PERSONNES,
) -> Verdict:
    """``morts``: how many times the worker is killed; ``planches``: what each print holds."""
    fini, hasard, depart = threading.Event(), random.Random(11), time.monotonic()
    gens = reunir(lieu, SLUG, 2 * personnes + 1, lambda: not fini.is_set())
    redacteurs, imprimeurs, temoin = gens[:personnes], gens[personnes:-1], gens[-1]
    demandees: set[str] = set()
    statuts: Counter[int] = Counter()
    with lieu.servi():
        seule = statistics.median(duree_de_la_fiche(temoin) for _ in range(PAGES))
        ouvrier = _embaucher(lieu)
        for redacteur in redacteurs:
            redacteur.start()
        durees: list[float] = []
        calmes: list[float] = []
        try:
            _ensemble(imprimeurs, planches, demandees, statuts)
            for rang in range(morts):
                attente = time.monotonic() + hasard.uniform(0.2, 2)
                while time.monotonic() < attente:
                    _comparer(temoin, ouvrier, durees, calmes)
                os.kill(ouvrier, signal.SIGKILL)
                ouvrier = _embaucher(lieu)
                _demander(imprimeurs[rang % personnes], planches, 1 + rang % 9, demandees, statuts)
            fini.set()
            for redacteur in redacteurs:
                redacteur.join()
            _attendre(lieu)
        finally:
            fini.set()
            os.kill(ouvrier, signal.SIGKILL)
            for un in (*imprimeurs, temoin):
                un.fermer()
    verdict = verifier(SLUG, lieu, SLUG, redacteurs)
    _compter(verdict, lieu, demandees)
    verdict.codes += statuts
    _juger(verdict, statistics.median(durees), statistics.median(calmes), seule)
    verdict.detail |= {
        "ouvrier_tué": morts,
        "pages": len(durees),
        "duree_s": round(time.monotonic() - depart, 1),
    }
    return verdict


def _juger(verdict: Verdict, occupee: float, calme: float, seule: float) -> None:
    """Seconds of the page while it prints, while nothing does, and while nobody writes either."""
    if (rapport := occupee / calme) > PLAFOND:
        verdict.fautes.append(f"la fiche met {rapport:.1f} fois son temps")
    verdict.detail |= {
        "fiche_rapport": round(rapport, 2),
        "fiche_seule_rapport": round(occupee / seule, 2),
        "fiche_ms": round(1000 * occupee),
    }


def _comparer(temoin: Redacteur, ouvrier: int, durees: list[float], calmes: list[float]) -> None:
    """Pages while it prints, then while that print stands still: whatever else the machine does,
    it does to both."""
    durees += [duree_de_la_fiche(temoin) for _ in range(SUITE)]
    with _en_suspens(ouvrier):
        calmes += [duree_de_la_fiche(temoin) for _ in range(SUITE)]


@contextmanager
def _en_suspens(ouvrier: int) -> Iterator[None]:
    """The worker first, that it gives birth to nobody meanwhile; then what it gave birth to."""
    os.kill(ouvrier, signal.SIGSTOP)
    nes = [int(pid) for pid in Path(f"/proc/{ouvrier}/task/{ouvrier}/children").read_text().split()]
    for pid in nes:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in (*nes, ouvrier):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)


def _embaucher(lieu: Terrain) -> int:
    """A worker, once it is seen: nobody prints within a request meanwhile."""
    avant = lieu.demander("ouvriers_vus")
    pid = int(lieu.demander("embaucher", 1))
    limite = time.monotonic() + 30
    while lieu.demander("ouvriers_vus") <= avant:
        if time.monotonic() > limite:
            raise Echec("L’ouvrier ne se montre pas")
        time.sleep(0.05)
    return pid


def _ensemble(
    imprimeurs: list[Redacteur],
    planches: tuple[str, ...],
    demandees: set[str],
    statuts: Counter[int],
) -> None:
    fils = [
        threading.Thread(target=_demander, args=(un, planches, rang, demandees, statuts))
        for rang, un in enumerate(imprimeurs, 1)
    ]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()


def _demander(
    qui: Redacteur,
    planches: tuple[str, ...],
    vierges: int,
    demandees: set[str],
    statuts: Counter[int],
) -> None:
    """On a connection of its own: the last one was long ago. Someone who waits for several
    already is told so: that is no print."""
    qui.fermer()
    champs = [*(("planche", code) for code in planches), ("vierges", str(vierges))]
    reponse = qui.demander("POST", f"/projets/{SLUG}/imprimer/", urlencode(champs).encode())
    if reponse is None:
        raise Echec("Une impression demandée n’a pas eu de réponse")
    statuts[reponse.status] += 1
    for ligne in reponse.tetes.decode().splitlines():
        nom, _, valeur = ligne.partition(": ")
        if nom.lower() == "location":
            demandees.add(valeur.split("/imprimer/")[1].split("/")[0])


def _attendre(lieu: Terrain) -> None:
    limite = time.monotonic() + PATIENCE
    while lieu.demander("ou_en_sont_les_impressions", SLUG)["attendent"]:
        if time.monotonic() > limite:
            raise Echec("Des impressions attendent encore")
        time.sleep(0.5)


def _compter(verdict: Verdict, lieu: Terrain, demandees: set[str]) -> None:
    fin = lieu.demander("ou_en_sont_les_impressions", SLUG)
    verdict.acquis += len(demandees)
    verdict.perdus += [f"impression {pk}" for pk in sorted(demandees) if not fin["pretes"].get(pk)]
    verdict.doubles += [f"impression {pk}" for pk, faits in fin["faits"].items() if faits != 1]
    verdict.detail |= {"impressions": len(demandees), "reprises": fin["reprises"]}
