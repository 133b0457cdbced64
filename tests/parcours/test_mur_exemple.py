"""The example: every word of it on its sheets, and a wall light enough for an old computer."""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml
from playwright.sync_api import Page, Response, Route, expect

from pasapas.models import Projet
from pasapas.serveur.statiques import alleger
from tests.mur import relire
from tests.parcours.gestes import Case, feuille, mur
from tests.parcours.scene import FICHIER_EXEMPLE

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
BUDGETS = {"script": 40_000, "stylesheet": 14_000, "font": 80_000}  # bytes, compressed

# Keys whose value is a code, a reference or a date: the wall says them in words, if at all.
CODES = {
    *("id", "type", "zone", "couleur", "cercle", "engagement", "service", "theme", "themes"),
    *("statut", "outil", "fiche", "numero", "quand_debut", "debut", "fin", "echeance", "date"),
    *("realisee_le", "campagne", "historique_carte", "equipe_projet", "participants"),
}


def textes(noeud: Any, cle: str = "") -> Iterator[str]:
    """Every text people wrote, walking the file."""
    if cle in CODES or cle.endswith("_id"):
        return
    if isinstance(noeud, dict):
        for nom, valeur in noeud.items():
            yield from textes(valeur, nom)
    elif isinstance(noeud, list):
        for valeur in noeud:
            yield from textes(valeur, cle)
    elif isinstance(noeud, str):
        yield noeud


def plier(texte: str) -> str:
    return re.sub(r"\s+", " ", texte).strip()


def test_chaque_texte_de_l_exemple_se_lit_sur_sa_feuille(page: Page, exemple: Projet) -> None:
    source = yaml.safe_load(FICHIER_EXEMPLE.read_text(encoding="utf-8"))["projet"]
    attendus = {plier(texte) for texte in textes(source)}
    assert len(attendus) > 150
    codes = [planche.code for planche in relire(exemple).planches]
    feuilles = (feuille(page, exemple, code).locator(f"#{code}").inner_text() for code in codes)
    visible = plier(" ".join(feuilles))
    assert [texte for texte in attendus if texte not in visible] == []


def servir_comme_en_production(demande: Route) -> None:
    reponse = demande.fetch()
    nom = urlsplit(demande.request.url).path.partition("/static/")[2]
    demande.fulfill(response=reponse, body=alleger(nom, reponse.body()))


@pytest.mark.parametrize("lieu", ["mur", "fiche-1", "eclaire"])
def test_une_page_tient_dans_son_budget(lieu: str, page: Page, exemple: Projet) -> None:
    """As production serves it: without comments, compressed."""
    reponses: list[Response] = []
    page.route("**/static/**", servir_comme_en_production)
    page.on("response", lambda reponse: reponses.append(reponse))
    mur(page, exemple) if lieu == "mur" else feuille(page, exemple, lieu)
    page.evaluate("document.fonts.ready.then(() => true)")
    poids: dict[str, int] = defaultdict(int)
    for reponse in reponses:
        sorte = reponse.request.resource_type
        if sorte in BUDGETS:
            octets = reponse.body()
            poids[sorte] += len(octets if sorte == "font" else gzip.compress(octets, 6))
    assert set(poids) == set(BUDGETS)
    assert {sorte: n for sorte, n in poids.items() if n > BUDGETS[sorte]} == {}


def test_sans_commentaires_les_scripts_font_la_meme_chose(page: Page, neuve: Projet) -> None:
    page.route("**/static/**", servir_comme_en_production)
    ambition = Case(feuille(page, neuve, "eclaire"), "eclaire", "ambition")
    ambition.ouvrir()
    ambition.champ("ambition").press_sequentially("Que l’on reste")
    page.keyboard.press("Tab")
    expect(ambition.lieu).to_contain_text("Que l’on reste")
    constats = Case(page, "eclaire", "constats")
    constats.ajouter("Le lundi", "Le mardi")
    expect(constats.lieu).to_contain_text("Le mardi")
