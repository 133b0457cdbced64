"""A sheet on a phone, and at 400 %: one column between two bars, nothing to look for sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pasapas.models import Projet
from tests.mur import relire
from tests.parcours.gestes import Case, feuille

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
TELEPHONE, ZOOM = {"width": 360, "height": 740}, {"width": 320, "height": 256}
DEBORDE = "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
PREMIERE = """() => document.querySelector("[data-encart]").getBoundingClientRect().top"""
PETITES = """() => [...document.querySelectorAll(".tete a, .tete summary, .voisines a")]
  .filter((e) => e.checkVisibility() && e.getBoundingClientRect().height < 40)
  .map((e) => e.textContent.trim())"""


def test_chaque_feuille_tient_sur_un_telephone(
    ouvrir: Callable[..., Page], exemple: Projet, vide: Projet, subtests: pytest.Subtests
) -> None:
    page = ouvrir(taille=TELEPHONE)
    for projet in (exemple, vide):
        for planche in relire(projet).planches:
            with subtests.test(projet=projet.slug, planche=planche.code):
                page.set_viewport_size(TELEPHONE)
                feuille(page, projet, planche.code)
                assert page.evaluate(PREMIERE) < 420
                assert page.evaluate(PETITES) == []
                page.set_viewport_size(ZOOM)
                assert not page.evaluate(DEBORDE)


def test_la_barre_colle_un_postit_sur_la_case_que_l_on_regarde(
    ouvrir: Callable[..., Page], neuve: Projet
) -> None:
    page = feuille(ouvrir(taille=TELEPHONE), neuve)
    barre, probleme = page.locator(".voisines"), Case(page, "eclaire", "probleme")
    assert barre.bounding_box()["height"] == 60
    probleme.lieu.evaluate("(boite) => boite.scrollIntoView({ block: 'center' })")
    barre.get_by_role("link", name="Post-it").click()
    expect(probleme.champ("texte")).to_be_focused()
    expect(probleme.champ("texte")).to_be_in_viewport()
    probleme.champ("texte").fill("Et la nuit ?")
    probleme.saisie.get_by_role("button", name="Coller").click()
    expect(probleme.postits).to_contain_text(["Et la nuit ?"])
