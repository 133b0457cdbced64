"""From the screen to the paper: the button gives a PDF, of the wall or of one planche."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page

from pasapas.models import Projet

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
DELAI = 60_000  # milliseconds


def assert_pdf(page: Page, bouton: Locator, projet: Projet) -> None:
    """Where the button leads, read again by hand: a browser keeps a file to itself."""
    with page.expect_response("**/imprimer/*/fresque.pdf", timeout=DELAI) as venue:
        bouton.click(no_wait_after=True)
    reponse = page.request.get(venue.value.url)
    assert reponse.status == 200
    assert reponse.headers["content-type"] == "application/pdf"
    assert projet.slug in reponse.headers["content-disposition"]
    assert reponse.body()[:5] == b"%PDF-"


def test_la_fresque_entiere_s_imprime(page: Page, exemple: Projet) -> None:
    page.goto(f"/projets/{exemple.slug}/")
    page.get_by_role("link", name="Imprimer").click()
    assert_pdf(page, page.get_by_role("button", name="Préparer tout le mur"), exemple)


def test_une_planche_s_imprime_seule(ouvrir: Callable[..., Page], exemple: Projet) -> None:
    page = ouvrir("lectrice", script=False)
    page.goto(f"/projets/{exemple.slug}/planches/fiche-1/")
    assert_pdf(page, page.get_by_role("button", name="Imprimer cette planche"), exemple)
