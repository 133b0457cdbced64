"""Every page, on a large screen and on a phone, whatever is written on the wall."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pasapas.models import Projet
from tests.factories import (
    ConstatFactory,
    EtapeFactory,
    FacteurFactory,
    FicheActionFactory,
    PostItFactory,
    RendezVousFactory,
)
from tests.parcours.conftest import ECRAN
from tests.parcours.controle import accessibilite, mise_en_page
from tests.parcours.gestes import TELEPHONE, Case, feuille
from tests.parcours.temoin import Temoin
from tests.parcours.tournee import PAR_LES_LIENS, tournee

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]


# The stones of the path, that axe does not look at: a letter of the colour of its stone.
INVISIBLES = """() => [...document.querySelectorAll(".pierre > [aria-hidden]")].filter((e) => {
  const { color, backgroundColor } = getComputedStyle(e);
  return color === backgroundColor;
}).map((e) => e.textContent)"""


def controler(page: Page, nom: str, *, axe: bool = True) -> list[str]:
    """Both sizes; axe on both for the wall, once where only the width changes."""
    page.set_viewport_size(ECRAN)
    le_mur = page.locator("[data-mur]").count() > 0
    fautes = mise_en_page(page)
    if le_mur:
        fautes += accessibilite(page)
    page.set_viewport_size(TELEPHONE)
    fautes += mise_en_page(page)
    if axe:
        fautes += accessibilite(page)
    return [f"{nom} : {faute}" for faute in fautes]


@pytest.mark.parametrize("nom", ["exemple", "vide", "hostile"])
def test_chaque_page_d_une_fresque(page: Page, request: pytest.FixtureRequest, nom: str) -> None:
    projet = request.getfixturevalue(nom)
    fautes, vues = [], []
    for genre in tournee(page, f"/projets/{projet.slug}/", projet, detail=nom == "exemple"):
        # Of the others, the wall holds all that the example does not have. Of the forms, axe has
        # seen all it can with one of each view; what changes with each row is the width.
        vue = genre.split()[0]
        neuve = nom == "exemple" and vue not in {vu.split()[0] for vu in vues}
        fautes += controler(page, genre, axe=neuve or vue == "fresque:mur")
        vues.append(genre)
    assert fautes == []
    assert len(vues) >= (30 if nom == "exemple" else 10)
    if nom == "exemple":  # test_urlconf leaves these out
        assert PAR_LES_LIENS - {vue.split()[0] for vue in vues} == set()
    assert page.title() != "volé"


def test_chaque_page_de_l_entree(
    ouvrir: Callable[..., Page], settings: object, temoin: Temoin
) -> None:
    settings.DEMO = True
    temoin.attend(404)
    page = ouvrir("")
    fautes = []
    for genre in tournee(page, "/"):
        fautes += controler(page, genre)
    page.goto("/nulle-part/")
    fautes += controler(page, "404")
    assert fautes == []


def test_une_porte_fermee_se_dit_en_francais(
    ouvrir: Callable[..., Page], exemple: Projet, temoin: Temoin
) -> None:
    temoin.attend(403)
    page = ouvrir("lectrice")
    page.goto(f"/projets/{exemple.slug}/planches/eclaire/ambition/modifier/")
    assert controler(page, "403") == []
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_une_feuille_en_plein_travail(page: Page, neuve: Projet, temoin: Temoin) -> None:
    """Forms open, an error shown, a list being arranged, a row just taken off."""
    temoin.attend(422)
    FicheActionFactory(projet=neuve)
    ConstatFactory.create_batch(3, projet=neuve)
    feuille(page, neuve, "fiche-1")
    Case(page, "fiche-1", "suivi").ouvrir()
    etapes = Case(page, "fiche-1", "etapes")
    etapes.ajouter("Constituer le groupe")
    etapes.choisir("", "Modifier")
    etapes.champ("intitule").fill("")
    etapes.enregistrer()
    expect(etapes.lieu.locator("[aria-invalid='true']").first).to_be_visible()
    assert controler(page, "fiche") == []
    feuille(page, neuve)
    Case(page, "eclaire", "ambition").ouvrir()
    Case(page, "eclaire", "inspirations").ecrire.fill("Une idée commencée")
    Case(page, "eclaire", "probleme").lieu.get_by_role("link", name="Coller un post-it").click()
    expect(Case(page, "eclaire", "probleme").saisie).to_be_visible()
    constats = Case(page, "eclaire", "constats")
    constats.choisir("", "Retirer")
    expect(constats.rangs).to_have_count(2)
    # What is said of the gesture lies over the foot of the page.
    Case(page, "eclaire", "probleme").lieu.evaluate("(e) => e.scrollIntoView({ block: 'start' })")
    assert controler(page, "feuille") == []
    Case(page, "eclaire", "probleme").saisie.get_by_role("link", name="Annuler").click()
    constats.menu()
    page.locator(".entete__compte summary").click()
    assert controler(page, "feuille") == []


def partout(page: Page, nom: str) -> list[str]:
    """Both sizes, axe on both."""
    fautes = []
    for taille in (ECRAN, TELEPHONE):
        page.set_viewport_size(taille)
        fautes += [*mise_en_page(page), *accessibilite(page)]
    page.set_viewport_size(ECRAN)
    return [f"{nom} : {faute}" for faute in fautes]


def test_chaque_etat_d_une_fiche(page: Page, neuve: Projet, temoin: Temoin) -> None:
    """A cell open on an error, a note being written, a row unfolded, a line refused; then large
    text and contrast over it all; then the menu of a row."""
    temoin.attend(422)
    fiche = FicheActionFactory(projet=neuve, intitule="TUTORAT", problematique="Un texte")
    EtapeFactory.create_batch(2, projet=neuve, fiche=fiche, periode_envisagee="d’ici juin 2026")
    FacteurFactory.create_batch(2, projet=neuve, fiche=fiche)
    PostItFactory(projet=neuve, planche="fiche-1", zone="objectif", texte="Et la nuit ?")
    feuille(page, neuve, "fiche-1")
    etapes, objectif, plus, moins = (
        Case(page, "fiche-1", nom)
        for nom in ("etapes", "objectif", "facteurs_reussite", "contraintes")
    )
    etapes.lieu.locator(".cellule--periode .cellule__ecrire").first.click()
    etapes.deplier()
    etapes.champ("periode_fin").fill("bientôt")
    etapes.enregistrer()
    expect(etapes.lieu.locator("[aria-invalid='true']")).to_be_visible()
    objectif.du_postit("Et la nuit ?", "Modifier")
    objectif.ouverte()
    plus.choisir("", "Modifier")
    plus.ouverte()
    moins.ecrire.fill("x" * 20_001)
    moins.ecrire.press("Enter")
    expect(moins.ecrire).to_have_accessible_description(re.compile("20.?000"))
    Case(page, "fiche-1", "suivi").ouvrir()
    fautes = partout(page, "en plein travail")
    page.evaluate("document.documentElement.classList.add('confort--grand', 'confort--contraste')")
    fautes += [*partout(page, "grand texte et contraste"), *page.evaluate(INVISIBLES)]
    page.evaluate("document.documentElement.className = ''")
    page.reload()
    etapes.menu()
    fautes += partout(page, "menu d’une étape")
    assert fautes == []


def test_chaque_etat_d_une_seance_et_d_un_heurt(page: Page, neuve: Projet, temoin: Temoin) -> None:
    temoin.attend(409)
    RendezVousFactory(projet=neuve, date=neuve.etablissement.aujourd_hui, lieu="Salle du haut")
    page.goto(f"/projets/{neuve.slug}/planches/seances/")
    page.locator(".geste", has_text="Nous étions là").click()
    expect(page.locator("[name=presents]").first).to_be_visible()
    fautes = partout(page, "nous étions là")
    Projet.objects.filter(pk=neuve.pk).update(ambition="Que l’on reste")
    ambition = Case(feuille(page, neuve), "eclaire", "ambition")
    ambition.ouvrir()
    Projet.objects.filter(pk=neuve.pk).update(ambition="Que l’on grandisse")
    ambition.champ("ambition").fill("Que l’on parte")
    expect(ambition.lieu.locator(".conflit")).to_have_count(1)
    fautes += partout(page, "heurt")
    assert fautes == []
