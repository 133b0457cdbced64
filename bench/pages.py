"""Pages of the running server, each against the trivial page, in alternate rounds."""

import html
import itertools
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from uuid import uuid4

from bench.ampleur import Ampleur
from bench.client import ATTENTE, Connexion, Echec, Releve, Visite, load
from bench.instance import OUVRIERS, Instance
from bench.rapport import Mesure
from bench.tours import (
    ACCUEIL,
    CONTRE_ENREGISTRER,
    CONTRE_LA_PORTE,
    ENREGISTRER,
    MUR_A_FROID,
    MUR_ECRIT,
    MUR_INCHANGE,
    PORTE,
    PORTE_CONTRE_TRIVIALE,
    REFERMER,
    TABLEAU,
    Charge,
    compare,
)

CONNEXIONS = 4
PROJET = "/projets/dragibus-2025/"
TRIVIALE = "/triviale/"
# Texts of every annexe, so many for each connection: nobody waits for what another one types.
TEXTES = (
    ("eclaire", "probleme"),
    ("fiche-1", "evaluation"),
    *(("etat-des-lieux", champ) for champ in ("mis_en_place", "deroulement")),
    *(("autodiagnostic", champ) for champ in ("rapport_etonnement", "apprentissages")),
    *(("fiche-1", champ) for champ in ("problematique", "objectif", "description", "perimetre")),
    *(("bilan-1", champ) for champ in ("retenons", "valoriser")),
)
AMBITION = ("eclaire", "ambition")
COURRIEL = re.compile(r'data-demo-courriel="([^"]+)"')
MOT_DE_PASSE = re.compile(r"data-demo-passe>([^<]+)<")


def log_in(port: int, compte: str = "") -> Visite:
    """Through the login form, as the first demo account it proposes, or as ``compte``."""
    visite = Visite(port)
    connexion = Connexion(port)
    page = visite.keep(connexion.ask(visite.get("/comptes/login/"))).corps.decode()
    courriel, passe = COURRIEL.search(page), MOT_DE_PASSE.search(page)
    if not courriel or not passe:
        raise Echec("La page de connexion ne propose aucun compte de démonstration.")
    champs = {"login": compte or html.unescape(courriel[1]), "password": html.unescape(passe[1])}
    requete = visite.post("/comptes/login/", champs).replace(b"HX-Request: true\r\n", b"")
    visite.keep(connexion.ask(requete, 302))
    connexion.close()
    return visite


@dataclass(frozen=True)
class Banc:
    """The connections, as many to each worker, neighbours belonging to different ones."""

    connexions: list[Connexion]
    ouvriers: list[int]

    def load(self, requete: Callable[[int], bytes], secondes: float) -> Releve:
        return load(self.connexions, requete, self.ouvriers, secondes=secondes)

    def load_cold(self, requete: bytes, ecrire: Callable[[], bytes], fois: int) -> Releve:
        """The first answer of each worker after a write; the write itself is not counted."""
        releves = []
        for _ in range(fois):
            self.connexions[0].ask(ecrire())
            releves.append(load(self.connexions[:OUVRIERS], lambda _: requete, self.ouvriers))
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
    limite = time.monotonic() + ATTENTE  # a worker may be ready long after the other one
    try:
        while time.monotonic() < limite:
            connexion = Connexion(port)
            ouvrier = int(connexion.ask(Visite(port).get(TRIVIALE)).corps)
            if len(ouvriers[ouvrier]) < chacun:
                ouvertes.append(connexion)
                ouvriers[ouvrier].append(connexion)
            else:
                connexion.close()
                time.sleep(0.01)
            if sum(len(siennes) >= chacun for siennes in ouvriers.values()) == OUVRIERS:
                break
        else:
            raise Echec("Un des ouvriers du serveur ne prend aucune connexion.")
        gardees = [siennes[rang] for rang in range(chacun) for siennes in ouvriers.values()]
        yield Banc(gardees, list(ouvriers))
    finally:
        for connexion in ouvertes:
            connexion.close()


