"""Two nodes behind nginx, a base and its replica: nodes are killed, the base is restarted, then
lost for good. Whoever writes waits, and what was acknowledged to them is there, once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from bench.chaos.edition import reunir
from bench.chaos.grappe import Grappe
from bench.chaos.portiers import NOM, Mandataire, ParMandataire, nginx
from bench.chaos.redacteur import Redacteur
from bench.chaos.terrain import Terrain
from bench.chaos.verification import Verdict, verifier
from bench.client import HOTE

PERSONNES = 4
MODES = ("immediate", "fast")  # how the base is restarted: killed, or stopped
ECRITURES = 12  # acknowledged between two blows
RETOUR = 10.0  # seconds until the wall is read again, whatever was broken


def adresse(principale: Grappe, replique: Grappe, base: str = "postgres") -> str:
    """What ``DATABASE_URL`` says of a base and its replica: whichever takes writes."""
    hotes = f"{HOTE}:{principale.port},{HOTE}:{replique.port}"
    return f"postgres://pasapas@{hotes}/{base}?target_session_attrs=read-write"


def mesurer(lieu: Terrain, principale: Grappe, replique: Grappe, tours: int) -> Verdict:
    fin = threading.Event()
    *redacteurs, lecteur = reunir(lieu, "noeuds", PERSONNES + 1, lambda: not fin.is_set())
    deux = (lieu, lieu.voisin())
    suite = _Suite(redacteurs, lecteur)
    with nginx([noeud.port for noeud in deux], [noeud.flux for noeud in deux]) as devant:
        _passer_par(devant, [*redacteurs, lecteur])
        with deux[0].servi(), deux[1].servi(), _ecrivant(redacteurs, fin):
            for tour in range(tours):
                for noeud in deux:
                    with suite.coup("nœud tué"):
                        noeud.tuer()
                    suite.laisser_ecrire()  # on the other one
                    noeud.lancer()
                    suite.laisser_ecrire()
                with suite.coup("base relancée"):
                    principale.relancer(MODES[tour % len(MODES)])
                suite.laisser_ecrire()
            with suite.coup("réplique promue"):
                principale.arreter()
                replique.promouvoir()
            suite.laisser_ecrire()
    lecteur.fermer()
    verdict = verifier("noeuds", lieu, "noeuds", [*redacteurs, lecteur], coups=suite.coups)
    for quoi, retours in suite.retours.items():
        verdict.detail[f"retour_max_s : {quoi}"] = round(max(retours), 2)
        verdict.fautes += [f"{quoi} : retour en {t:.1f} s" for t in retours if t > RETOUR]
    return verdict


class _Suite:
    """The blows one after the other, and how long the wall was away after each."""

    def __init__(self, redacteurs: list[Redacteur], lecteur: Redacteur) -> None:
        self.redacteurs, self.lecteur = redacteurs, lecteur
        self.retours: dict[str, list[float]] = {}

    @property
    def coups(self) -> int:
        return sum(map(len, self.retours.values()))

    @contextmanager
    def coup(self, quoi: str) -> Iterator[None]:
        yield
        depart = time.monotonic()
        while time.monotonic() - depart < 30:
            reponse = self.lecteur.lire("/projets/noeuds/")
            if reponse and reponse.status == 200:
                break
            time.sleep(0.05)
        self.retours.setdefault(quoi, []).append(time.monotonic() - depart)

    def laisser_ecrire(self) -> None:
        avant = self._acquis()
        limite = time.monotonic() + 30
        while self._acquis() < avant + ECRITURES and time.monotonic() < limite:
            time.sleep(0.02)

    def _acquis(self) -> int:
        return sum(len(un.carnet.mots) + len(un.carnet.lignes) for un in self.redacteurs)


def _passer_par(devant: Mandataire, gens: list[Redacteur]) -> None:
    for une in gens:
        une.hote, une.schema, une.ouvrir = NOM, "https", partial(ParMandataire, devant)


@contextmanager
def _ecrivant(redacteurs: list[Redacteur], fin: threading.Event) -> Iterator[None]:
    for redacteur in redacteurs:
        redacteur.start()
    try:
        yield
    finally:
        fin.set()
        for redacteur in redacteurs:
            redacteur.join(90)
