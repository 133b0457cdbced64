"""From the screen to the paper: the button gives a PDF, of the wall or of one planche."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import APIResponse, Page, Route

from pasapas.models import Projet

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]


@contextmanager
def pdf_demande(page: Page) -> Iterator[list[APIResponse]]:
    """What the server answers when the page asks for the PDF (no viewer in the way)."""
    reponses: list[APIResponse] = []

    def lire(route: Route) -> None:
        reponses.append(route.fetch(timeout=60_000))
        route.fulfill(body="Le PDF est arrivé.", content_type="text/plain; charset=utf-8")

    page.set_default_timeout(60_000)
    page.route("**/imprimer/*/fresque.pdf", lire)
    with page.expect_response("**/imprimer/*/fresque.pdf"):
        yield reponses


def assert_pdf(reponse: APIResponse, projet: Projet) -> None:
    assert reponse.status == 200
    assert reponse.headers["content-type"] == "application/pdf"
    assert projet.slug in reponse.headers["content-disposition"]
    assert reponse.body()[:5] == b"%PDF-"


def test_la_fresque_entiere_s_imprime(page: Page, exemple: Projet) -> None:
    page.goto(f"/projets/{exemple.slug}/")
    page.get_by_role("link", name="Imprimer").click()
    with pdf_demande(page) as reponses:
        page.get_by_role("button", name="Préparer le PDF").click()
    (pdf,) = reponses
    assert_pdf(pdf, exemple)


def test_une_planche_s_imprime_seule(ouvrir: Callable[..., Page], exemple: Projet) -> None:
    page = ouvrir("lectrice", script=False)
    page.goto(f"/projets/{exemple.slug}/planches/fiche-1/")
    with pdf_demande(page) as reponses:
        page.get_by_role("button", name="Imprimer cette planche").click()
    (pdf,) = reponses
    assert_pdf(pdf, exemple)
