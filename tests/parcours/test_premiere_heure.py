"""The first hour: how many gestures it takes to type a first useful word, and what the pages of
those who arrive look like. The boxes are clicked, and typed in: nothing else is known of them."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from fresque.models import Constat
from pasapas.acces import cartes
from pasapas.acces.roles import geste_d_acces
from pasapas.models import Projet
from tests.factories import ParticipantFactory
from tests.parcours.controle import accessibilite, mise_en_page
from tests.parcours.gestes import TELEPHONE, Case, mener

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]


def toucher(page: Page, ou: Locator) -> None:
    """One tap on what is under the eyes: no scroll comes before it."""
    expect(ou).to_be_in_viewport()
    ou.tap()


def test_d_une_carte_au_premier_mot_deux_touchers(
    ouvrir: Callable[..., Page], neuve: Projet
) -> None:
    """The card is read, « entrer » is touched, a box is touched: one types."""
    salarie = ParticipantFactory(projet=neuve, prenom="Didier", nom="Rousseau")
    ((_, code),) = cartes.renouveler(geste_d_acces(neuve, None), [salarie])
    page = ouvrir("", taille=TELEPHONE, tactile=True)
    page.goto(f"/carte/#{code}")
    toucher(page, page.get_by_role("button", name="entrer"))
    constats = Case(page, "eclaire", "constats")
    expect(page.locator("#etat-saisie")).to_be_attached()
    toucher(page, constats.ecrire)
    page.keyboard.type("Du bruit la nuit")
    page.keyboard.press("Enter")
    expect(constats.rang("Du bruit la nuit").last).to_be_visible()
    expect(constats.lieu.locator(".ligne--part")).to_have_count(0)
    assert [c.texte for c in Constat.objects.de(neuve)] == ["Du bruit la nuit"]


def test_d_une_fresque_vide_au_premier_mot_deux_clics(page: Page, blanche: Projet) -> None:
    page.goto(f"/projets/{blanche.slug}/")
    page.locator("#mur-eclaire").click()
    ambition = Case(page, "eclaire", "ambition")
    expect(ambition.ecrire).to_be_in_viewport()
    ambition.ecrire.click()
    ambition.ouverte()
    page.keyboard.type("Rester")
    expect(ambition.champ("ambition")).to_have_value("Rester")
    expect(page.get_by_text("Enregistré à").first).to_be_attached()
    ambition.champ("ambition").fill("")
    expect(ambition.champ("ambition")).to_have_value("")


def test_les_pages_de_qui_arrive(
    ouvrir: Callable[..., Page], exemple: Projet, vide: Projet
) -> None:
    """One fresque or several, none, the example, and all that again in large text and strong
    contrast: nothing is cut, nothing overflows, axe finds nothing."""
    fautes = []

    def controler(page: Page, adresse: str) -> None:
        page.goto(adresse)
        for taille in ({"width": 1366, "height": 768}, TELEPHONE):
            page.set_viewport_size(taille)
            fautes.extend(
                f"{adresse} {taille['width']} : {faute}"
                for faute in [*mise_en_page(page), *accessibilite(page)]
            )

    sans, avec = ouvrir("etrangere"), ouvrir("animatrice")
    for page in (sans, avec):
        controler(page, "/")
        page.set_viewport_size({"width": 1366, "height": 768})
        for nom in ("Grand texte", "Fort contraste"):
            page.locator(".entete__compte summary").click()
            mener(page.get_by_role("button", name=nom))
        controler(page, "/")
    for adresse in ("/exemple/", "/exemple/planches/fiche-1/", f"/projets/{vide.slug}/"):
        controler(avec, adresse)
    controler(avec, f"/projets/{vide.slug}/autodiagnostic/ouvrir/")
    assert fautes == []
