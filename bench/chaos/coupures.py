"""`kill -9` of every process of the server in the middle of writes, then the same writes again."""

import random
import threading
import time
from collections.abc import Callable

from bench.chaos.edition import reunir
from bench.chaos.redacteur import Redacteur
from bench.chaos.terrain import Terrain, sqlite
from bench.chaos.verification import Verdict, verifier

PERSONNES = 4
Reunir = Callable[[Terrain, str, int, Callable[[], bool]], list[Redacteur]]


def mesurer(
    lieu: Terrain,
    cycles: int,
    partie: str = "coupures",
    reunir: Reunir = reunir,
    personnes: int = PERSONNES,
) -> Verdict:
    """``reunir`` brings the people who write, whatever their way of writing."""
    fin = threading.Event()
    redacteurs = reunir(lieu, partie, personnes, lambda: not fin.is_set())
    hasard, fautes, depart = random.Random(5), [], time.monotonic()
    lieu.lancer()
    try:
        for redacteur in redacteurs:
            redacteur.start()
        for _ in range(cycles):
            _attendre_une_ecriture(redacteurs, hasard)
            lieu.tuer()
            fautes += _pages_abimees(lieu)
            lieu.lancer()
    finally:
        fin.set()
        for redacteur in redacteurs:
            redacteur.join(90)
        lieu.demander("arreter", lieu.port)
    duree = time.monotonic() - depart
    verdict = verifier(partie, lieu, partie, redacteurs, cycles=cycles, duree_s=round(duree, 1))
    verdict.fautes += fautes
    return verdict


def _attendre_une_ecriture(redacteurs: list, hasard: random.Random) -> None:
    """Until someone was acknowledged since the start, so that each life of the server writes;
    then a little more, to fall anywhere in the next writes."""
    avant = sum(len(r.carnet.mots) for r in redacteurs)
    limite = time.monotonic() + 30
    while sum(len(r.carnet.mots) for r in redacteurs) == avant and time.monotonic() < limite:
        if not any(r.is_alive() for r in redacteurs):
            return  # the check that follows tells why
        time.sleep(0.005)
    time.sleep(hasard.uniform(0, 0.2))


def _pages_abimees(lieu: Terrain) -> list[str]:
    """The database as the killed server left it, before anyone repairs it."""
    if lieu.base != "sqlite":
        return []  # its server was not killed: looked at once, at the end
    base = sqlite(lieu)
    try:
        return [ligne[0] for ligne in base.execute("PRAGMA integrity_check") if ligne[0] != "ok"]
    finally:
        base.close()
