"""Coming in: the door knows its people, tells the others why not, and lets one leave."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pasapas.comptes.demo import COMPTES_DEMO, MOT_DE_PASSE_DEMO
from pasapas.models import Projet, Role, User
from tests.factories import ParticipantFactory
from tests.parcours import scene
from tests.parcours.gestes import mener

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
NOM, _, COURRIEL = COMPTES_DEMO[1]
COURRIEL_LABEL = re.compile("courriel|e-mail", re.IGNORECASE)


@pytest.fixture
def demo(settings: object, neuve: Projet) -> Projet:
    """The demonstration is on, with one of its accounts."""
    settings.DEMO = True
    compte = scene.compte_demo(COURRIEL, MOT_DE_PASSE_DEMO)
    ParticipantFactory(projet=neuve, user=compte, role=Role.ANIMATEUR)
    return neuve


def test_un_compte_de_demonstration_entre_et_ouvre_son_mur(
    ouvrir: Callable[..., Page], demo: Projet
) -> None:
    page = ouvrir("")
    page.goto(f"/projets/{demo.slug}/imprimer/")
    page.goto("/")
    page.get_by_label(COURRIEL_LABEL).fill(COURRIEL)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE_DEMO)
    page.get_by_role("button", name="Entrer", exact=True).click()
    expect(page).to_have_title("Mes fresques - Pas à pas")
    page.get_by_role("link", name=demo.nom).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(demo.nom)


def test_un_clic_suffit_pour_visiter_la_demonstration(
    ouvrir: Callable[..., Page], demo: Projet
) -> None:
    page = ouvrir("")
    page.goto("/")
    page.get_by_role("button", name=f"Entrer comme {NOM}").click()
    expect(page).to_have_title("Mes fresques - Pas à pas")


@pytest.mark.parametrize("script", [True, False])
def test_un_mauvais_mot_de_passe_se_dit_en_francais(
    ouvrir: Callable[..., Page], demo: Projet, script: bool
) -> None:
    page = ouvrir("", script=script)
    page.goto("/")
    page.get_by_label(COURRIEL_LABEL).fill(COURRIEL)
    page.get_by_label("Mot de passe").fill("pas le bon mot de passe")
    page.get_by_role("button", name="Entrer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text(re.compile("incorrect|pas correct"))
    expect(page.get_by_label(COURRIEL_LABEL)).to_have_value(COURRIEL)
    assert User.objects.get(email=COURRIEL).last_login is None


def test_partir_ferme_la_porte(ouvrir: Callable[..., Page], demo: Projet) -> None:
    page = ouvrir("")
    page.goto("/")
    page.get_by_role("button", name=f"Entrer comme {NOM}").click()
    mener(page.get_by_role("link", name=demo.nom))
    page.locator(".entete__compte summary").click()
    page.get_by_role("button", name="Me déconnecter").click()
    expect(page.get_by_role("heading", name="Me connecter")).to_be_visible()
    page.goto(f"/projets/{demo.slug}/")
    expect(page.get_by_role("heading", name="Me connecter")).to_be_visible()
