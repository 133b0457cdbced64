"""An old computer, a blocked script: the same gestures, one page after another."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pasapas.models import Projet
from tests.factories import ConstatFactory
from tests.parcours.gestes import Case, feuille

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]


@pytest.fixture
def page(ouvrir: Callable[..., Page]) -> Page:
    return ouvrir(script=False)


def test_un_texte_s_ecrit_et_la_feuille_revient_a_sa_place(page: Page, neuve: Projet) -> None:
    ambition = Case(feuille(page, neuve, "eclaire"), "eclaire", "ambition")
    ambition.ouvrir()
    expect(page.get_by_role("heading", name="Écrire sur la fresque")).to_be_visible()
    ambition.champ("ambition").fill("Deux lignes\nécrites ensemble")
    ambition.enregistrer()
    expect(page).to_have_url(f"/projets/{neuve.slug}/planches/eclaire/#eclaire--ambition")
    expect(ambition.lieu.locator(".prose")).to_have_text("Deux lignes\nécrites ensemble")
    expect(page.locator("#messages")).to_contain_text("Enregistré.")


def test_renoncer_ramene_a_la_feuille_sans_rien_changer(page: Page, neuve: Projet) -> None:
    ambition = Case(feuille(page, neuve, "eclaire"), "eclaire", "ambition")
    ambition.remplir(ambition="Ce que nous avions écrit")
    ambition.ouvrir()
    ambition.champ("ambition").fill("Autre chose")
    ambition.lieu.get_by_role("link", name="Annuler").click()
    expect(ambition.lieu.locator(".prose")).to_have_text("Ce que nous avions écrit")


def test_une_liste_se_tient_a_jour(page: Page, neuve: Projet) -> None:
    ConstatFactory(projet=neuve, texte="Premier")
    constats = Case(feuille(page, neuve, "eclaire"), "eclaire", "constats")
    constats.ajouter("Second")
    constats.attendre("Premier", "Second")

    constats.choisir("Second", "Monter")
    constats.attendre("Second", "Premier")

    constats.choisir("Premier", "Modifier")
    constats.ouverte()
    constats.champ("texte").fill("Premier, mieux dit")
    constats.enregistrer()
    constats.attendre("Second", "Premier, mieux dit")

    constats.choisir("Second", "Retirer")
    constats.attendre("Premier, mieux dit")
    expect(page.locator("#messages")).to_contain_text("Constat retiré.")
    page.locator("#messages").get_by_role("button", name="Annuler").click()
    constats.attendre("Second", "Premier, mieux dit")


def test_un_postit_se_colle_et_se_decolle(page: Page, neuve: Projet) -> None:
    probleme = Case(feuille(page, neuve, "eclaire"), "eclaire", "probleme")
    probleme.lieu.get_by_role("link", name="Coller un post-it").click()
    probleme.champ("texte").fill("Et la nuit ?")
    probleme.saisie.get_by_role("button", name="Coller").click()
    expect(probleme.postits).to_contain_text(["Et la nuit ?"])
    probleme.du_postit("Et la nuit ?", "Déplacer sur une autre case")
    probleme.champ("vers").select_option("eclaire--ambition")
    probleme.saisie.get_by_role("button", name="Déplacer").click()
    probleme = Case(page, "eclaire", "ambition")
    expect(probleme.postits).to_contain_text(["Et la nuit ?"])
    probleme.du_postit("Et la nuit ?", "Retirer")
    expect(probleme.postits).to_have_count(0)
    page.locator("#messages").get_by_role("button", name="Annuler").click()
    expect(probleme.postits).to_contain_text(["Et la nuit ?"])
