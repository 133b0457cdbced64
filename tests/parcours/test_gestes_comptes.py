"""How many gestures lie between a wish and what it asks for, counted as they are made; and all of
it by the keyboard alone."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from fresque.models import Constat
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import Participant, Projet
from pasapas.valeurs.encarts import Encart
from tests.factories import FicheActionFactory, ParticipantFactory, PisteFactory, VisiteFactory
from tests.mur import relire, relire_planche
from tests.parcours import scene
from tests.parcours.gestes import Case, aller, feuille, mur

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
COMPTE = """() => {
  const note = () => sessionStorage.setItem("gestes", 1 + Number(sessionStorage.getItem("gestes")));
  addEventListener("pointerdown", note, true);
  addEventListener("wheel", note, true);
}"""


def comptes(page: Page) -> int:
    return int(page.evaluate("Number(sessionStorage.getItem('gestes'))"))


def test_peu_de_gestes(page: Page, neuve: Projet) -> None:
    page.add_init_script(f"({COMPTE})()")
    FicheActionFactory(projet=neuve, intitule="TUTORAT", problematique="Ils arrivent seuls")
    PisteFactory(projet=neuve, texte="Un relais la nuit")
    elise = ParticipantFactory(projet=neuve, prenom="Élise", nom="Martin")
    moi = Participant.objects.get(projet=neuve, user=scene.compte("animatrice"))
    VisiteFactory(participant=moi, vue_le=timezone.now() - timedelta(days=2))

    # What changed since my last visit: it is on the wall.
    changements.ajouter(Geste(neuve, elise, "eclaire", "constats"), Constat, {"texte": "La nuit"})
    mur(page, neuve)
    expect(page.locator("#cartouche")).to_contain_text("par Élise")
    expect(page.locator("#mur-eclaire .fraiche")).to_contain_text(["La nuit"])
    assert comptes(page) == 0

    # From a box to its printed sheet.
    page.route("**/imprimer/*/fresque.pdf", lambda route: route.fulfill(body="Le PDF"))
    page.locator("#mur-fiche-1").click()
    with page.expect_request("**/imprimer/*/fresque.pdf", timeout=60_000):
        page.get_by_role("button", name="Imprimer cette planche").click()
    assert comptes(page) == 2

    # From a piste to its fiche action.
    feuille(page, neuve, "autodiagnostic")
    page.get_by_role("button", name="En faire une fiche action : Un relais la nuit").click()
    expect(page).to_have_url(f"/projets/{neuve.slug}/planches/fiche-2/?cote=exemple")
    assert comptes(page) == 3


def test_les_quatre_annexes_se_remplissent_au_clavier(page: Page, neuve: Projet) -> None:
    """Tab to a box, Enter, type; in a list, type and Enter; in a form, from field to field.

    The fiche that a line of « Les actions engagées » opens is filled in test_feuille.
    """
    for code in ("eclaire", "acteurs", "etat-des-lieux", "autodiagnostic", "actions", "bilan-1"):
        feuille(page, neuve, code)
        for encart in vides(neuve, code):
            remplir_au_clavier(page, code, encart)
    expect(page).to_have_url(f"/projets/{neuve.slug}/planches/bilan-1/")
    planches = [p.code for p in relire(neuve).planches if p.code != "fiche-1"]
    assert [e.nom for code in planches for e in vides(neuve, code)] == []


def vides(projet: Projet, code: str) -> list[Encart]:
    """What is to be filled there; of the eight themes, which are alike, the first."""
    projet.refresh_from_db()
    return [
        encart
        for encart in relire_planche(projet, code).encarts
        if encart.vide and not encart.reserve and not re.match(r"t[2-8]-", encart.nom)
    ]


def remplir_au_clavier(page: Page, code: str, encart: Encart) -> None:
    ici = Case(page, code, encart.nom)
    aller(page, ici.ecrire, 150)
    mot = encart.nom
    if not encart.est_texte:
        page.keyboard.type(mot)
        page.keyboard.press("Enter")
        if encart.ouvre:
            page.wait_for_url("**/planches/fiche-1/**")
        else:
            expect(ici.rang(mot).last).to_be_visible()
            expect(ici.lieu.locator(".ligne--part")).to_have_count(0)  # shown at once, then written
        return
    page.keyboard.press("Enter")
    champs = ici.saisie.locator("textarea, select, input:not([type=hidden])")
    expect(champs.first).to_be_focused()
    select = champs.first.evaluate("e => e.matches('select')")
    page.keyboard.press("ArrowDown") if select else page.keyboard.type(mot)
    if len(encart.champs) == 1:
        page.keyboard.press("Escape")
    else:
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "date":
            page.keyboard.type("01022026")
        aller(page, ici.saisie.get_by_role("button", name="Enregistrer"), 30)
        page.keyboard.press("Enter")
    expect(ici.lieu.locator("form[data-saisie]")).to_have_count(0)
