"""Fifty telephones answering one recueil at once, against the trivial page of the same server.

``python -m bench.recueil`` on SQLite, and on PostgreSQL when DATABASE_URL names an empty one.
"""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.client import Connexion, Echec, Visite
from bench.instance import Instance

TELEPHONES, QUESTIONS = 50, 26
PLAFOND = 10.0  # times the trivial page, at the 95th percentile
PREPARER = """
import django; django.setup()
from django.utils import timezone
from diagnostic.campagnes import ouverture
from diagnostic.operations import questionnaire_courant
from pasapas.journal import Geste
from pasapas.models import Projet
projet = Projet.objects.get(slug="dragibus-2025")
campagne = ouverture.ouvrir(
    Geste(projet, None, "autodiagnostic", "campagne"), nom="Mesure", seuil=5, minutes=20,
    questionnaire=questionnaire_courant(), ouverte_le=timezone.localdate(),
    passations=[ouverture.PassationVoulue("salaries", "individuelle", 500)])
print(campagne.passations.get().jeton)
"""
COMPTER = """
import django; django.setup()
from diagnostic.models import BulletinAnonyme
print(sorted({len(b.reponses) for b in BulletinAnonyme.objects.all()}),
      BulletinAnonyme.objects.count())
"""


@dataclass(frozen=True)
class Bilan:
    """Times in milliseconds, at the same number of telephones."""

    base: str
    reponses: int
    triviale: float
    p50: float
    p95: float

    @property
    def rapport(self) -> float:
        return self.p95 / self.triviale

    def __str__(self) -> str:
        return (
            f"{self.base} : {self.reponses} réponses de {TELEPHONES} téléphones, 0 erreur ; "
            f"p50 {self.p50:.0f} ms, p95 {self.p95:.0f} ms, soit {self.rapport:.1f} fois le p95 "
            f"de la page triviale ({self.triviale:.0f} ms), plafond {PLAFOND:.0f}"
        )


class Telephone:
    """One phone, its connection kept open; the trivial page is asked over it as well."""

    def __init__(self, port: int, jeton: str) -> None:
        self.base, self.rang = f"/recueil/{jeton}/", 0
        self.visite, self.connexion = Visite(port, {"csrftoken": ""}), Connexion(port)
        self.visite.keep(self.connexion.ask(self.visite.post(f"{self.base}commencer/", {}), 302))

    def triviale(self) -> float:
        return self._chronometrer(self.visite.get("/triviale/"), 200)

    def repondre(self) -> float:
        """The next answer, saved: the page goes on to the next statement."""
        self.rang += 1
        adresse = f"{self.base}questions/q{self.rang:02}/"
        return self._chronometrer(
            self.visite.post(adresse, {"reponse": str(self.rang % 4 + 1)}), 302
        )

    def _chronometrer(self, requete: bytes, attendu: int) -> float:
        debut = time.perf_counter()
        self.connexion.ask(requete, attendu)
        return (time.perf_counter() - debut) * 1000


def measure(instance: Instance) -> Bilan:
    """Everyone answers at the same moment, then asks the trivial page; and so on, in turn."""
    jeton = instance.run("-c", PREPARER).strip()
    triviale, reponses = [], []
    with instance.serve() as port, ThreadPoolExecutor(TELEPHONES) as mains:
        telephones = list(mains.map(lambda _: Telephone(port, jeton), range(TELEPHONES)))
        for _ in range(QUESTIONS):
            triviale += mains.map(Telephone.triviale, telephones)
            reponses += mains.map(Telephone.repondre, telephones)
    gardees = instance.run("-c", COMPTER).strip()
    if gardees != f"[{QUESTIONS}] {TELEPHONES}":
        raise Echec(f"Des réponses se sont perdues : {gardees}")
    p95 = _centile(triviale, 95), _centile(reponses, 95)
    return Bilan(instance.base, len(reponses), p95[0], statistics.median(reponses), p95[1])


def _centile(valeurs: Sequence[float], centile: int) -> float:
    return statistics.quantiles(valeurs, n=100)[centile - 1]


def main() -> int:
    argparse.ArgumentParser(prog="bench.recueil", description=__doc__).parse_args()
    tient = True
    with tempfile.TemporaryDirectory(prefix="pasapas-recueil.") as dossier:
        urls = {"sqlite": f"sqlite:///{dossier}/sqlite/pasapas.sqlite3"}
        if os.environ.get("DATABASE_URL", "").startswith("postgres"):
            urls["postgresql"] = os.environ["DATABASE_URL"]
        for base, url in urls.items():
            instance = Instance(base, url, Path(dossier) / base)
            instance.var.mkdir()
            try:
                instance.prepare()
                bilan = measure(instance)
            except Echec as echec:
                sys.stderr.write(f"✗ {base} : {echec}\n")
                return 1
            sys.stdout.write(f"{bilan}\n")
            tient = tient and bilan.rapport <= PLAFOND
    return 0 if tient else 1


if __name__ == "__main__":
    sys.exit(main())
