"""PostgreSQL restarted under traffic: 503 meanwhile, then the same server of pages goes on."""

import threading
import time

from bench.chaos.edition import reunir
from bench.chaos.grappe import Grappe
from bench.chaos.redacteur import Redacteur
from bench.chaos.terrain import Terrain
from bench.chaos.verification import Verdict, verifier

PERSONNES = 4
MODES = ("fast", "immediate")
RETOUR = 3.0  # seconds from the database's return to a page that reads


def mesurer(lieu: Terrain, grappe: Grappe, fois: int) -> Verdict:
    fin = threading.Event()
    slug = "redemarrages"
    *redacteurs, lecteur = reunir(lieu, slug, PERSONNES + 1, lambda: not fin.is_set())
    retours: list[float] = []
    depart = time.monotonic()
    with lieu.servi() as groupe:
        for redacteur in redacteurs:
            redacteur.start()
        try:
            for rang in range(fois):
                _laisser_ecrire(redacteurs)
                grappe.relancer(MODES[rang % len(MODES)])
                retours.append(_attendre_une_page(lecteur, f"/projets/{slug}/"))
        finally:
            fin.set()
            for redacteur in redacteurs:
                redacteur.join(90)
        meme = lieu.demander("serveur", lieu.port) == groupe
    lecteur.fermer()
    duree = round(time.monotonic() - depart, 1)
    verdict = verifier(
        "postgres", lieu, slug, [*redacteurs, lecteur], redemarrages=len(retours), duree_s=duree
    )
    verdict.detail["retour_max_s"] = round(max(retours), 2)
    verdict.fautes += [f"retour en {t:.1f} s" for t in retours if t > RETOUR]
    if not meme:
        verdict.fautes.append("le serveur de pages a dû être relancé")
    return verdict


def _laisser_ecrire(redacteurs: list[Redacteur]) -> None:
    avant = sum(len(r.carnet.mots) for r in redacteurs)
    limite = time.monotonic() + 30
    while sum(len(r.carnet.mots) for r in redacteurs) < avant + 8 and time.monotonic() < limite:
        time.sleep(0.02)


def _attendre_une_page(lecteur: Redacteur, adresse: str) -> float:
    """Seconds until the wall is read again."""
    depart = time.monotonic()
    while time.monotonic() - depart < 30:
        reponse = lecteur.lire(adresse)
        if reponse and reponse.status == 200:
            break
        time.sleep(0.05)
    return time.monotonic() - depart
