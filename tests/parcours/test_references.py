"""Twelve pictures somebody looked at and approved: what the screen shows stays like them.

``make references`` draws them again; look at them before they are committed.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page

from fresque.models import Impression
from pasapas.models import Projet
from tests.images import TOLERE, comme_approuvee, differents

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
DOSSIER = Path(__file__).parent / "references"
BUREAU, TELEPHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 740}
# What depends on the day, or on who passes by, is covered.
VOLATIL = "time, .messages"


@dataclass(frozen=True)
class Vue:
    """``fresque``: whose page; ``geste``: what is clicked first."""

    nom: str
    fresque: str
    suite: str
    taille: dict[str, int]
    geste: str = ""


VUES = (
    Vue("mur", "exemple", "", BUREAU),
    Vue("mur-telephone", "exemple", "", TELEPHONE),
    Vue("mur-vide", "neuve", "", BUREAU),
    Vue("projet", "exemple", "planches/eclaire/", BUREAU),
    Vue("projet-telephone", "exemple", "planches/eclaire/", TELEPHONE),
    Vue("projet-vide", "neuve", "planches/eclaire/", BUREAU),
    Vue("ecrire", "neuve", "planches/eclaire/", BUREAU, "#eclaire--ambition [data-ecrire]"),
    Vue("acteurs", "exemple", "planches/acteurs/", BUREAU),
    Vue("fiche", "exemple", "planches/fiche-1/?cote=conseils", BUREAU),
    Vue("fiche-telephone", "exemple", "planches/fiche-1/", TELEPHONE),
    Vue("resultats", "exemple", "planches/autodiagnostic/", BUREAU),
    Vue("imprimer", "exemple", "imprimer/", BUREAU),
)


def prendre(page: Page, vue: Vue, projet: Projet) -> Image.Image:
    page.goto(f"/projets/{projet.slug}/{vue.suite}")
    page.evaluate("document.fonts.ready.then(() => true)")
    if vue.geste:
        page.locator(vue.geste).first.click()
        page.locator("form textarea").first.wait_for()
    page.mouse.move(0, 0)
    return Image.open(
        BytesIO(
            page.screenshot(
                animations="disabled", mask=[page.locator(VOLATIL)], mask_color="#888888"
            )
        )
    ).convert("RGB")


@pytest.mark.parametrize("vue", VUES, ids=lambda vue: vue.nom)
def test_comme_sur_l_image(
    vue: Vue, ouvrir: Callable[..., Page], exemple: Projet, neuve: Projet
) -> None:
    projet = {"exemple": exemple, "neuve": neuve}[vue.fresque]
    Impression.objects.de(projet).delete()  # « Vos dernières impressions » is another page's test
    image = prendre(ouvrir("animatrice", taille=vue.taille), vue, projet)
    comme_approuvee(image, DOSSIER / f"{vue.nom}.png")


def test_une_image_qui_change_se_voit() -> None:
    """A button moved, a box recoloured: told. The smoothing of the letters: not."""
    fond = Image.new("RGB", (1200, 600), "#fffaf0")
    bouton = fond.copy()
    bouton.paste("#28201c", (300, 200, 460, 244))
    deplace = fond.copy()
    deplace.paste("#28201c", (300, 224, 460, 268))
    assert differents(bouton, bouton.point(lambda n: max(n - 3, 0))) == 0
    assert differents(bouton, deplace) > TOLERE
    assert differents(fond, bouton) > TOLERE
    assert differents(fond, fond.resize((1200, 612))) == 1
