"""What is typed is in the browser at once: a tab that dies loses nothing, and doubles nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from fresque.models import Constat
from pasapas.models import Projet
from tests.parcours.gestes import Case, feuille
from tests.parcours.temoin import Temoin

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
VIDE = "() => !Object.keys(localStorage).some((nom) => nom.startsWith('brouillon:'))"


def test_un_onglet_qui_meurt_rend_sa_ligne_une_seule_fois(
    page: Page, neuve: Projet, temoin: Temoin
) -> None:
    """The new row had left, its answer never came, and the hand went on."""
    temoin.hors_ligne = True
    constats = Case(feuille(page, neuve, "eclaire"), "eclaire", "constats")
    constats.ouvrir_l_ajout()
    page.route("**/constats/ajouter/", lambda envoi: (envoi.fetch(), envoi.abort()))
    constats.champ("texte").press_sequentially("Le soir")
    expect(constats.lieu.locator(".saisie__etat")).to_contain_text("En attente")
    constats.champ("texte").press_sequentially(", personne")
    suite = page.context.new_page()
    page.close()
    feuille(suite, neuve)
    Case(suite, "eclaire", "constats").attendre("Le soir, personne")
    suite.wait_for_function(VIDE)
    assert [c.texte for c in Constat.objects.de(neuve)] == ["Le soir, personne"]


def test_ce_qui_est_tape_avant_que_la_page_soit_prete_compte(page: Page, neuve: Projet) -> None:
    """On a slow line the field is there well before the script."""
    script = []
    page.route("**/js/suivi.js", lambda envoi: script.append(envoi))
    with page.expect_request("**/js/suivi.js"):
        page.goto(f"/projets/{neuve.slug}/planches/eclaire/ambition/modifier/", wait_until="commit")
    ambition = Case(page, "eclaire", "ambition")
    ambition.champ("ambition").fill("Plus vite que la page")
    script[0].continue_()
    expect(ambition.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")
    neuve.refresh_from_db()
    assert neuve.ambition == "Plus vite que la page"


def test_ce_qu_on_abandonne_ne_revient_pas(page: Page, neuve: Projet) -> None:
    ambition = Case(feuille(page, neuve, "eclaire"), "eclaire", "ambition")
    ambition.ouvrir()
    page.once("dialog", lambda question: question.accept())
    ambition.champ("ambition").fill("Un essai")
    ambition.lieu.get_by_role("link", name="Annuler").click()
    expect(ambition.saisie).to_have_count(0)
    page.reload()
    page.wait_for_function(VIDE)
    neuve.refresh_from_db()
    assert neuve.ambition == ""


def test_un_texte_en_attente_qui_se_heurte_attend_sa_case(
    ouvrir: Callable[..., Page], neuve: Projet, temoin: Temoin
) -> None:
    """Sent once, kept in the history, then shown beside the other text when the box is opened."""
    temoin.attend(409)
    temoin.hors_ligne = True
    neuve.ambition = "Que l’on reste"
    neuve.save()
    page = ouvrir()
    ambition = Case(feuille(page, neuve, "eclaire"), "eclaire", "ambition")
    ambition.ouvrir()
    page.context.set_offline(True)
    ambition.champ("ambition").fill("Que l’on parte")
    page.close()
    neuve.ambition = "Que l’on grandisse"
    neuve.save()
    page.context.set_offline(False)
    for _ in range(2):
        suite = page.context.new_page()
        feuille(suite, neuve)
        expect(suite.locator("[data-attente]")).to_have_count(1)
    expect(suite.locator("[data-etat]")).to_have_text("")  # the second one sends nothing
    ambition = Case(suite, "eclaire", "ambition")
    ambition.ouvrir()
    suite.get_by_role("button", name="Garder votre texte").click()
    expect(suite.locator(".conflit")).to_have_count(0)
    expect(ambition.lieu.locator(".prose")).to_have_text("Que l’on parte")
    suite.wait_for_function(VIDE)
