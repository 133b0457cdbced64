"""The tableau de bord: how many gestures each thing takes; what the others do shows by itself."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fiches.models import Etape
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import Participant, Projet
from tests.factories import EtapeFactory, FicheActionFactory
from tests.parcours import scene
from tests.parcours.gestes import mener
from tests.parcours.temoin import est_la_meme_page, marquer

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]


@pytest.fixture
def etapes(neuve: Projet) -> list[Etape]:
    fiche, hier = FicheActionFactory(projet=neuve), timezone.localdate() - timedelta(days=1)
    return [
        EtapeFactory(projet=neuve, fiche=fiche, intitule=texte, periode_fin=hier, ordre=rang)
        for rang, texte in enumerate(["Constituer", "Former"])
    ]


def test_du_mur_a_une_etape_faite_puis_confiee_sans_detour(
    page: Page, neuve: Projet, etapes: list[Etape]
) -> None:
    """A moi: 1 gesture from anywhere. Done: 1. Confided: 1, the name, 1. One more: its words, 1."""
    page.goto(f"/projets/{neuve.slug}/planches/eclaire/")
    mener(page.get_by_role("link", name="À moi", exact=True))
    expect(page).to_have_url(f"/projets/{neuve.slug}/suivi/?qui=moi")
    mener(page.get_by_role("link", name="Toutes 2"))
    rang = page.locator(".etape", has_text="Constituer")
    mener(rang.locator(".coche-etape"))
    expect(page.get_by_text(re.compile("Étape suivante.+Former"))).to_be_visible()
    expect(page.locator(".tranche--faites")).to_contain_text("Constituer")
    former = page.locator(".etape", has_text="Former").last
    mener(former.get_by_role("link", name="À qui"))
    page.locator("form[data-en-place] [name=noms]").fill("Cabinet Durand")
    mener(page.get_by_role("button", name="Enregistrer"))
    expect(page.locator(".tranche--retard")).to_contain_text("Cabinet Durand")
    ajout = page.locator("#ajout")
    ajout.get_by_label("Une étape de plus").fill("Évaluer")
    ajout.get_by_label("Qui").fill("moi")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    mener(page.get_by_role("link", name="À moi", exact=True))
    expect(page.locator(".etape__titre")).to_have_text(["Évaluer"])


def test_ce_que_fait_une_autre_se_voit_sans_rien_demander(
    page: Page, neuve: Projet, etapes: list[Etape]
) -> None:
    page.goto(f"/projets/{neuve.slug}/suivi/")
    expect(page.locator(".tranche--retard .etape")).to_have_count(2)
    marquer(page)
    page.locator("#ajout [name=intitule]").fill("Ce que j’écris")
    autre = Participant.objects.get(projet=neuve, user=scene.compte("animatrice"))
    geste = Geste(neuve, autre, "fiche-1", "etapes")
    changements.modifier(geste, etapes[0], {"date_realisation": timezone.localdate()})
    expect(page.locator(".tranche--faites")).to_contain_text("Constituer")
    expect(page.locator(".tranche--retard .etape")).to_have_count(1)
    expect(page.get_by_role("link", name="Toutes 1")).to_be_visible()
    expect(page.locator("#ajout [name=intitule]")).to_have_value("Ce que j’écris")
    assert est_la_meme_page(page)
