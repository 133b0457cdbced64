"""A tired thumb touches twice: the second touch answers nothing, and skips nothing, unseen."""

from collections.abc import Callable
from time import monotonic

import pytest
from playwright.sync_api import Page, expect

from diagnostic.campagnes import seance
from diagnostic.campagnes.ouverture import PassationVoulue
from diagnostic.models import BulletinAnonyme, Campagne, Reponse
from pasapas.models import Projet
from tests.diagnostic.campagnes_outils import adresse, ouvrir
from tests.parcours.gestes import lue

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
TELEPHONE = {"width": 390, "height": 780}
# The second statement is there, and what lies under the finger is no button yet.
SOUS_LE_VOILE = """() => {
  const bouton = document.querySelector("#suivi[data-code='q02'] button[value='2']");
  if (!bouton) return false;
  bouton.scrollIntoView({ block: "center" });
  const { left, top } = bouton.getBoundingClientRect();
  return !document.elementFromPoint(left + 9, top + 9).closest("button");
}"""
# Milliseconds from one touch to the next: far enough below ``regard.DELAI`` (its exact length:
# tests/diagnostic/test_regard.py) that on a busy machine too the second comes before it is over.
DELAIS = (30, 60, 120, 200, 300, 450)


@pytest.fixture
def campagne(neuve: Projet) -> Campagne:
    return ouvrir(
        neuve,
        PassationVoulue("encadrement", "collective", 3),
        PassationVoulue("salaries", "individuelle", 40),
    )


def toucher_deux_fois(page: Page, bouton: str, delai: int) -> None:
    page.locator(bouton).first.scroll_into_view_if_needed()
    boite = page.locator(bouton).first.bounding_box()
    lieu = boite["x"] + boite["width"] / 2, boite["y"] + boite["height"] / 2
    debut = monotonic()
    page.mouse.click(*lieu)
    page.wait_for_timeout(max(0, delai - 1000 * (monotonic() - debut)))
    page.mouse.click(*lieu)


def reponses(campagne: Campagne) -> dict[str, int]:
    return BulletinAnonyme.objects.get(passation__campagne=campagne).reponses


def test_deux_touchers_au_meme_endroit_font_une_reponse(
    ouvrir: Callable[..., Page], campagne: Campagne
) -> None:
    page = ouvrir("", taille=TELEPHONE)
    page.goto(f"/recueil/{campagne.passations.get(college='salaries').jeton}/")
    page.get_by_role("button", name="Commencer").click()
    for rang, delai in enumerate(DELAIS, start=1):
        expect(page.get_by_text(f"Affirmation {rang} sur 26")).to_be_visible()
        lue(page)
        toucher_deux_fois(page, "button[value='2']", delai)
        expect(page.get_by_text(f"Affirmation {rang + 1} sur 26")).to_be_visible()
        lue(page)
        assert reponses(campagne) == {f"q{n:02}": 2 for n in range(1, rang + 1)}

    # « Passer » goes on by one; the last answer does not give in; « Commencer » answers nothing.
    toucher_deux_fois(page, "a:text-is('Passer')", 200)
    expect(page.get_by_text("Affirmation 8 sur 26")).to_be_visible()
    page.goto(page.url.replace("q08", "q26"))
    lue(page)
    rendre = "button:text-is('J’ai fini, je rends mes réponses')"
    page.evaluate("scrollTo(0, 0)")
    toucher_deux_fois(page, "button[value='2']", 200)
    expect(page.locator(rendre)).to_be_visible()
    lue(page)
    assert not BulletinAnonyme.objects.get(passation__campagne=campagne).rendu


def test_la_salle_ne_saute_pas_une_affirmation(
    ouvrir: Callable[..., Page], campagne: Campagne
) -> None:
    """Buttons, then keys: two presses turn one page, and the fingers of the one before give no
    voice on the next."""
    seance.montrer(campagne, "q01")
    page = ouvrir()
    page.goto(adresse(campagne, "seance/salle/"))
    rang = page.locator(".projection__rang")
    for n, delai in enumerate(DELAIS, start=1):
        expect(rang).to_have_text(f"{n} sur 26")
        lue(page)
        toucher_deux_fois(page, "[data-apres]", delai)
        expect(rang).to_have_text(f"{n + 1} sur 26")
        lue(page)
    page.locator("body").press("3")
    expect(page.locator("[data-apres]")).to_be_focused()
    page.keyboard.press("Enter")
    # The one voice there is shows before going on: the same finger does not go past it.
    expect(page.locator(".colonnes .jeton")).to_have_count(1)
    page.keyboard.press("Enter")
    lue(page)
    expect(rang).to_have_text("7 sur 26")
    page.keyboard.press("Enter")
    expect(rang).to_have_text("8 sur 26")
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    lue(page)
    expect(rang).to_have_text("8 sur 26")
    expect(page.locator("[data-ligne] input:checked")).to_have_count(0)
    dites = Reponse.objects.filter(bulletin__passation__campagne=campagne)
    assert list(dites.values_list("question__code", "niveau")) == [("q07", 3)]

    ecran = ouvrir()
    ecran.goto(adresse(campagne, "seance/"))
    lue(ecran)
    for _ in range(2):
        ecran.keyboard.press("ArrowRight")
        ecran.wait_for_timeout(120)
    expect(ecran.locator(".projection__rang")).to_have_text("9 sur 26")
    lue(ecran)
    expect(ecran.locator(".projection__rang")).to_have_text("9 sur 26")


def test_la_salle_passe_sous_le_doigt_d_un_college(
    ouvrir: Callable[..., Page], campagne: Campagne
) -> None:
    """The statement changes just before the finger falls: the voice was for the one before."""
    seance.montrer(campagne, "q01")
    tel = ouvrir(taille=TELEPHONE)
    tel.goto(adresse(campagne, "voix/encadrement/"))
    lue(tel)
    seance.montrer(campagne, "q02")
    tel.wait_for_function(SOUS_LE_VOILE)
    tel.get_by_role("button", name="Ponctuel").first.click()
    expect(tel.get_by_text("Réponse notée")).to_be_visible()
    dites = Reponse.objects.filter(bulletin__passation__campagne=campagne)
    assert list(dites.values_list("question__code", "niveau")) == [("q02", 2)]


def test_deux_fois_entree_ne_decale_pas_la_feuille_suivante(
    ouvrir: Callable[..., Page], campagne: Campagne
) -> None:
    page = ouvrir()
    page.goto(adresse(campagne, "papier/salaries/"))
    lue(page)
    page.keyboard.type("1" * 26)
    page.keyboard.press("Enter")
    expect(page.get_by_text("enregistrée")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("[data-touche]").first).to_be_focused()
    lue(page)
    page.keyboard.type("2")
    lente = {"offline": False, "latency": 700, "downloadThroughput": -1, "uploadThroughput": -1}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", lente)
    toucher_deux_fois(page, "button:has-text('Enregistrer et passer')", 200)
    expect(page.get_by_text("1 réponse sur 26")).to_be_visible()
    lue(page)
    expect(page.get_by_text("Cette feuille est vide")).to_have_count(0)
    feuilles = BulletinAnonyme.objects.filter(passation__campagne=campagne)
    assert sorted(len(feuille.reponses) for feuille in feuilles) == [1, 26]
