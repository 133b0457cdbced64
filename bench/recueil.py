"""Fifty telephones answering one recueil at once, against the trivial page of the same server."""

import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from bench.client import Connexion, Echec, Visite
from bench.instance import Instance
from bench.rapport import Mesure
from bench.requetes import SLUG

TELEPHONES, INVITES = 50, 500
QUESTIONS, QUESTIONS_COURT = 26, 6
PLAFOND = 10.0  # times the trivial page, at the 95th percentile


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
            self.visite.post(adresse, {"reponse": str(self.rang % 4 + 1), "montree": "0"}), 302
        )

    def _chronometrer(self, requete: bytes, attendu: int) -> float:
        debut = time.perf_counter()
        self.connexion.ask(requete, attendu)
        return (time.perf_counter() - debut) * 1000


def measure(instance: Instance, port: int, *, court: bool) -> list[Mesure]:
    """Everyone answers at the same moment, then asks the trivial page; and so on, in turn.

    Raises Echec when an answer is refused or lost.
    """
    jeton = instance.ask("recueillir", SLUG, str(INVITES))
    questions = QUESTIONS_COURT if court else QUESTIONS
    triviale: list[float] = []
    reponses: list[float] = []
    with ThreadPoolExecutor(TELEPHONES) as mains:
        telephones = list(mains.map(lambda _: Telephone(port, jeton), range(TELEPHONES)))
        for _ in range(questions):
            triviale += mains.map(Telephone.triviale, telephones)
            reponses += mains.map(Telephone.repondre, telephones)
        for telephone in telephones:
            telephone.connexion.close()
    if (gardees := instance.ask("gardees")) != [questions] * TELEPHONES:
        raise Echec(f"Des réponses se sont perdues : {gardees}")
    detail = {
        "p50_ms": round(statistics.median(reponses), 1),
        "p95_ms": round(_p95(reponses), 1),
        "triviale_p95_ms": round(_p95(triviale), 1),
        "reponses": len(reponses),
        "erreurs": 0,
    }
    nom = f"une réponse, {TELEPHONES} téléphones à la fois, p95"
    ratio = _p95(reponses) / _p95(triviale)
    return [Mesure(nom, instance.base, ratio, "page triviale, p95", PLAFOND, detail)]


def _p95(valeurs: Sequence[float]) -> float:
    return statistics.quantiles(valeurs, n=100)[94]
