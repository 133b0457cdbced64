"""The étapes of a fiche, filled in place: a tick, a cell, the next one, by hand or by keyboard."""

from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from fiches.models import Etape
from pasapas.models import Projet
from tests.factories import EtapeFactory, FicheActionFactory
from tests.parcours.gestes import Case, feuille
from tests.parcours.temoin import est_la_meme_page, marquer

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]


def cellule(page: Page, etape: Etape, nom: str) -> Locator:
    """What opens this cell, then what it holds."""
    return page.locator(f"#fiche-1--etapes-{etape.pk}-{nom}")


@pytest.fixture
def etapes(neuve: Projet) -> list[Etape]:
    fiche = FicheActionFactory(projet=neuve)
    return [
        EtapeFactory(projet=neuve, fiche=fiche, intitule=texte, ordre=rang)
        for rang, texte in enumerate(["Constituer", "Former", "Évaluer"])
    ]


def test_on_va_de_case_en_case_et_tout_reste(
    page: Page, neuve: Projet, etapes: list[Etape]
) -> None:
    marquer(feuille(page, neuve, "fiche-1"))
    case, (un, deux, _) = Case(page, "fiche-1", "etapes"), etapes
    cellule(page, un, "resultats").click()
    case.champ("resultats").fill("Groupe formé")
    cellule(page, deux, "periode").click()  # the hand goes straight to another cell
    expect(case.champ("periode_envisagee")).to_be_focused()
    expect(case.rang("Constituer")).to_contain_text("Groupe formé")
    page.keyboard.type("Juin")
    page.keyboard.press("Escape")
    expect(cellule(page, deux, "periode")).to_be_focused()
    expect(case.rang("Former")).to_contain_text("Juin")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # by the keyboard, to the next one
    case.champ("noms").fill("Cabinet Durand")
    case.champ("noms").press("Tab")
    expect(case.rang("Former")).to_contain_text("Cabinet Durand")
    expect(cellule(page, deux, "realisation")).to_be_focused()
    page.keyboard.press("Enter")
    case.champ("date_realisation").fill("2026-06-15")
    case.champ("realisation_precision").fill("en réunion")
    case.champ("realisation_precision").press("Tab")
    expect(case.rang("Former")).to_contain_text("15 juin 2026")
    expect(cellule(page, deux, "resultats")).to_be_focused()
    assert est_la_meme_page(page)
    page.reload()
    expect(case.rang("Constituer")).to_contain_text("Groupe formé")
    expect(case.rang("Former")).to_contain_text("15 juin 2026")


def test_une_etape_se_coche_s_ajoute_et_se_range(
    page: Page, neuve: Projet, etapes: list[Etape]
) -> None:
    feuille(page, neuve, "fiche-1")
    case, (un, *_) = Case(page, "fiche-1", "etapes"), etapes
    coche = cellule(page, un, "etat")
    coche.click()
    expect(case.rang("Constituer").locator("[data-avis]")).to_contain_text("Étape faite le")
    expect(coche).to_be_focused()
    coche.press("Enter")
    expect(case.rang("Constituer").locator("[data-avis]")).to_contain_text("à faire de nouveau")
    case.lieu.get_by_role("button", name="Annuler").click()
    expect(cellule(page, un, "realisation")).to_contain_text("Modifier")
    case.ajouter("Fêter")
    case.attendre("Constituer", "Former", "Évaluer", "Fêter")
    case.choisir("Fêter", "Monter")
    case.attendre("Constituer", "Former", "Fêter", "Évaluer")
    un.refresh_from_db()
    assert isinstance(un.date_realisation, date)
