"""Without a mouse: each gesture leaves the focus where the hand goes on."""

import pytest
from playwright.sync_api import Locator, Page, expect

from pasapas.models import Projet
from tests.factories import ConstatFactory
from tests.parcours.gestes import Case, feuille, mur

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]


def aller(page: Page, cible: Locator, limite: int = 12) -> None:
    """Press Tab until the target has the focus."""
    for _ in range(limite):
        if cible.evaluate("e => e === document.activeElement"):
            return
        page.keyboard.press("Tab")
    expect(cible).to_be_focused()


def test_le_premier_lien_mene_au_contenu(page: Page, neuve: Projet) -> None:
    mur(page, neuve)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()


def test_un_texte_s_ecrit_au_clavier(page: Page, neuve: Projet) -> None:
    probleme = Case(feuille(page, neuve, "eclaire"), "eclaire", "probleme")
    probleme.ecrire.focus()
    page.keyboard.press("Enter")
    expect(probleme.champ("probleme")).to_be_focused()
    page.keyboard.type("Onze départs en dix-huit mois")
    aller(page, probleme.lieu.get_by_role("button", name="Enregistrer"))
    page.keyboard.press("Enter")
    expect(probleme.ecrire).to_be_focused()
    page.keyboard.press("Enter")
    expect(probleme.champ("probleme")).to_be_focused()
    page.keyboard.type(".")
    aller(page, probleme.lieu.get_by_role("button", name="Enregistrer"))
    page.keyboard.press("Enter")
    expect(probleme.lieu.locator(".prose")).to_have_text("Onze départs en dix-huit mois.")
    expect(probleme.ecrire).to_be_focused()


def test_une_liste_se_range_au_clavier(page: Page, neuve: Projet) -> None:
    ConstatFactory(projet=neuve, texte="Premier")
    constats = Case(feuille(page, neuve, "eclaire"), "eclaire", "constats")
    constats.ecrire.focus()
    page.keyboard.press("Enter")
    expect(constats.champ("texte")).to_be_focused()
    page.keyboard.type("Second")
    page.keyboard.press("Control+Enter")
    constats.attendre("Premier", "Second")
    expect(constats.ecrire).to_be_focused()

    aller(page, constats.lieu.locator("[data-reglage] summary"))
    page.keyboard.press("Enter")
    menu = constats.rang("Second").locator(".deplacer summary")
    menu.focus()
    page.keyboard.press("Enter")
    aller(page, constats.rang("Second").get_by_role("button", name="Monter"))
    page.keyboard.press("Enter")
    constats.attendre("Second", "Premier")
    expect(constats.rang("Second").get_by_role("button", name="Monter")).to_be_focused()

    aller(page, constats.rang("Second").get_by_role("button", name="Retirer"))
    page.keyboard.press("Enter")
    constats.attendre("Premier")
    expect(constats.lieu.get_by_role("button", name="Annuler")).to_be_focused()
    page.keyboard.press("Enter")
    constats.attendre("Second", "Premier")
    expect(constats.ecrire).to_be_focused()
