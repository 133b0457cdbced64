"""The lists of the wall: add, move, rewrite, take off, put back; and the post-its."""

import pytest
from playwright.sync_api import Page, Route, expect

from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.models import Participant, Projet
from tests.factories import ActeurFactory, ConstatFactory, FicheActionFactory
from tests.parcours.gestes import Case, feuille
from tests.parcours.temoin import est_la_meme_page, marquer

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
LISTES = [
    ("eclaire", "constats", "texte"),
    ("fiche-1", "etapes", "intitule"),
    ("fiche-1", "facteurs_reussite", "texte"),
]


@pytest.mark.parametrize(("planche", "nom", "champ"), LISTES)
def test_une_liste_se_tient_a_jour_sur_place(
    page: Page, neuve: Projet, planche: str, nom: str, champ: str
) -> None:
    FicheActionFactory(projet=neuve)
    marquer(feuille(page, neuve, planche))
    liste = Case(page, planche, nom)
    for texte in ("Un", "Deux", "Trois"):
        liste.ajouter(texte)
    liste.attendre("Un", "Deux", "Trois")

    liste.choisir("Trois", "Monter")
    liste.attendre("Un", "Trois", "Deux")
    liste.choisir("Un", "Descendre")
    liste.attendre("Trois", "Un", "Deux")

    liste.choisir("Deux", "Modifier")
    expect(liste.champ(champ)).to_have_value("Deux")
    liste.champ(champ).fill("Deux, mieux dit")
    liste.enregistrer()
    liste.attendre("Trois", "Un", "Deux, mieux dit")

    liste.choisir("Un", "Retirer")
    liste.attendre("Trois", "Deux, mieux dit")
    liste.lieu.get_by_role("button", name="Annuler").click()
    liste.attendre("Trois", "Un", "Deux, mieux dit")

    assert est_la_meme_page(page)
    page.reload()
    liste.attendre("Trois", "Un", "Deux, mieux dit")


def test_un_acteur_qui_change_de_cercle_change_de_colonne_aussitot(
    page: Page, neuve: Projet
) -> None:
    ActeurFactory(projet=neuve, nom="OPCO Santé", cercle="direct", engagement="a_contacter")
    marquer(feuille(page, neuve, "acteurs"))
    directs, elargis = (Case(page, "acteurs", f"cercle-{c}") for c in ("direct", "elargi"))
    a_contacter = Case(page, "acteurs", "engagement-a-contacter")
    engages = Case(page, "acteurs", "engagement-engage")
    directs.choisir("OPCO", "Modifier")
    directs.champ("cercle").select_option("elargi")
    directs.champ("engagement").select_option("engage")
    directs.enregistrer()
    elargis.attendre("OPCO Santé")
    engages.attendre("OPCO Santé")
    directs.attendre()
    a_contacter.attendre()
    assert est_la_meme_page(page)


def qui_ecrit(projet: Projet) -> Participant:
    return Participant.objects.de(projet).get()


def test_un_postit_se_colle_et_se_decolle(page: Page, neuve: Projet) -> None:
    marquer(feuille(page, neuve))
    probleme = Case(page, "eclaire", "probleme")
    probleme.coller("Et la nuit ?", "Vigilance")
    expect(probleme.postits).to_contain_text(["Et la nuit ?"])
    expect(probleme.postits).to_contain_text(["Vigilance"])
    expect(probleme.postits.locator(".postit__auteur")).to_have_text(str(qui_ecrit(neuve)))
    probleme.du_postit("Et la nuit ?", "Retirer")
    expect(probleme.postits).to_have_count(0)
    probleme.lieu.get_by_role("button", name="Annuler").click()
    expect(probleme.postits).to_contain_text(["Et la nuit ?"])
    assert est_la_meme_page(page)


def test_ce_qui_fut_demande_avant_un_geste_ne_le_defait_pas(page: Page, neuve: Projet) -> None:
    """The page asks now and then; an answer older than what one has just done is let go."""
    ConstatFactory.create_batch(2, projet=neuve)
    retenues = []
    feuille(page, neuve)
    page.route("**/direct/?*", lambda route: retenues.append((route, route.fetch())), times=1)
    changements.modifier(Geste(neuve, None, "eclaire", "nom"), neuve, {"nom": "Un autre nom"})
    while not retenues:
        page.wait_for_timeout(100)
    liste = Case(page, "eclaire", "constats")
    liste.choisir("", "Retirer")
    annuler = liste.lieu.get_by_role("button", name="Annuler")
    expect(annuler).to_be_visible()
    route, reponse = retenues[0]
    route.fulfill(response=reponse)
    expect(page.locator("[data-nom]").first).to_have_text("Un autre nom")
    page.wait_for_timeout(1_000)  # all that the answer asks for in its turn
    annuler.click()
    expect(liste.rangs).to_have_count(2)


def test_une_ligne_que_l_on_tape_reste_entiere_quand_sa_case_est_reposee(
    page: Page, neuve: Projet
) -> None:
    """What is added to a column of the acteurs brings the others again: one types there already."""
    feuille(page, neuve, "acteurs")
    direct, elargi = (Case(page, "acteurs", f"cercle-{nom}") for nom in ("direct", "elargi"))
    retenues: list[Route] = []
    page.route("**/cercle-direct/ajouter/**", lambda route: retenues.append(route))
    direct.ecrire.fill("L’école")
    direct.ecrire.press("Enter")
    elargi.ecrire.focus()
    page.keyboard.type("Le ")
    retenues[0].continue_()
    expect(direct.lieu.locator(".ligne--part")).to_have_count(0)
    page.keyboard.type("département")
    page.keyboard.press("Enter")
    elargi.attendre("Le département")
    expect(elargi.lieu.locator(".ligne--part")).to_have_count(0)
