"""Eight people on the three texts of one fiche, often starting from what is no longer there."""

import itertools
import time
from collections.abc import Callable

from bench.chaos.redacteur import Redacteur
from bench.chaos.terrain import Terrain
from bench.chaos.verification import Verdict, verifier

PERSONNES = 8


def reunir(
    lieu: Terrain, slug: str, personnes: int, continuer: Callable[[], bool]
) -> list[Redacteur]:
    """A new projet and the people who will write on it; none has started yet."""
    entrees = lieu.demander("ouvrir", slug, personnes)
    return [
        Redacteur(lieu.port, slug, f"p{rang}", entree, continuer, rang)
        for rang, entree in enumerate(entrees)
    ]


def mesurer(lieu: Terrain, editions: int) -> Verdict:
    restants = itertools.count(1)
    redacteurs = reunir(lieu, "edition", PERSONNES, lambda: next(restants) <= editions)
    depart = time.monotonic()
    with lieu.servi():
        for redacteur in redacteurs:
            redacteur.start()
        for redacteur in redacteurs:
            redacteur.join()
    duree = time.monotonic() - depart
    verdict = verifier("edition", lieu, "edition", redacteurs, duree_s=round(duree, 1))
    if refus := verdict.codes[503]:
        verdict.fautes.append(f"{refus} refus : des gens qui écrivent ensemble se bloquent")
    return verdict
