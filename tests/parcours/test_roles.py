"""Who may see, who may write: a lectrice reads everything, a stranger learns nothing."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pasapas.models import Projet
from tests.mur import relire
from tests.parcours.gestes import feuille, mur
from tests.parcours.temoin import Temoin

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
GESTES = re.compile("Modifier|Écrire|Ajouter|Retirer|Déplacer|post-it|Ouvrir une fiche|Commencer")


@pytest.mark.parametrize("script", [True, False])
def test_une_lectrice_voit_tout_et_ne_peut_rien_changer(
    ouvrir: Callable[..., Page], exemple: Projet, script: bool
) -> None:
    page = ouvrir("lectrice", script=script)
    mur(page, exemple)
    expect(page.get_by_text("lecture seule")).to_be_visible()
    fresque = relire(exemple)
    contenu = page.locator("#contenu")
    expect(contenu.locator("article h3 a")).to_have_count(len(fresque.planches) + 1)
    expect(contenu.get_by_role("button")).to_have_count(0)
    feuille(page, exemple, "fiche-1")
    expect(page.locator(".encart")).to_have_count(len(list(fresque.planche("fiche-1").encarts)))
    expect(contenu.get_by_role("link", name=GESTES)).to_have_count(0)
    expect(contenu.get_by_role("button", name=GESTES)).to_have_count(0)
    # The table of the answers opens: that changes nothing.
    gestes = "form, details:not(.carte-reponses) > summary"
    expect(contenu.locator(gestes)).to_have_count(0)
    expect(page.get_by_role("button", name="Imprimer cette planche")).to_be_visible()


@pytest.mark.parametrize("chemin", ["", "planches/eclaire/", "imprimer/", "fresque.pdf"])
def test_une_etrangere_ne_trouve_pas_la_fresque(
    ouvrir: Callable[..., Page], exemple: Projet, temoin: Temoin, chemin: str
) -> None:
    temoin.attend(404)
    page = ouvrir("etrangere")
    reponse = page.goto(f"/projets/{exemple.slug}/{chemin}")
    assert reponse.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette page n’existe pas")
    expect(page.locator("body")).not_to_contain_text(exemple.nom)
    page.get_by_role("link", name="Voir mes fresques").click()
    expect(page.get_by_text("Vous ne participez à aucune fresque")).to_be_visible()
