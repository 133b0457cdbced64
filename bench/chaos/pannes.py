"""No room left, or a lock that stays: a clear refusal, reads go on, nothing is lost."""

import json
import resource
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

import psycopg

from bench.chaos.edition import reunir
from bench.chaos.redacteur import Redacteur
from bench.chaos.terrain import Terrain, sqlite
from bench.chaos.verification import Verdict, verifier
from bench.client import Reponse

PERSONNES = 3
DELAI = 1  # seconds the server waits for a lock in these trials
RESERVE = 64 * 1024  # bytes left before the ballast is complete
Panne = Callable[[Terrain, int], AbstractContextManager[None]]


@contextmanager
def fichiers_bornes(lieu: Terrain, groupe: int) -> Iterator[None]:
    """No file of the server grows any more: a full disk that needs no rights to arrange."""
    processus = [int(p.name) for p in Path("/proc").glob("[0-9]*") if _groupe(p) == groupe]
    avant = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in processus}
    for pid, (_, dure) in avant.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, dure))
    try:
        yield
    finally:
        for pid, limites in avant.items():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, limites)


def _groupe(processus: Path) -> int:
    try:
        return int((processus / "stat").read_text().rpartition(")")[2].split()[2])
    except OSError:
        return 0


@contextmanager
def disque_plein(lieu: Terrain, groupe: int) -> Iterator[None]:
    """The file system of the database, full to the last byte (a small one: see __main__)."""
    lest = lieu.fichier.parent / "lest"
    try:
        with lest.open("wb", buffering=0) as fichier:
            for taille in (RESERVE, 512, 1):
                _remplir(fichier.write, b"\0" * taille)
        yield
    finally:
        lest.unlink()


def _remplir(ecrire: Callable[[bytes], int], bloc: bytes) -> None:
    try:
        while ecrire(bloc):
            pass
    except OSError:
        return


@contextmanager
def base_verrouillee(lieu: Terrain, groupe: int) -> Iterator[None]:
    """Another program holds the database and does not let go."""
    if lieu.base == "sqlite":
        autre = sqlite(lieu)
        autre.execute("BEGIN EXCLUSIVE")
    else:
        autre = psycopg.connect(lieu.url)
        autre.execute(  # in the order in which a write takes them: nobody waits in a circle
            "LOCK TABLE pasapas_cleecriture, fiches_ficheaction, django_session IN EXCLUSIVE MODE"
        )
    try:
        yield
    finally:
        autre.rollback()
        autre.close()


@contextmanager
def lecture_seule(lieu: Terrain, groupe: int) -> Iterator[None]:
    """PostgreSQL as a standby is after a switch: it reads and refuses to write."""
    nom = urlsplit(lieu.url).path[1:]
    with psycopg.connect(lieu.url, autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{nom}" SET default_transaction_read_only = on')
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        try:
            yield
        finally:
            admin.execute("SET default_transaction_read_only = off")
            admin.execute(f'ALTER DATABASE "{nom}" RESET default_transaction_read_only')


def mesurer(lieu: Terrain, nom: str, panne: Panne, fois: int = 1) -> Verdict:
    fin = threading.Event()
    slug = f"panne-{nom}"
    personnes = reunir(lieu, slug, PERSONNES + 1, lambda: not fin.is_set())
    *redacteurs, temoin = personnes
    fautes: list[str] = []
    with lieu.servi(DELAI) as groupe:
        for redacteur in redacteurs:
            redacteur.start()
        try:
            for _ in range(fois):
                _attendre_des_ecritures(redacteurs)
                envoi = _envoi(temoin)
                with panne(lieu, groupe):
                    time.sleep(0.2)  # whoever was writing is through, or refused
                    fautes += _refus(temoin, envoi, slug, panne)
                    fautes += _lectures(temoin, slug)
                temoin.acquerir("facteurs_reussite/ajouter/", envoi)
                temoin.carnet.lignes.append(envoi["texte"])
        finally:
            fin.set()
            for redacteur in redacteurs:
                redacteur.join(90)
    temoin.fermer()
    verdict = verifier("disque", lieu, slug, personnes, panne=nom, fois=fois)
    verdict.fautes += fautes
    if not verdict.codes[503]:
        verdict.fautes.append("aucun refus : rien n’a manqué")
    return verdict


def _attendre_des_ecritures(redacteurs: list[Redacteur]) -> None:
    avant = [len(r.carnet.mots) for r in redacteurs]
    limite = time.monotonic() + 30
    while time.monotonic() < limite:
        if all(len(r.carnet.mots) > n for r, n in zip(redacteurs, avant, strict=True)):
            return
        time.sleep(0.02)


def _envoi(temoin: Redacteur) -> dict[str, str]:
    temoin.numero += 1
    return {
        "champ": "texte",
        "texte": f"{temoin.nom}n{temoin.numero}",
        "autosave": "1",
        "cle": str(uuid4()),
    }


def _refus(temoin: Redacteur, envoi: dict[str, str], slug: str, panne: Panne) -> list[str]:
    """Each way of writing, and what is wrong in its refusal.

    On a full disk SQLite starts its log again from the beginning and needs no room: a write may
    then be accepted, and is looked for at the end like any other.
    """
    inconnu = Redacteur(temoin.port, slug, "inconnu", {"session": ""}, temoin.continuer, 0)
    entree = {"login": f"{slug}-0@example.org", "password": temoin.entree["passe"]}
    page = {"texte": f"{envoi['texte']}p", "cle": str(uuid4())}
    ajouter = f"{temoin.fiche}facteurs_reussite/ajouter/"
    reponses = {
        "enregistrement": temoin.poster(ajouter, envoi),
        "formulaire": temoin.poster(ajouter, page),
        "connexion": inconnu.demander("POST", "/comptes/login/", urlencode(entree).encode()),
    }
    inconnu.fermer()
    if panne is disque_plein:
        faites = {quoi for quoi, r in reponses.items() if r and r.status in {200, 302}}
        if "formulaire" in faites:
            temoin.carnet.lignes.append(page["texte"])
        reponses = {quoi: r for quoi, r in reponses.items() if quoi not in faites}
    return [f"{quoi} : {faute}" for quoi, r in reponses.items() for faute in _defauts(quoi, r)]


def _defauts(quoi: str, reponse: Reponse | None) -> Iterator[str]:
    if reponse is None or reponse.status != 503:
        yield f"réponse {reponse.status if reponse else 'coupée'} au lieu de 503"
        return
    if b"retry-after: 2" not in reponse.tetes.lower():
        yield "pas de Retry-After"
    if quoi == "enregistrement":
        if json.loads(reponse.corps)["etat"] != "indisponible":
            yield "le script n’apprend pas pourquoi"
    elif "Ce n’est pas de votre fait." not in reponse.corps.decode():
        yield "pas de message"


def _lectures(temoin: Redacteur, slug: str) -> list[str]:
    pages = {"le mur": f"/projets/{slug}/", "la fiche": temoin.fiche, "l’accueil": "/"}
    statuts = {nom: (r := temoin.lire(page)) and r.status for nom, page in pages.items()}
    return [f"{nom} ne se lit plus : {statut}" for nom, statut in statuts.items() if statut != 200]


PANNES: dict[str, dict[str, Panne]] = {
    "sqlite": {"fichiers-bornes": fichiers_bornes, "base-verrouillee": base_verrouillee},
    "postgresql": {"lecture-seule": lecture_seule, "base-verrouillee": base_verrouillee},
}
