"""The wall in a browser: one screen, filters in place, arrows, and nothing moves under the hand."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import Participant, Projet
from tests.factories import ConstatFactory, FicheActionFactory, ParticipantFactory, VisiteFactory
from tests.parcours import scene
from tests.parcours.controle import accessibilite, mise_en_page
from tests.parcours.gestes import Case, mur
from tests.parcours.temoin import est_la_meme_page, marquer

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
ECRANS = [(1366, 641), (1366, 768), (1920, 1080)]
TIENT = """() => {
  const { scrollWidth, scrollHeight } = document.documentElement;
  const coupees = [...document.querySelectorAll(".feuille, .cartouche")].filter((f) =>
    f.getBoundingClientRect().bottom > innerHeight || f.getBoundingClientRect().right > innerWidth);
  return [scrollWidth <= innerWidth, scrollHeight <= innerHeight, coupees.map((f) => f.id)];
}"""


def douze(projet: Projet) -> Projet:
    FicheActionFactory.create_batch(12, projet=projet, intitule="Conduite après un événement grave")
    return projet


@pytest.mark.parametrize("nom", ["exemple", "vide", "douze"])
def test_le_mur_tient_sur_un_ecran(page: Page, nom: str, request: pytest.FixtureRequest) -> None:
    neuf = nom == "douze"
    projet = douze(request.getfixturevalue("neuve")) if neuf else request.getfixturevalue(nom)
    for largeur, hauteur in ECRANS:
        page.set_viewport_size({"width": largeur, "height": hauteur})
        mur(page, projet)
        assert page.evaluate(TIENT) == [True, True, []], (largeur, hauteur)


@pytest.mark.parametrize("largeur", [320, 360])
def test_le_chemin_descend_sur_un_telephone(page: Page, exemple: Projet, largeur: int) -> None:
    page.set_viewport_size({"width": largeur, "height": 740})
    mur(page, exemple)
    assert mise_en_page(page) == []
    expect(page.get_by_role("heading", level=3)).to_have_count(11)
    assert page.evaluate("document.documentElement.scrollHeight") < 2_000


@pytest.mark.parametrize("vue", ["retard", "moi", "neuf", "postit"])
def test_un_filtre_ne_bouge_rien(page: Page, exemple: Projet, vue: str) -> None:
    marquer(mur(page, exemple))
    places = "[...document.querySelectorAll('.feuille')].map((f) => f.getBoundingClientRect().x)"
    avant = page.evaluate(places)
    page.locator(f"#suivi [data-vue={vue}]").click()
    expect(page).to_have_url(f"/projets/{exemple.slug}/?vue={vue}")
    assert page.evaluate(places) == avant
    muettes = page.locator(".feuille--muette")
    expect(muettes).to_have_count(page.locator(f".feuille:not([data-{vue}])").count())
    expect(page.locator(f"[data-liste={vue}]")).to_be_visible()
    expect(page.locator("[data-liste]:visible")).to_have_count(1)
    assert est_la_meme_page(page)
    assert accessibilite(page) == []
    page.locator("#suivi [data-vue='']").click()
    expect(muettes).to_have_count(0)


def test_un_filtre_est_une_adresse(ouvrir: Callable[..., Page], exemple: Projet) -> None:
    page = ouvrir(script=False)
    mur(page, exemple)
    page.locator("#suivi [data-vue=retard]").click()
    expect(page.locator("[data-liste=retard]")).to_be_visible()
    muettes = page.locator(".feuille:not([data-retard])").count()
    expect(page.locator(".feuille--muette")).to_have_count(muettes)


def test_les_fleches_vont_d_une_feuille_a_sa_voisine(page: Page, exemple: Projet) -> None:
    mur(page, exemple)
    page.locator("#mur-eclaire h3 a").focus()
    for touche, code in (
        ("ArrowRight", "etat-des-lieux"),
        ("ArrowRight", "actions"),
        ("ArrowRight", "fiche-1"),
        ("ArrowLeft", "actions"),
        ("ArrowDown", "fiche-3"),
        ("ArrowLeft", "autodiagnostic"),
        ("ArrowUp", "etat-des-lieux"),
    ):
        page.keyboard.press(touche)
        expect(page.locator(f"#mur-{code} h3 a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"/projets/{exemple.slug}/planches/etat-des-lieux/")


def test_une_adresse_gardee_du_mur_d_avant_mene_a_la_feuille(page: Page, exemple: Projet) -> None:
    page.goto(f"/projets/{exemple.slug}/#fiche-2--evaluation")
    page.wait_for_url("**/planches/fiche-2/#fiche-2--evaluation")
    page.goto(f"/projets/{exemple.slug}/#fiche-2")
    expect(page.locator("#mur-fiche-2 h3 a")).to_be_focused()


def test_le_premier_mot_est_a_deux_gestes(page: Page, blanche: Projet) -> None:
    mur(page, blanche)
    page.get_by_role("link", name="Nommer le projet").click()
    nom = Case(page, "eclaire", "nom").champ("nom")
    expect(nom).to_be_focused()
    page.keyboard.type("Rester")
    expect(page.locator(".saisie__etat")).to_contain_text("Enregistré à")
    nom.fill("")
    expect(page.locator(".saisie__etat")).to_contain_text("Enregistré à")


def test_le_mur_suit_ce_que_les_autres_ecrivent(page: Page, neuve: Projet) -> None:
    """The sheet that has the focus keeps it, what is new is marked, the filter holds."""
    moi = Participant.objects.get(projet=neuve, user=scene.compte("animatrice"))
    autre = ParticipantFactory(projet=neuve, prenom="Inès")
    ConstatFactory(projet=neuve)
    VisiteFactory(participant=moi, vue_le=timezone.now() - timedelta(days=2))
    marquer(mur(page, neuve))
    page.locator("#mur-eclaire h3 a").focus()
    geste = Geste(neuve, autre, "eclaire", "ambition")
    changements.modifier(geste, neuve, {"ambition": "Que l’on ait envie de rester"})
    touche = page.locator("#mur-eclaire .touches li").nth(1)
    expect(touche).to_contain_text("Que l’on ait envie de rester")
    expect(touche).to_have_class("haute fraiche")
    expect(page.locator("#mur-eclaire h3 a")).to_be_focused()
    expect(page.locator("#cartouche")).to_contain_text("Ambition, par Inès")
    assert est_la_meme_page(page)


def test_les_feuilles_ne_changent_pas_de_place_sous_la_main(page: Page, neuve: Projet) -> None:
    """Five fiches take another layout: not while one points at the wall, but as soon as one
    leaves it."""
    FicheActionFactory.create_batch(4, projet=neuve)
    changements.bouger(neuve)
    mur(page, neuve)
    page.locator("#mur-fiche-4").hover()
    avant = page.locator("#mur-fiche-4").bounding_box()
    FicheActionFactory(projet=neuve, intitule="Une cinquième")
    changements.bouger(neuve)
    expect(page.locator("#mur-actions")).to_contain_text("n°4 à n°5")
    assert page.locator("#mur-fiche-4").bounding_box() == avant
    page.mouse.move(2, 2)
    expect(page.locator("#mur-fiche-5")).to_be_visible()


def test_un_menu_se_ferme_par_echap_ou_quand_un_autre_s_ouvre(page: Page, exemple: Projet) -> None:
    mur(page, exemple)
    for menu in (".tete__projet", ".entete__compte"):
        page.locator(menu).locator("summary").click()
        expect(page.locator("details[open]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("details[open]")).to_have_count(0)
    expect(page.locator(".entete__compte summary")).to_be_focused()
