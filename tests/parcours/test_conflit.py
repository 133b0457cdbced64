"""Two people wrote in the same place: both texts are shown, and what one arranges is kept."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from pasapas.models import Projet, Role
from tests.factories import ParticipantFactory
from tests.parcours import scene
from tests.parcours.gestes import Case, feuille
from tests.parcours.temoin import Temoin

pytestmark = pytest.mark.navigateur
VIDE = "() => !Object.keys(localStorage).some((nom) => nom.startsWith('brouillon:'))"


@pytest.fixture
def ines(ouvrir: Callable[..., Page], neuve: Projet) -> Page:
    ParticipantFactory(
        projet=neuve,
        user=scene.compte("lectrice"),
        role=Role.CONTRIBUTEUR,
        prenom="Inès",
        nom="Morel",
    )
    return feuille(ouvrir("lectrice"), neuve)


@pytest.fixture
def ambition(page: Page, ines: Page, neuve: Projet, temoin: Temoin) -> Case:
    """Sandrine's box, showing the clash: Inès wrote there first, from the same text."""
    temoin.attend(409)
    neuve.ambition = "Que l’on reste"
    neuve.save()
    case = Case(feuille(page, neuve, "eclaire"), "eclaire", "ambition")
    case.ouvrir()
    ines.reload()
    Case(ines, "eclaire", "ambition").remplir(ambition="Que l’on grandisse")
    case.champ("ambition").fill("Que l’on parte")
    expect(case.lieu.locator(".conflit")).to_have_count(1)
    return case


def deux(page: Page) -> Locator:
    return page.get_by_label("Les deux, à arranger si besoin")


def test_garder_les_deux(ambition: Case, page: Page, ines: Page, neuve: Projet) -> None:
    expect(ambition.lieu.get_by_role("alert")).to_contain_text("choisissez ce qui reste au mur")
    expect(ambition.lieu.locator(".conflit .prose").first).to_have_text("Que l’on parte")
    texte = "Que l’on grandisse, ou que l’on parte"
    deux(page).fill(texte)
    page.get_by_role("button", name="Garder les deux").click()
    expect(page.locator(".conflit")).to_have_count(0)
    expect(ambition.lieu.locator(".prose")).to_have_text(texte)
    page.wait_for_function(VIDE)
    ines.reload()
    expect(Case(ines, "eclaire", "ambition").lieu.locator(".prose")).to_have_text(texte)


@pytest.mark.une_base
@pytest.mark.parametrize("choix", ["Garder votre texte", "Garder les deux"])
def test_un_conflit_regle_n_est_plus_demande(ambition: Case, page: Page, choix: str) -> None:
    page.get_by_role("button", name=choix).click()
    expect(page.locator(".conflit")).to_have_count(0)
    page.wait_for_function(VIDE)
    expect(page.locator("[data-attente]")).to_have_count(0)


@pytest.mark.une_base
def test_le_choix_nomme_l_autre_marque_les_ecarts_et_rien_ne_le_couvre(
    ambition: Case, page: Page
) -> None:
    expect(ambition.lieu).to_contain_text("Le texte actuel, d’Inès Morel")
    expect(ambition.lieu.locator("mark")).to_have_text(["parte", "grandisse"])
    expect(page.locator("[data-etat]")).to_have_text("")


@pytest.mark.une_base
def test_ce_qu_on_arrange_survit_a_l_onglet(ambition: Case, page: Page, neuve: Projet) -> None:
    """Closing asks first; the next visit shows the text, and the box takes it up again."""
    deux(page).fill("Que l’on grandisse, ou que l’on parte")
    questions: list[str] = []
    page.once("dialog", lambda question: (questions.append(question.type), question.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert questions == ["beforeunload"]
    page.close()
    suite = page.context.new_page()
    carte = feuille(suite, neuve).locator("[data-attente]")
    expect(carte).to_contain_text(
        "votre ambition\u00a0: quelqu’un d’autre a écrit au même endroit, à vous de choisir."
    )
    carte.locator("summary").click()
    expect(carte.locator(".prose")).to_have_text("Que l’on grandisse, ou que l’on parte")
    carte.get_by_role("link", name="Reprendre ce texte").click()
    reprise = Case(suite, "eclaire", "ambition")
    expect(reprise.champ("ambition")).to_have_value("Que l’on grandisse, ou que l’on parte")
    expect(reprise.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")
    suite.wait_for_function(VIDE)


@pytest.mark.une_base
def test_choisir_l_autre_texte_demande_si_l_on_arrangeait(ambition: Case, page: Page) -> None:
    deux(page).fill("Que l’on grandisse, ou que l’on parte")
    autre = page.get_by_role("link", name="Garder le texte actuel")
    page.once("dialog", lambda question: question.dismiss())
    autre.click()
    expect(deux(page)).to_have_value("Que l’on grandisse, ou que l’on parte")
    page.once("dialog", lambda question: question.accept())
    autre.click()
    expect(page.locator(".conflit")).to_have_count(0)
    expect(ambition.lieu.locator(".prose")).to_have_text("Que l’on grandisse")
    page.wait_for_function(VIDE)


def test_une_ligne_retiree_pendant_qu_on_y_ecrit_revient_et_le_dit(
    page: Page, ines: Page, neuve: Projet
) -> None:
    constats = Case(feuille(page, neuve, "eclaire"), "eclaire", "constats")
    constats.ajouter("Le soir")
    constats.choisir("Le soir", "Modifier")
    constats.ouverte()
    ines.reload()
    chez_ines = Case(ines, "eclaire", "constats")
    chez_ines.choisir("Le soir", "Retirer")
    chez_ines.attendre()
    constats.champ("texte").press_sequentially(", personne")
    avis = constats.saisie.locator(".encart__nouvelle")
    expect(avis).to_contain_text("retiré entre-temps")
    expect(page.locator("[data-etat]")).to_contain_text("retiré entre-temps")
    constats.champ("texte").press_sequentially(" le mardi")
    page.wait_for_timeout(1500)
    expect(avis).to_contain_text("retiré entre-temps")
    constats.enregistrer()
    constats.attendre("personne le mardi")
