"""Two people, two real browsers, one fiche: same text, no network, Back, a tab closed too soon.

A round types words nobody else types, key by key. At its end both pages are opened again, so that
what a browser kept for later leaves; then each word is looked for in the texts and the history.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import cycle, islice
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as Panne

from bench.chaos.terrain import Terrain
from bench.chaos.textes import CHAMPS, est_double, mots
from bench.chaos.verification import Verdict
from bench.client import HOTE, Echec

PATIENCE = 30_000  # milliseconds for everything typed to be acknowledged
COUPURE = 10.0  # seconds without network
SLUG = "navigateurs"
FICHE = f"/projets/{SLUG}/planches/fiche-1/"
# Nothing waits any more; a text that clashes is in the history already.
CALME = """() => !Object.entries(localStorage).some(
  ([nom, garde]) => nom.startsWith("brouillon:") && !JSON.parse(garde).conflit)"""


class Personne:
    """Someone with a browser of their own, who types on the fiche."""

    def __init__(self, navigateur: Browser, lieu: Terrain, nom: str, entree: dict[str, str]):
        self.nom, self.numero = nom, 0
        self.codes: Counter[int] = Counter()
        self.fautes: list[str] = []
        self.tapes: list[tuple[str, str]] = []
        self.contexte: BrowserContext = navigateur.new_context(
            base_url=f"http://{HOTE}:{lieu.port}", locale="fr-FR", timezone_id="Europe/Paris"
        )
        self.contexte.set_default_timeout(PATIENCE)
        biscuit = {"name": "sessionid", "value": entree["session"], "domain": HOTE, "path": "/"}
        self.contexte.add_cookies([biscuit])
        self.contexte.on("response", lambda reponse: self.codes.update([reponse.status]))
        self.contexte.on("weberror", lambda erreur: self.fautes.append(str(erreur.error)))
        self.page: Page | None = None

    def ouvrir(self) -> None:
        """The fiche, as it is; what an earlier page kept leaves now."""
        if self.page is None or self.page.is_closed():
            self.page = self.contexte.new_page()
            # « Leave this page? » Yes: that is what the round is about.
            self.page.on("dialog", lambda question: question.accept())
        self.page.goto(FICHE)
        self.page.wait_for_function(CALME)

    def ecrire(self, champ: str) -> None:
        self.page.locator(f"#fiche-1--{champ}-ecrire").click()
        self.page.locator(f"[data-saisie] [name={champ}]").wait_for()

    def mot(self, champ: str) -> str:
        self.numero += 1
        neuf = f"{self.nom}n{self.numero}"
        self.tapes.append((champ, neuf))
        return neuf

    def taper(self, champ: str, texte: str, place: str = "") -> None:
        """Key by key, where the caret is or after it was put at ``place``."""
        zone = self.page.locator(f"[data-saisie] [name={champ}]")
        if place:
            zone.press(place)
        zone.press_sequentially(texte, delay=8)

    def attendre(self) -> None:
        self.page.wait_for_function(CALME)

    def choisir(self) -> bool:
        """« Les deux », when the texts clash; False when they did not."""
        choix = self.page.get_by_role("button", name="Garder les deux")
        if not choix.count():
            return False
        choix.click()
        choix.wait_for(state="detached")
        return True


Tour = Callable[[Personne, Personne, str, float], None]


def meme_champ(une: Personne, autre: Personne, champ: str, coupure: float) -> None:
    """The same text, one at its end, the other at its start, a few keys each in turn."""
    for qui in (une, autre):
        qui.ecrire(champ)
    debut, fin = f"{autre.mot(champ)} au début\n", f"\n{une.mot(champ)} à la fin"
    une.taper(champ, "", "Control+End")
    autre.taper(champ, "", "Control+Home")
    for rang in range(0, 32, 4):
        une.taper(champ, fin[rang : rang + 4])
        autre.taper(champ, debut[rang : rang + 4])
    for qui in (une, autre):
        qui.attendre()


def meme_ligne(une: Personne, autre: Personne, champ: str, coupure: float) -> None:
    """The same place of the same line: it clashes, in one of the two pages."""
    for qui in (une, autre):
        qui.ecrire(champ)
    for qui in (une, autre):
        qui.taper(champ, f" {qui.mot(champ)} ici", "Control+End")
    for qui in (une, autre):
        qui.attendre()
        qui.page.wait_for_timeout(300)
        qui.choisir()


def sans_reseau(une: Personne, autre: Personne, champ: str, coupure: float) -> None:
    """One goes on typing without network while the other writes in the same text."""
    for qui in (une, autre):
        qui.ecrire(champ)
    une.contexte.set_offline(True)
    try:
        une.taper(champ, f"\n{une.mot(champ)} dans le tunnel", "Control+End")
        autre.taper(champ, f"{autre.mot(champ)} en réunion\n", "Control+Home")
        une.page.wait_for_timeout(coupure * 1000)
        une.taper(champ, f" {une.mot(champ)} encore", "Control+End")
    finally:
        une.contexte.set_offline(False)
    for qui in (une, autre):
        qui.attendre()


def retour(une: Personne, autre: Personne, champ: str, coupure: float) -> None:
    """Back, in the middle of a word that nothing has saved yet."""
    une.ecrire(champ)
    autre.ecrire(champ)
    autre.taper(champ, f"\n{autre.mot(champ)} reste", "Control+End")
    une.taper(champ, f"{une.mot(champ)} puis Précédent\n", "Control+Home")
    une.page.go_back(wait_until="commit")
    autre.attendre()


def onglet_ferme(une: Personne, autre: Personne, champ: str, coupure: float) -> None:
    """A tab closed while its text leaves, another that dies at a key, without a word."""
    for qui in (une, autre):
        qui.ecrire(champ)
    une.taper(champ, f"\n{une.mot(champ)} et je ferme", "Control+End")
    une.page.wait_for_timeout(780)
    une.page.close(run_before_unload=True)
    autre.taper(champ, f"{autre.mot(champ)} et tout s’arrête\n", "Control+Home")
    autre.page.close()


TOURS: dict[str, Tour] = {
    tour.__name__: tour for tour in (meme_champ, meme_ligne, sans_reseau, retour, onglet_ferme)
}


def mesurer(lieu: Terrain, navigateur: Browser, tours: int, coupure: float = COUPURE) -> Verdict:
    """``tours`` rounds, each kind in turn, on each text in turn."""
    entrees = lieu.demander("ouvrir", SLUG, 2)
    depart, faits = time.monotonic(), Counter()
    with lieu.servi(), lieu.ecoute(), _deux(navigateur, lieu, entrees) as personnes:
        for rang, (nom, tour) in enumerate(islice(cycle(TOURS.items()), tours)):
            une, autre = personnes if rang // len(TOURS) % 2 == 0 else reversed(personnes)
            _jouer(une, autre, nom, tour, CHAMPS[rang % len(CHAMPS)], coupure)
            faits[nom] += 1
    constat = lieu.demander("constater", SLUG, CHAMPS)
    verdict = _juger(lieu, personnes, constat)
    verdict.detail = {**faits, "conflits": verdict.codes[409]}
    verdict.detail["duree_s"] = round(time.monotonic() - depart, 1)
    return verdict


def _jouer(
    une: Personne, autre: Personne, nom: str, tour: Tour, champ: str, coupure: float
) -> None:
    try:
        for qui in (une, autre):
            qui.ouvrir()
        tour(une, autre, champ, coupure)
        for qui in (une, autre):
            qui.ouvrir()
    except Panne as panne:
        raise Echec(f"{nom}, {champ} : {panne}") from panne


@contextmanager
def _deux(
    navigateur: Browser, lieu: Terrain, entrees: list[dict[str, str]]
) -> Iterator[list[Personne]]:
    personnes = [Personne(navigateur, lieu, f"p{i}", entree) for i, entree in enumerate(entrees)]
    try:
        yield personnes
    finally:
        for personne in personnes:
            personne.contexte.close()


def _juger(lieu: Terrain, personnes: list[Personne], constat: dict[str, Any]) -> Verdict:
    verdict = Verdict("navigateurs", lieu.base)
    gardes = {champ: Counter(mots(texte)) for champ, texte in constat["textes"].items()}
    histoire = {champ: set[str]() for champ in CHAMPS}
    for champ, _, avant, apres in constat["journal"]:
        histoire[champ].update(mots(avant), mots(apres))
    for qui in personnes:
        verdict.acquis += len(qui.tapes)
        verdict.codes += qui.codes
        verdict.fautes += qui.fautes
        verdict.perdus += [
            f"{champ} : {mot}"
            for champ, mot in qui.tapes
            if not gardes[champ][mot] and mot not in histoire[champ]
        ]
    verdict.doubles = [champ for champ, texte in constat["textes"].items() if est_double(texte)]
    verdict.fautes += lieu.demander("integrite")
    return verdict
