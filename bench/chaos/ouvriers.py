"""Workers and mail server killed while e-mails leave; then workers frozen past their lease."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.chaos.terrain import Terrain
from bench.chaos.verification import Verdict
from bench.client import Echec
from bench.instance import RACINE, free_port

BAIL = 3  # seconds: the real one, made short
PAR_MORT = 50  # e-mails for each time both are killed
PAR_GEL = 35  # works for each time a worker is frozen
PATIENCE = 120  # seconds for the last ones


class Poste:
    """The mail server of the trial, and what it wrote down."""

    def __init__(self, dossier: Path) -> None:
        dossier.mkdir(parents=True, exist_ok=True)
        self.port, self.carnet = free_port(), dossier / "recus"
        self.carnet.touch()
        self.processus: subprocess.Popen[bytes] | None = None

    def ouvrir(self) -> None:
        commande = [sys.executable, "-m", "bench.chaos.postier", str(self.port), str(self.carnet)]
        self.processus = subprocess.Popen(commande, cwd=RACINE)

    def tuer(self) -> None:
        self.processus.kill()
        self.processus.wait()

    def recus(self) -> list[list[str]]:
        return [ligne.split() for ligne in self.carnet.read_text().splitlines()]


def courriels(lieu: Terrain, combien: int) -> Verdict:
    """0 lost; at most one repeat for each kill, under the same Message-ID."""
    poste, hasard = Poste(lieu.var), random.Random(7)
    morts = max(1, combien // PAR_MORT)
    depart = time.monotonic()
    poste.ouvrir()
    ouvrier = lieu.demander("embaucher", poste.port)
    try:
        for rang in range(morts):
            lieu.demander("poster_des_courriels", rang * PAR_MORT, PAR_MORT)
            _attendre_du_nouveau(poste, hasard)
            os.kill(ouvrier, signal.SIGKILL)
            ouvrier = lieu.demander("embaucher", poste.port)
            _attendre_du_nouveau(poste, hasard)
            poste.tuer()
            time.sleep(hasard.uniform(0, 0.3))
            poste.ouvrir()
        _attendre(lambda: _finis(lieu, "courriels"), "Des courriels attendent encore")
    finally:
        os.kill(ouvrier, signal.SIGKILL)
        poste.tuer()
    return _verdict_des_courriels(lieu, poste, morts, round(time.monotonic() - depart, 1))


def travaux(lieu: Terrain, combien: int) -> Verdict:
    """Two workers, one of them frozen past its lease again and again: each work is done once."""
    gels, hasard = max(1, combien // PAR_GEL), random.Random(8)
    depart = time.monotonic()
    deux = [lieu.demander("embaucher", 1) for _ in range(2)]
    try:
        for rang in range(gels):
            lieu.demander("confier_des_travaux", rang * PAR_GEL, PAR_GEL)
            time.sleep(hasard.uniform(0.1, 0.3))
            gele = deux[rang % 2]
            os.kill(gele, signal.SIGSTOP)
            time.sleep(BAIL + 0.5)
            os.kill(gele, signal.SIGCONT)
        _attendre(lambda: _finis(lieu, "travaux"), "Des travaux attendent encore")
    finally:
        for ouvrier in deux:
            os.kill(ouvrier, signal.SIGKILL)
    fin = lieu.demander("ou_en_est_on")
    verdict = Verdict("travaux", lieu.base, acquis=gels * PAR_GEL)
    attendus = {str(rang) for rang in range(gels * PAR_GEL)}
    verdict.perdus = sorted(attendus - set(fin["marques"]))
    verdict.doubles = [rang for rang, fois in fin["marques"].items() if fois > 1]
    if fin["repris"] < gels // 3:
        verdict.fautes.append(f"{gels} gels n’ont presque rien interrompu")
    duree = round(time.monotonic() - depart, 1)
    verdict.detail = {"gels": gels, "repris": fin["repris"], "duree_s": duree}
    return verdict


def rappels(lieu: Terrain, combien: int) -> Verdict:
    """Decided by the worker that is killed, sent by it: 0 étape lost, none told twice; at most one
    repeat for each kill, under the same Message-ID."""
    poste, hasard = Poste(lieu.var / "rappels"), random.Random(9)
    morts = max(1, combien // PAR_MORT)
    depart = time.monotonic()
    poste.ouvrir()
    ouvrier = lieu.demander("embaucher", poste.port)
    try:
        for rang in range(morts):
            lieu.demander("faire_venir_des_etapes", rang * PAR_MORT, PAR_MORT)
            time.sleep(hasard.uniform(0, 0.4))  # while it decides
            os.kill(ouvrier, signal.SIGKILL)
            ouvrier = lieu.demander("embaucher", poste.port)
            _attendre_du_nouveau(poste, hasard)
            poste.tuer()
            time.sleep(hasard.uniform(0, 0.3))
            poste.ouvrir()
        _attendre(lambda: _finis(lieu, "tours"), "Des rappels sont encore à décider")
        _attendre(lambda: _finis(lieu, "rappels"), "Des rappels attendent encore")
    finally:
        os.kill(ouvrier, signal.SIGKILL)
        poste.tuer()
    fin, fois = lieu.demander("ou_en_sont_les_rappels"), Counter(pk for pk, _ in poste.recus())
    verdict = Verdict("rappels", lieu.base, acquis=morts * PAR_MORT)
    dites = Counter(etape for cle in fois for etape in fin["etapes"].get(cle, []))
    verdict.perdus = sorted({str(etape) for etape in fin["attendues"]} - set(map(str, dites)))
    verdict.doubles = [str(etape) for etape, combien_de in dites.items() if combien_de > 1]
    if (repetes := sum(fois.values()) - len(fois)) > 2 * morts:
        verdict.fautes.append(f"{repetes} répétitions pour {2 * morts} morts")
    if fin["dites_au_mur"] != len(fin["attendues"]) or len(dites) != morts * PAR_MORT:
        verdict.fautes.append(f"{fin['dites_au_mur']} étapes dites au mur, {len(dites)} reçues")
    duree = round(time.monotonic() - depart, 1)
    verdict.detail = {"ouvrier_tué": morts, "smtp_tué": morts, "répétés": repetes, "duree_s": duree}
    return verdict


def mesurer(lieu: Terrain, combien: int) -> Iterator[Verdict]:
    yield courriels(lieu, combien)
    yield travaux(lieu, max(40, combien // 5))


def _verdict_des_courriels(lieu: Terrain, poste: Poste, morts: int, duree: float) -> Verdict:
    combien = morts * PAR_MORT
    fin = lieu.demander("ou_en_est_on")
    recus = poste.recus()
    sujets = {f"essai-{rang}" for rang in range(combien)}
    fois = Counter(identite for identite, _ in recus)
    verdict = Verdict("courriels", lieu.base, acquis=combien)
    verdict.perdus = sorted(sujets - {sujet for _, sujet in recus})
    verdict.doubles = [
        f"{sujet} sous une autre identité"
        for identite, sujet in recus
        if f"essai-{fin['cles'].get(identite)}" != sujet
    ]
    repetes = len(recus) - len(fois)
    if repetes > 2 * morts:
        verdict.fautes.append(f"{repetes} répétitions pour {2 * morts} morts")
    if fin["courriels"] != {"fait": combien} or fin["mots"]:
        verdict.fautes.append(f"états {fin['courriels']}, {fin['mots']} textes gardés")
    verdict.detail = {
        "ouvrier_tué": morts,
        "smtp_tué": morts,
        "répétés": repetes,
        "duree_s": duree,
    }
    return verdict


def _finis(lieu: Terrain, quoi: str) -> bool:
    etats = lieu.demander("ou_en_est_on")[quoi]
    return not {"pret", "en_cours"} & set(etats)


def _attendre_du_nouveau(poste: Poste, hasard: random.Random) -> None:
    """Until something came, then a little more, to fall anywhere in what follows. Nothing comes
    when all has left: then there is nothing to break either."""
    avant, limite = poste.carnet.stat().st_size, time.monotonic() + 4 * BAIL
    while poste.carnet.stat().st_size == avant and time.monotonic() < limite:
        time.sleep(0.002)
    time.sleep(hasard.uniform(0, 0.05))


def _attendre(fini: Callable[[], bool], sinon: str) -> None:
    limite = time.monotonic() + PATIENCE
    while not fini():
        if time.monotonic() > limite:
            raise Echec(sinon)
        time.sleep(0.3)
