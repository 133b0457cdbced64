"""Pages of the running server, each against the trivial page, in alternate rounds."""

import html
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from bench.client import Connexion, Echec, Releve, Visite, load
from bench.instance import OUVRIERS
from bench.rapport import Mesure
from bench.tours import MUR_A_CHAUD, Charge, compare

CONNEXIONS = 4
PROJET = "/projets/dragibus-2025/"
TRIVIALE = "/triviale/"
COURRIEL = re.compile(r'data-demo-courriel="([^"]+)"')
MOT_DE_PASSE = re.compile(r"data-demo-passe>([^<]+)<")


@dataclass(frozen=True)
class Rythme:
    """How long to measure: rounds, seconds in each, writes in each round of the cold wall."""

    tours: int
    secondes: float
    ecritures: int


NORMAL = Rythme(tours=7, secondes=0.5, ecritures=4)
COURT = Rythme(tours=5, secondes=0.2, ecritures=1)


def log_in(port: int) -> Visite:
    """Through the login form, as the first demo account it proposes."""
    visite = Visite(port)
    connexion = Connexion(port)
    page = visite.keep(connexion.ask(visite.get("/comptes/login/"))).corps.decode()
    courriel, passe = COURRIEL.search(page), MOT_DE_PASSE.search(page)
    if not courriel or not passe:
        raise Echec("La page de connexion ne propose aucun compte de démonstration.")
    champs = {"login": html.unescape(courriel[1]), "password": html.unescape(passe[1])}
    requete = visite.post("/comptes/login/", champs).replace(b"HX-Request: true\r\n", b"")
    visite.keep(connexion.ask(requete, 302))
    connexion.close()
    return visite


@dataclass(frozen=True)
class Banc:
    """The connections, as many to each worker, neighbours belonging to different ones."""

    connexions: list[Connexion]
    ouvriers: list[int]

    def load(self, requete: Callable[[], bytes], secondes: float) -> Releve:
        return load(self.connexions, requete, self.ouvriers, secondes=secondes)

    def load_cold(self, requete: bytes, ecrire: Callable[[], bytes], fois: int) -> Releve:
        """The first answer of each worker after a write; the write itself is not counted."""
        releves = []
        for _ in range(fois):
            self.connexions[0].ask(ecrire())
            releves.append(load(self.connexions[:OUVRIERS], lambda: requete, self.ouvriers))
        return Releve(
            [duree for releve in releves for duree in releve.durees],
            sum(releve.ecoule for releve in releves),
            sum(releve.client for releve in releves),
            sum(releve.serveur for releve in releves),
        )


@contextmanager
def connect(port: int) -> Iterator[Banc]:
    """As many connections to each worker: left to chance, one worker may get them all."""
    ouvriers: defaultdict[int, list[Connexion]] = defaultdict(list)
    chacun = CONNEXIONS // OUVRIERS
    ouvertes = []
    try:
        for _ in range(200):
            connexion = Connexion(port)
            ouvertes.append(connexion)
            ouvrier = int(connexion.ask(Visite(port).get(TRIVIALE)).corps)
            ouvriers[ouvrier].append(connexion)
            if sum(len(siennes) >= chacun for siennes in ouvriers.values()) == OUVRIERS:
                break
        else:
            raise Echec("Un des ouvriers du serveur ne prend aucune connexion.")
        gardees = [siennes[rang] for rang in range(chacun) for siennes in ouvriers.values()]
        for connexion in set(ouvertes) - set(gardees):
            connexion.close()
        yield Banc(gardees, list(ouvriers))
    finally:
        for connexion in ouvertes:
            connexion.close()


def measure(port: int, base: str, rythme: Rythme) -> list[Mesure]:
    """Every page, the one that writes last."""
    visite = log_in(port)
    numeros = itertools.count(1)

    def ecrire() -> bytes:
        texte = f"Que l’on ait envie de venir travailler ici, et d’y rester. ({next(numeros)})"
        return visite.post(f"{PROJET}planches/eclaire/ambition/modifier/", {"ambition": texte})

    with connect(port) as banc:

        def charger(requete: bytes) -> Charge:
            return lambda: banc.load(lambda: requete, rythme.secondes)

        mur = visite.get(PROJET)
        charges = {
            "accueil": charger(visite.get("/")),
            MUR_A_CHAUD: charger(mur),
            "page d’une fiche": charger(visite.get(f"{PROJET}planches/fiche-1/")),
            "un encart (htmx)": charger(visite.get(f"{PROJET}planches/fiche-1/etapes/", htmx=True)),
            "mur, à froid": lambda: banc.load_cold(mur, ecrire, rythme.ecritures),
            "enregistrer un champ": lambda: banc.load(ecrire, rythme.secondes),
        }
        return compare(charger(Visite(port).get(TRIVIALE)), charges, base, rythme.tours)
