"""Without a mouse: each gesture leaves the focus where the hand goes on."""

import pytest
from playwright.sync_api import Page, expect

from pasapas.models import Projet
from tests.factories import ConstatFactory
from tests.parcours.gestes import Case, aller, feuille, mur

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]


def test_le_premier_lien_mene_au_contenu(page: Page, neuve: Projet) -> None:
    mur(page, neuve)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#contenu")).to_be_focused()


def test_un_texte_s_ecrit_au_clavier(page: Page, neuve: Projet) -> None:
    """Enter opens, Escape leaves, Tab goes to the next box, Shift and Tab to the one before."""
    feuille(page, neuve)
    nom, ambition, probleme = (Case(page, "eclaire", n) for n in ("nom", "ambition", "probleme"))
    ambition.ecrire.focus()
    page.keyboard.press("Enter")
    expect(ambition.champ("ambition")).to_be_focused()
    page.keyboard.type("Que l’on reste")
    page.keyboard.press("Tab")
    expect(probleme.ecrire).to_be_focused()
    expect(ambition.lieu.locator(".prose")).to_have_text("Que l’on reste")
    expect(probleme.ecrire).to_be_focused()
    page.keyboard.press("Enter")
    expect(probleme.champ("probleme")).to_be_focused()
    page.keyboard.type("Onze départs")
    page.keyboard.press("Escape")
    expect(probleme.lieu.locator(".prose")).to_have_text("Onze départs")
    expect(probleme.ecrire).to_be_focused()
    page.keyboard.press("Enter")
    expect(probleme.champ("probleme")).to_be_focused()
    page.keyboard.type(" en un an")
    page.keyboard.press("Shift+Tab")
    expect(ambition.ecrire).to_be_focused()
    expect(probleme.lieu.locator(".prose")).to_have_text("Onze départs en un an")
    page.keyboard.press("Enter")
    expect(ambition.champ("ambition")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(nom.ecrire).to_be_focused()
    expect(ambition.saisie).to_have_count(0)


def test_une_liste_se_range_au_clavier(page: Page, neuve: Projet) -> None:
    ConstatFactory(projet=neuve, texte="Premier")
    constats = Case(feuille(page, neuve, "eclaire"), "eclaire", "constats")
    constats.ecrire.focus()
    page.keyboard.type("Second")
    page.keyboard.press("Enter")
    constats.attendre("Premier", "Second")
    expect(constats.ecrire).to_be_focused()

    menu = constats.rang("Second").locator(".points summary")
    menu.focus()
    page.keyboard.press("Enter")
    aller(page, constats.rang("Second").get_by_role("button", name="Monter"))
    page.keyboard.press("Enter")
    constats.attendre("Second", "Premier")
    expect(constats.rang("Second").get_by_role("button", name="Monter")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()

    page.keyboard.press("Enter")
    aller(page, constats.rang("Second").get_by_role("button", name="Retirer"))
    page.keyboard.press("Enter")
    constats.attendre("Premier")
    expect(constats.lieu.get_by_role("button", name="Annuler")).to_be_focused()
    page.keyboard.press("Enter")
    constats.attendre("Second", "Premier")
    expect(constats.ecrire).to_be_focused()