class Ecriture:
    """Someone who writes: each request changes a text, and says which one it started from."""

    def __init__(self, visite: Visite, connexion: Connexion) -> None:
        self.visite = visite
        self.numeros = itertools.count(1)
        self.suites = [itertools.cycle(TEXTES[rang::CONNEXIONS]) for rang in range(CONNEXIONS)]
        self.bases = {lieu: depart(visite, connexion, *lieu) for lieu in (*TEXTES, AMBITION)}

    def autosave(self, rang: int) -> bytes:
        """What the page sends by itself after a pause; one person for each connection."""
        lieu = _, champ = next(self.suites[rang])
        return self._poster(lieu, {"autosave": "1", "cle": str(uuid4()), "champ": champ})

    def refermer(self, rang: int) -> bytes:
        """« Enregistrer »: the text, and the box as it now is."""
        return self._poster(next(self.suites[rang]), {})

    def ambition(self) -> bytes:
        """The same, always in one box, by one person."""
        return self._poster(AMBITION, {})

    def _poster(self, lieu: tuple[str, str], champs: dict[str, str]) -> bytes:
        code, champ = lieu
        texte = f"Que l’on ait envie de venir travailler ici, et d’y rester. ({next(self.numeros)})"
        base, self.bases[lieu] = self.bases[lieu], texte
        dits = {champ: texte, f"base-{champ}": base, **champs}
        return self.visite.post(f"{PROJET}planches/{code}/{champ}/modifier/", dits)


def depart(visite: Visite, connexion: Connexion, code: str, champ: str) -> str:
    """What a box says, as its form says it: whoever writes starts from there."""
    page = connexion.ask(visite.get(f"{PROJET}planches/{code}/{champ}/modifier/", htmx=True))
    base = re.search(rf'name="base-{champ}" value="([^"]*)"', page.corps.decode())
    if not base:
        raise Echec(f"Le formulaire de « {champ} » ne dit pas d’où l’on part.")
    return html.unescape(base[1])


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    """Every page, the ones that write last."""
    with instance.serve() as port, connect(port) as banc:
        visite = log_in(port)
        ecriture = Ecriture(visite, banc.connexions[0])

        def charger(requete: bytes) -> Charge:
            return lambda: banc.load(lambda _: requete, ampleur.secondes)

        def autosave() -> Releve:
            return banc.load(ecriture.autosave, ampleur.secondes)

        def refermer() -> Releve:
            return banc.load(ecriture.refermer, ampleur.secondes)

        def froid() -> Releve:
            return banc.load_cold(mur, ecriture.ambition, ampleur.ecritures)

        mur = visite.get(PROJET)
        triviale = charger(Visite(port).get(TRIVIALE))
        porte = charger(visite.get(f"{PROJET}triviale/"))
        charges = {
            "page d’une fiche": charger(visite.get(f"{PROJET}planches/fiche-1/")),
            "un encart (htmx)": charger(visite.get(f"{PROJET}planches/fiche-1/etapes/", htmx=True)),
            PORTE_CONTRE_TRIVIALE: porte,
            MUR_A_FROID: froid,
            ENREGISTRER: autosave,
            REFERMER: refermer,
        }
        derriere = {
            ACCUEIL: charger(visite.get("/")),
            MUR_INCHANGE: charger(mur),
            TABLEAU: charger(visite.get(f"{PROJET}suivi/")),
            MUR_ECRIT: froid,
            CONTRE_LA_PORTE: autosave,
        }
        return [
            *compare(triviale, charges, instance.base, ampleur.tours),
            *compare(porte, derriere, instance.base, ampleur.tours, PORTE),
            *compare(
                autosave, {CONTRE_ENREGISTRER: refermer}, instance.base, ampleur.tours, ENREGISTRER
            ),
        ]
