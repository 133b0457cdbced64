"""Two people, two windows each, on the same texts: answers lost and words typed on under the same
key, forms sent without JavaScript (each end of line is two signs), a text at its limit, a server
killed now and then. A line is never lost nor doubled.
"""

import html
import random
import re
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urlencode
from uuid import uuid4

from bench.chaos import coupures
from bench.chaos.redacteur import Redacteur
from bench.chaos.terrain import Terrain
from bench.chaos.textes import CHAMPS, est_double, retoucher
from bench.chaos.verification import Verdict
from bench.client import Connexion, Echec

PERSONNES, FENETRES = 2, 2
PERTE = 0.5  # how often an answer is lost and the person types on
ECRITE = 0.8  # how often what was sent has been written before the line went down
SUITES = 3  # how many times at most, under the one key
SANS_SCRIPT = 0.5  # how often the form goes as a page sends it
RASSIS = 0.4  # how often a window still shows what it showed before
LONG = CHAMPS[-1]
DISPUTEES = 8  # lines of the long text on which people write
LIGNES, LARGEUR = 199, 99  # 19,900 signs, the limit being 20,000


def texte_long() -> str:
    """As much as fits: every line is its own, and stays as long as it is."""
    return "\n".join(_ligne(f"{rang:03}") for rang in range(LIGNES))


def reunir(
    lieu: Terrain, slug: str, personnes: int, continuer: Callable[[], bool]
) -> list[Redacteur]:
    """A new projet, and the windows that will write on it; none has started yet."""
    entrees = lieu.demander("ouvrir", slug, personnes)
    lieu.demander("remplir", slug, LONG, texte_long())
    return [
        Fenetre(lieu.port, slug, f"p{rang}f{fenetre}", entree, continuer, 10 * rang + fenetre)
        for rang, entree in enumerate(entrees)
        for fenetre in range(FENETRES)
    ]


def mesurer(lieu: Terrain, cycles: int) -> Verdict:
    """As many lives of the server, each ended by a kill in the middle of writes."""
    return coupures.mesurer(lieu, cycles, "fenetres", reunir, PERSONNES)


class Fenetre(Redacteur):
    """One window of one person: what it shows is what it started from."""

    def __init__(self, *args: object) -> None:
        super().__init__(*args)
        self.vus[LONG] = deque([texte_long()], maxlen=3)

    def ecrire(self) -> None:
        champ = self.hasard.choice([*CHAMPS, LONG])
        vus = self.vus[champ]
        base = self.hasard.choice(vus) if self.hasard.random() < RASSIS else vus[-1]
        tapes = [self.mot()]
        changer = _sur_place if champ == LONG else retoucher
        texte = changer(base, tapes[0], self.hasard)
        cle, page = str(uuid4()), self.hasard.random() < SANS_SCRIPT
        for _ in range(SUITES):
            if self.hasard.random() >= PERTE:
                break
            self.perdre(self.adresse(champ), self.formulaire(champ, base, texte, cle, page))
            tapes.append(self.mot())
            texte = _poursuivre(texte, *tapes[-2:])
        envoi = self.formulaire(champ, base, texte, cle, page)
        self.repeter(self.adresse(champ), {200, 302, 409}, envoi)
        self.carnet.mots += [(champ, mot) for mot in tapes]
        vus.append(self.lire_texte(champ))
        if est_double(vus[-1]):
            self.carnet.doubles.append(f"{champ} : {vus[-1][:2000]}")

    def mot(self) -> str:
        self.numero += 1
        return f"{self.nom}n{self.numero}"

    def formulaire(self, champ: str, base: str, texte: str, cle: str, page: bool) -> dict[str, str]:
        """As a page sends its form, or as the script saves one field."""
        envoi = {"cle": cle, champ: texte, f"base-{champ}": base}
        if page:
            return {nom: valeur.replace("\n", "\r\n") for nom, valeur in envoi.items()}
        return {"autosave": "1", "champ": champ, **envoi}

    def perdre(self, adresse: str, envoi: dict[str, str]) -> None:
        """The line goes down, before the whole of it has left or before the answer is read."""
        self.fermer()
        requete = self.requete("POST", adresse, urlencode(envoi).encode())
        with suppress(OSError, Echec):
            self.connexion = Connexion(self.port)
            if self.hasard.random() < ECRITE:
                self.connexion.send(requete)
                self.connexion.receive()
            else:
                self.connexion.send(requete[: self.hasard.randrange(len(requete))])
        self.carnet.coupures += 1
        self.fermer()

    def adresse(self, champ: str) -> str:
        return f"{self.fiche}{champ}/modifier/"

    def lire_texte(self, champ: str) -> str:
        """What the box says now, as its form carries it."""
        page = self.repeter(self.adresse(champ), {200}).corps.decode()
        tenu = re.search(rf'name="base-{champ}"(?: value="([^"]*)")?', page)
        if tenu is None:
            raise Echec(f"{champ} : le formulaire ne dit pas d’où l’on part")
        return html.unescape(tenu[1] or "")


def _sur_place(texte: str, mot: str, hasard: random.Random) -> str:
    """One word at the end of a line, in the place of the last ones there."""
    lignes = texte.split("\n")
    rang = hasard.randrange(DISPUTEES)
    lignes[rang] = _ligne(lignes[rang][:3], mot)
    return "\n".join(lignes)


def _poursuivre(texte: str, mot: str, suite: str) -> str:
    """``suite`` typed just after ``mot``."""
    lignes = texte.split("\n")
    rang = next(rang for rang, ligne in enumerate(lignes) if mot in ligne.split(" "))
    lignes[rang] = lignes[rang].replace(mot, f"{mot} {suite}")
    if len(lignes) == LIGNES:
        lignes[rang] = _ligne(lignes[rang][:3], *lignes[rang].split(" ")[2:])
    return "\n".join(lignes)


def _ligne(tete: str, *mots: str) -> str:
    fin = "".join(f" {mot}" for mot in mots)
    return f"{tete} {'m' * (LARGEUR - len(tete) - 1 - len(fin))}{fin}"
