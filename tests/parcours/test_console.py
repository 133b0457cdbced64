"""The console in a real browser: opening an établissement in twelve gestures, the portefeuille by
keyboard, the clock of the entretien."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Locator, Page, expect

from pasapas.models import Accompagnement, Courriel, Mandat, Programme, Region
from tests import factories as f
from tests.droits.visiteurs import Visiteur
from tests.parcours.gestes import entrer

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
PORTEFEUILLE = "/administration/pasapas/dossier/"
FINESS = Path(__file__).parents[1] / "fresque" / "accompagnement" / "finess-invente.csv"


@pytest.fixture
def conseil(entrees: dict) -> Visiteur:
    """She follows Pays de la Loire, whose programme is open."""
    loire = Region.objects.get(code="pays-de-la-loire")
    Programme.objects.create(region=loire)
    qui = Visiteur("chargee_de_mission", f.UserFactory(prenom="Lina", nom="Prat"))
    Mandat.objects.create(user=qui.user, region=loire)
    call_command("finess", str(FINESS), stdout=StringIO())
    return qui


class Main:
    """Each thing a hand does: a click, a key, some words typed in a box."""

    def __init__(self, page: Page) -> None:
        self.page, self.gestes = page, 0

    def toucher(self, quoi: Locator) -> None:
        self.gestes += 1
        quoi.click()

    def ecrire(self, ou: Locator, mots: str) -> None:
        self.gestes += 2  # to the box, then the words
        ou.click()
        self.page.keyboard.insert_text(mots)

    def touche(self, nom: str) -> None:
        self.gestes += 1
        self.page.keyboard.press(nom)


def test_du_portefeuille_a_un_pilote_invite_en_douze_gestes(
    ouvrir: Callable[..., Page], serveur: str, conseil: Visiteur
) -> None:
    page = ouvrir("")
    entrer(page, serveur, conseil)
    page.goto(PORTEFEUILLE)
    main = Main(page)
    main.toucher(page.get_by_role("link", name="Ouvrir un établissement"))
    expect(page.locator("#q")).to_be_focused()
    main.gestes += 1
    page.keyboard.insert_text("acacias saumur")
    main.touche("Enter")
    main.toucher(page.get_by_role("link", name="Maison des Acacias", exact=True))
    expect(page.get_by_text("Le programme peut l’accueillir")).to_be_visible()
    main.ecrire(page.get_by_label("Prénom du ou de la pilote"), "Camille")
    main.ecrire(page.get_by_label("Nom :", exact=True), "Durand")
    main.ecrire(page.get_by_label("Adresse e-mail"), "camille.durand@example.org")
    main.toucher(page.get_by_role("button", name="Ouvrir et inviter"))
    expect(page.get_by_text("« Maison des Acacias » est ouverte.")).to_be_visible()
    assert main.gestes <= 12
    suivi = Accompagnement.objects.get(projet__etablissement__finess="490012345")
    assert suivi.suivi_par == conseil.user
    assert Courriel.objects.filter(sorte="invitation").exists()
    # It stands in the portefeuille, which one reads from the keyboard.
    page.goto(PORTEFEUILLE)
    page.keyboard.press("ArrowDown")
    ici = page.get_by_role("link", name="Maison des Acacias", exact=True)
    expect(ici).to_be_focused()
    page.keyboard.press("j")  # single letters are off until asked for
    expect(ici).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/change/")
    expect(page.get_by_role("heading", name="Maison des Acacias")).to_be_visible()
    page.get_by_role("link", name="Entretien").click()
    page.get_by_role("button", name="Commencer, et lancer l’horloge").click()
    expect(page.locator("[aria-current='step']")).to_contain_text("se situer")
    expect(page.locator("[data-reste]")).to_have_text("reste 30 min")
