"""The results in a real browser: on a telephone, and printed from the browser itself."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from diagnostic.models import Campagne
from pasapas.models import Projet
from tests.diagnostic.passages import adresse, campagne, clore, exemple
from tests.parcours.controle import fautes
from tests.parcours.gestes import TELEPHONE

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
LONGUEUR_MAX = 15_000  # pixels at 360 wide: it was 30,000 with every statement laid out


@pytest.fixture
def close(neuve: Projet) -> Campagne:
    return clore(campagne(neuve, exemple(), nom="Janvier"))


@pytest.fixture
def telephone(ouvrir: Callable[..., Page], close: Campagne) -> Page:
    page = ouvrir("animatrice", script=False, taille=TELEPHONE)
    page.goto(adresse(close))
    return page


def test_page_tient_dans_un_telephone(ouvrir: Callable[..., Page], close: Campagne) -> None:
    page = ouvrir("animatrice", taille=TELEPHONE)
    page.goto(adresse(close))
    assert fautes(page) == []
    assert page.evaluate("document.documentElement.scrollHeight") < LONGUEUR_MAX
    assert page.locator("#debat-titre").bounding_box()["y"] < 740


def test_lien_du_message_ouvre_l_affirmation(telephone: Page) -> None:
    """Without JavaScript: the browser unfolds what a link leads to."""
    expect(telephone.locator("#q02")).to_be_hidden()
    telephone.locator(".debat a[href='#q02']").click()
    expect(telephone.locator("#q02")).to_be_in_viewport()


def test_lien_du_tableau_l_ouvre_et_le_tri_le_garde_ouvert(telephone: Page) -> None:
    tableau = telephone.locator("#tableau table")
    expect(tableau).to_be_hidden()
    telephone.get_by_role("link", name="Lire le tableau, avec les affirmations").click()
    expect(tableau).to_be_visible()
    telephone.locator("#tableau thead a").last.click()
    expect(tableau).to_be_visible()


def test_imprimee_du_navigateur_elle_dit_tout(telephone: Page) -> None:
    """All 26 statements, the tables unfolded, nothing to press, dark patches printed dark."""
    telephone.emulate_media(media="print")
    for chose in ("article.question", ".petit-tableau--themes", "#tableau table"):
        for trouve in telephone.locator(chose).all():
            assert trouve.bounding_box()["height"] > 20, chose
    assert telephone.locator("article.question").count() == 26
    for chose in (".entete", ".sommaire", "button", ".gestes-page", "#suite"):
        assert [e for e in telephone.locator(chose).all() if e.is_visible()] == [], chose
    exact = "getComputedStyle(document.querySelector('.etat--debat')).printColorAdjust"
    assert telephone.evaluate(exact) == "exact"
