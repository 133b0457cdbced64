"""Fifty telephones answering one recueil at once, against the trivial page of the same server."""

import statistics
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, pairwise

from bench.ampleur import Ampleur
from bench.client import Connexion, Echec, Visite
from bench.instance import Instance
from bench.rapport import Mesure
from bench.requetes import SLUG

INVITES = 500
PLAFOND = 10.0  # times the trivial page, at the 95th percentile; the median of all statements


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


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    """Raises Echec when an answer is refused or lost."""
    jeton = instance.ask("recueillir", SLUG, str(INVITES))
    with instance.serve() as port:
        temoins, essais = _repondre_ensemble(port, jeton, ampleur)
    if (gardees := instance.ask("gardees")) != [ampleur.questions] * ampleur.telephones:
        raise Echec(f"Des réponses se sont perdues : {gardees}")
    autour = [(_p95(avant) + _p95(apres)) / 2 for avant, apres in pairwise(temoins)]
    ratios = [_p95(essai) / temoin for essai, temoin in zip(essais, autour, strict=True)]
    reponses, triviale = list(chain(*essais)), list(chain(*temoins))
    detail = {
        "ratio_min": round(min(ratios), 2),
        "ratio_max": round(max(ratios), 2),
        "ratio_ensemble": round(_p95(reponses) / _p95(triviale), 2),
        "p50_ms": round(statistics.median(reponses), 1),
        "p95_ms": round(_p95(reponses), 1),
        "triviale_p95_ms": round(_p95(triviale), 1),
        "reponses": len(reponses),
        "erreurs": 0,
    }
    nom = f"une réponse, {ampleur.telephones} téléphones à la fois, p95"
    ratio = statistics.median(ratios)
    return [Mesure(nom, instance.base, ratio, "page triviale, p95", PLAFOND, detail)]


def _repondre_ensemble(
    port: int, jeton: str, ampleur: Ampleur
) -> tuple[list[list[float]], list[list[float]]]:
    """Everyone asks the trivial page at the same moment, then answers, then asks it again; and so
    on, so that noise falls on both: one list of times for each."""
    temoins, essais = [], []
    with ThreadPoolExecutor(ampleur.telephones) as mains:
        telephones = list(mains.map(lambda _: Telephone(port, jeton), range(ampleur.telephones)))
        temoins.append(list(mains.map(Telephone.triviale, telephones)))
        for _ in range(ampleur.questions):
            essais.append(list(mains.map(Telephone.repondre, telephones)))
            temoins.append(list(mains.map(Telephone.triviale, telephones)))
        for telephone in telephones:
            telephone.connexion.close()
    return temoins, essais


def _p95(valeurs: Sequence[float]) -> float:
    return statistics.quantiles(valeurs, n=100)[94]
