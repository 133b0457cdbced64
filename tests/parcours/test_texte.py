"""Writing in a text box of the wall, in place, the page staying where it is."""

import pytest
from playwright.sync_api import Page, expect

from pasapas.models import Projet
from tests.factories import FicheActionFactory
from tests.parcours.gestes import Case, feuille
from tests.parcours.temoin import Temoin, est_la_meme_page, marquer

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
TEXTE = "Que l’on ait envie de venir.\nEt d’y rester."


@pytest.fixture
def ambition(page: Page, neuve: Projet) -> Case:
    marquer(feuille(page, neuve))
    return Case(page, "eclaire", "ambition")


def test_un_texte_s_ecrit_sur_place(ambition: Case, page: Page, neuve: Projet) -> None:
    ambition.ouvrir()
    expect(ambition.champ("ambition")).to_be_focused()
    page.keyboard.type(TEXTE)
    ambition.enregistrer()
    expect(ambition.lieu.locator(".prose")).to_have_text(TEXTE)
    expect(page.locator("#etat-saisie")).to_contain_text("Enregistré à")
    expect(ambition.ecrire).to_be_focused()
    assert est_la_meme_page(page)
    neuve.refresh_from_db()
    assert neuve.ambition == TEXTE
    page.reload()
    expect(ambition.lieu.locator(".prose")).to_have_text(TEXTE)


def test_controle_entree_enregistre(ambition: Case, page: Page) -> None:
    ambition.ouvrir()
    ambition.champ("ambition").fill(TEXTE)
    page.keyboard.press("Control+Enter")
    expect(ambition.lieu.locator(".prose")).to_have_text(TEXTE)
    assert est_la_meme_page(page)


def test_annuler_garde_l_ancien_texte(ambition: Case, page: Page) -> None:
    ambition.remplir(ambition="Ce que nous avions écrit")
    ambition.ouvrir()
    ambition.champ("ambition").fill("Autre chose")
    questions = []

    def repondre(oui: bool) -> None:
        def reponse(dialogue: object) -> None:
            questions.append(dialogue.message)
            dialogue.accept() if oui else dialogue.dismiss()

        page.once("dialog", reponse)

    annuler = ambition.lieu.get_by_role("link", name="Annuler")
    repondre(oui=False)
    annuler.click()
    expect(ambition.champ("ambition")).to_have_value("Autre chose")
    repondre(oui=True)
    annuler.click()
    expect(ambition.lieu.locator(".prose")).to_have_text("Ce que nous avions écrit")
    expect(ambition.ecrire).to_be_focused()
    assert len(questions) == 2
    assert set(questions) == {"Abandonner ce que vous venez d’écrire ici\u00a0?"}
    assert est_la_meme_page(page)


def test_une_erreur_se_dit_a_cote_du_champ_et_garde_la_saisie(
    page: Page, neuve: Projet, temoin: Temoin
) -> None:
    temoin.attend(422)
    FicheActionFactory(projet=neuve)
    etapes = Case(feuille(page, neuve, "fiche-1"), "fiche-1", "etapes")
    etapes.ajouter("Former les tuteurs")
    etapes.choisir("Former", "Modifier")
    etapes.deplier()
    etapes.champ("periode_debut").fill("06/2025")
    etapes.champ("periode_fin").fill("03/2025")
    etapes.enregistrer()
    fautif = etapes.champ("periode_fin")
    expect(fautif).to_have_attribute("aria-invalid", "true")
    expect(fautif).to_be_focused()
    expect(etapes.lieu.locator(".champ--periode_fin")).to_contain_text(
        "La fin vient avant le début."
    )
    expect(etapes.champ("intitule")).to_have_value("Former les tuteurs")
    etapes.champ("periode_debut").fill("01/2025")
    etapes.enregistrer()
    etapes.attendre("Former les tuteurs")


def test_une_coupure_de_reseau_ne_perd_pas_le_texte(
    ambition: Case, page: Page, temoin: Temoin
) -> None:
    ambition.ouvrir()
    ambition.champ("ambition").fill(TEXTE)
    page.context.set_offline(True)
    temoin.hors_ligne = True
    ambition.enregistrer()
    expect(page.locator("#etat-saisie")).to_contain_text("Votre texte est")
    expect(ambition.champ("ambition")).to_have_value(TEXTE)
    page.context.set_offline(False)
    ambition.enregistrer()
    expect(ambition.lieu.locator(".prose")).to_have_text(TEXTE)


@pytest.mark.parametrize("largeur", [360, 1280])
def test_le_clic_suivant_tombe_ou_l_on_a_appuye(largeur: int, page: Page, neuve: Projet) -> None:
    """What is said of the save comes while the button is down: it has its place already."""
    page.set_viewport_size({"width": largeur, "height": 900})
    feuille(page, neuve)
    ambition, probleme = (Case(page, "eclaire", nom) for nom in ("ambition", "probleme"))
    ambition.ouvrir()
    page.keyboard.type("x")
    probleme.ecrire.scroll_into_view_if_needed()
    avant = probleme.ecrire.bounding_box()
    page.mouse.move(avant["x"] + avant["width"] / 2, avant["y"] + avant["height"] / 2)
    page.mouse.down()
    expect(page.locator("#etat-saisie")).to_contain_text("Enregistré à")
    assert probleme.ecrire.bounding_box() == avant
    page.mouse.up()
    expect(probleme.champ("probleme")).to_be_focused()
    expect(ambition.lieu.locator(".prose")).to_have_text("x")
