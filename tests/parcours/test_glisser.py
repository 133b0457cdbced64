"""Dragging, with a mouse and with a finger: what is dropped is moved, or back where it was."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from pasapas.models import Projet
from tests.factories import FacteurFactory, FicheActionFactory, PostItFactory
from tests.parcours.gestes import TELEPHONE, Case, feuille
from tests.parcours.temoin import Temoin, est_la_meme_page, marquer

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
# The library looks where the hand is every 50 ms of the page's own time.
REGARDE = "() => new Promise((suite) => { setTimeout(suite, 200); })"
Point = tuple[float, float]


def milieu(lieu: Locator, y: float = 0.5) -> Point:
    boite = lieu.bounding_box()
    return boite["x"] + boite["width"] / 2, boite["y"] + boite["height"] * y


def chemin(depart: Point, arrivee: Point, pas: int = 8) -> Iterator[Point]:
    for n in range(1, pas + 1):
        yield tuple(a + (b - a) * n / pas for a, b in zip(depart, arrivee, strict=True))


def glisser(page: Page, poignee: Locator, la: Locator, y: float = 0.5) -> None:
    """With a mouse; the library has come by the time the button is pressed."""
    poignee.hover()
    page.wait_for_function("() => window.Sortable")
    page.mouse.down()
    for x, haut in chemin(milieu(poignee), milieu(la, y)):
        page.mouse.move(x, haut)
    page.evaluate(REGARDE)
    page.mouse.move(x + 1, haut)  # a hand is never quite still: what began late sees where it is
    page.evaluate(REGARDE)
    page.mouse.up()


def test_un_postit_glisse_sur_une_autre_case_et_en_revient(page: Page, neuve: Projet) -> None:
    PostItFactory(projet=neuve, planche="eclaire", zone="ambition", texte="Et la nuit ?")
    demandes: list[str] = []
    page.on("request", lambda requete: demandes.append(requete.url))
    marquer(feuille(page, neuve))
    ambition, probleme = (Case(page, "eclaire", nom) for nom in ("ambition", "probleme"))
    assert not any("Sortable" in url for url in demandes)
    glisser(page, ambition.postits.locator(".postit__nature"), probleme.lieu, 0.3)
    expect(probleme.postits).to_contain_text(["Et la nuit ?"])
    expect(ambition.postits).to_have_count(0)
    ambition.lieu.get_by_role("button", name="Annuler").click()
    expect(ambition.postits).to_contain_text(["Et la nuit ?"])
    expect(probleme.postits).to_have_count(0)
    assert est_la_meme_page(page)


def test_un_depot_qui_echoue_revient_a_sa_place_et_le_dit(
    page: Page, neuve: Projet, temoin: Temoin
) -> None:
    PostItFactory(projet=neuve, planche="eclaire", zone="ambition", texte="Et la nuit ?")
    temoin.attend(404)
    feuille(page, neuve)
    ambition, probleme = (Case(page, "eclaire", nom) for nom in ("ambition", "probleme"))
    page.route("**/deplacer/**", lambda route: route.fulfill(status=404, body="Non"))
    glisser(page, ambition.postits.locator(".postit__nature"), probleme.lieu, 0.3)
    expect(page.locator("[data-etat]")).to_contain_text("est revenu à sa place")
    expect(ambition.postits).to_contain_text(["Et la nuit ?"])
    expect(probleme.postits).to_have_count(0)


def test_les_lignes_d_une_liste_se_rangent_a_la_main(page: Page, neuve: Projet) -> None:
    fiche = FicheActionFactory(projet=neuve)
    for rang, texte in enumerate(["Un", "Deux", "Trois"]):
        FacteurFactory(projet=neuve, fiche=fiche, texte=texte, ordre=rang)
    feuille(page, neuve, "fiche-1")
    plus, moins = (Case(page, "fiche-1", nom) for nom in ("facteurs_reussite", "contraintes"))
    plus.attendre("Un", "Deux", "Trois")
    poignee = plus.rang("Trois").locator("[data-poignee]")
    glisser(page, poignee, plus.rang("Un"), 0.1)
    plus.attendre("Trois", "Un", "Deux")
    expect(plus.rang("Trois").locator("details[open]")).to_have_count(0)
    expect(plus.lieu.locator("[data-avis]")).to_contain_text("Facteur déplacé")
    glisser(page, plus.rang("Un").locator("[data-poignee]"), moins.lieu)
    plus.attendre("Trois", "Deux")
    moins.attendre("Un")
    page.reload()
    plus.attendre("Trois", "Deux")
    moins.attendre("Un")


def test_ce_qui_est_glisse_avant_la_reponse_attend_son_tour(page: Page, neuve: Projet) -> None:
    """Dropped while the last move has no answer, or still in the hand when it comes."""
    fiche = FicheActionFactory(projet=neuve)
    for rang, texte in enumerate(["Un", "Deux", "Trois"]):
        FacteurFactory(projet=neuve, fiche=fiche, texte=texte, ordre=rang)
    feuille(page, neuve, "fiche-1")
    plus, moins = (Case(page, "fiche-1", nom) for nom in ("facteurs_reussite", "contraintes"))
    plus.attendre("Un", "Deux", "Trois")
    retenues: list[Route] = []
    page.route("**/deplacer/**", lambda route: retenues.append(route))
    glisser(page, plus.rang("Trois").locator("[data-poignee]"), plus.rang("Un"), 0.1)
    glisser(page, plus.rang("Deux").locator("[data-poignee]"), moins.lieu)
    assert len(retenues) == 1
    un = plus.rang("Un").locator("[data-poignee]")
    un.hover()
    page.mouse.down()
    page.mouse.move(*milieu(moins.lieu), steps=8)
    page.evaluate(REGARDE)
    retenues[0].continue_()
    page.unroute("**/deplacer/**")
    page.evaluate(REGARDE)
    page.mouse.move(*milieu(moins.lieu, 0.45))
    page.evaluate(REGARDE)
    page.mouse.up()
    plus.attendre("Trois")
    expect(moins.rangs).to_have_count(2)
    page.reload()
    plus.attendre("Trois")
    expect(moins.rangs).to_have_count(2)


def test_le_tout_premier_toucher_suffit(ouvrir: Callable[..., Page], neuve: Projet) -> None:
    """A finger that holds the three dots, then moves: nobody hovered anything before."""
    PostItFactory(projet=neuve, planche="eclaire", zone="ambition", texte="Et la nuit ?")
    page = feuille(ouvrir(taille=TELEPHONE, tactile=True), neuve)
    ambition, probleme = (Case(page, "eclaire", nom) for nom in ("ambition", "probleme"))
    poignee = ambition.postits.locator("[data-poignee]").last
    probleme.lieu.scroll_into_view_if_needed()
    doigt = page.context.new_cdp_session(page)

    def toucher(sorte: str, *points: Point) -> None:
        doigts = [{"x": x, "y": y} for x, y in points]
        doigt.send("Input.dispatchTouchEvent", {"type": sorte, "touchPoints": doigts})

    toucher("touchStart", milieu(poignee))
    page.wait_for_function("() => window.Sortable && document.querySelector('.sortable-chosen')")
    for point in chemin(milieu(poignee), milieu(probleme.lieu, 0.3)):
        toucher("touchMove", point)
    page.evaluate(REGARDE)
    toucher("touchEnd")
    expect(probleme.postits).to_contain_text(["Et la nuit ?"])
    expect(ambition.postits).to_have_count(0)
