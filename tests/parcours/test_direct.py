"""Two people on one fresque, each in their own browser: what one writes, the other sees."""

import os
import re
import time
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from playwright.sync_api import Page, Route, expect

from pasapas.models import Participant, Projet, Role
from tests.factories import ParticipantFactory
from tests.flux import ServeurFlux, environnement
from tests.parcours import scene
from tests.parcours.gestes import Case, feuille
from tests.parcours.temoin import Temoin, est_la_meme_page, marquer

pytestmark = pytest.mark.navigateur
SONDAGE = 4_000  # milliseconds: without a stream, the page asks that often
CARET = """[document.activeElement.name, document.activeElement.value,
  document.activeElement.selectionStart]"""


def adresse_de_la_base() -> str:
    nom = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{nom}"
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{nom}"


@pytest.fixture(scope="module")
def flux(serveur: str) -> Iterator[ServeurFlux]:
    """The stream beside the pages, on another port as in the demonstration."""
    processus = ServeurFlux(
        environnement(adresse_de_la_base())
        | {"PASAPAS_FLUX_ORIGINES": serveur, "PASAPAS_SECRET_KEY": settings.SECRET_KEY}
    )
    regles = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    permis = {"DIRECTIVES": {**regles, "connect-src": ["'self'", processus.url]}}
    with override_settings(FLUX_URL=f":{processus.port}", CONTENT_SECURITY_POLICY=permis):
        yield processus
    processus.arreter()


@pytest.fixture
def temoin(serveur: str, flux: ServeurFlux) -> Iterator[Temoin]:
    """The stream lives on another port, and one test stops it: that alone is forgiven."""
    temoin = Temoin(serveur)
    yield temoin
    assert [plainte for plainte in temoin.plaintes if flux.url not in plainte] == []


@pytest.fixture
def deux(ouvrir: Callable[..., Page], neuve: Projet, flux: ServeurFlux) -> tuple[Page, Page]:
    """Sandrine's window and Inès's, on the same sheet, both listening."""
    sandrine = Participant.objects.get(projet=neuve, user=scene.compte("animatrice"))
    sandrine.prenom = "Sandrine"
    sandrine.save()
    ParticipantFactory(
        projet=neuve, user=scene.compte("lectrice"), role=Role.CONTRIBUTEUR, prenom="Inès"
    )
    pages = ouvrir("animatrice"), ouvrir("lectrice")
    for page in pages:
        with page.expect_response(lambda reponse: "/flux/" in reponse.url):
            feuille(page, neuve)
        marquer(page)
    return pages


def ambition(page: Page) -> Case:
    return Case(page, "eclaire", "ambition")


def voit(page: Page, texte: str) -> None:
    expect(ambition(page).lieu.locator(".prose")).to_have_text(texte)


def commencer(page: Page, nom: str, texte: str, planche: str = "eclaire") -> list[object]:
    """Open a box, type, wait for it to be kept, and put the caret after the first word."""
    case = Case(page, planche, nom)
    case.ouvrir()
    case.champ(nom).press_sequentially(texte)
    expect(case.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")
    case.champ(nom).evaluate("champ => champ.setSelectionRange(3, 3)")
    return page.evaluate(CARET)


def test_ce_que_l_une_ecrit_l_autre_le_voit(deux: tuple[Page, Page]) -> None:
    sandrine, ines = deux
    for texte in ("Que l’on reste", "Que l’on ait envie de rester"):
        ambition(sandrine).remplir(ambition=texte)
        voit(ines, texte)
    ambition(ines).remplir(ambition="Que l’on revienne")
    voit(sandrine, "Que l’on revienne")
    assert est_la_meme_page(ines)
    assert est_la_meme_page(sandrine)
    expect(ines.locator(".pierre").first).to_have_class(re.compile("pierre--entamee"))


@pytest.mark.une_base
def test_un_texte_commence_ailleurs_reste_sous_la_main(deux: tuple[Page, Page]) -> None:
    sandrine, ines = deux
    avant = commencer(ines, "probleme", "Trop de départs")
    ambition(sandrine).remplir(ambition="Que l’on reste")
    voit(ines, "Que l’on reste")
    assert ines.evaluate(CARET) == avant == ["probleme", "Trop de départs", 3]
    ines.keyboard.type("p")
    assert ines.evaluate(CARET) == ["probleme", "Tropp de départs", 4]


def test_un_texte_commence_dans_la_meme_case_reste_et_previent(deux: tuple[Page, Page]) -> None:
    sandrine, ines = deux
    avant = commencer(ines, "ambition", "Que l’on reste ici.")
    voit(sandrine, "Que l’on reste ici.")
    ambition(sandrine).remplir(ambition="Que l’on reste ici.\nLongtemps.")
    expect(ambition(ines).lieu.locator("[data-nouvelle]")).to_have_text(
        "Sandrine vient de modifier cette case\u00a0: "
        "votre texte sera réuni au sien à l’enregistrement.",
    )
    assert ines.evaluate(CARET) == avant == ["ambition", "Que l’on reste ici.", 3]
    ines.keyboard.type("!")
    ambition(ines).enregistrer()
    voit(sandrine, "Que! l’on reste ici.\nLongtemps.")
    voit(ines, "Que! l’on reste ici.\nLongtemps.")


@pytest.mark.une_base
def test_une_ligne_qu_on_modifie_ne_promet_pas_de_se_reunir(deux: tuple[Page, Page]) -> None:
    sandrine, ines = deux
    chez_ines = Case(ines, "eclaire", "constats")
    chez_ines.ajouter("Le soir")
    chez_ines.choisir("", "Modifier")
    chez_ines.ouverte()
    Case(sandrine, "eclaire", "constats").ajouter("Le matin, trop de monde")
    expect(chez_ines.lieu.locator("[data-nouvelle]")).to_have_text(
        "Sandrine vient de modifier cette case\u00a0: vous le verrez en la fermant."
    )


@pytest.mark.une_base
def test_ce_qui_arrive_ne_bouge_jamais_le_curseur(deux: tuple[Page, Page]) -> None:
    sandrine, ines = deux
    avant = commencer(ines, "probleme", "Trop de départs")
    for rang in range(5):
        ambition(sandrine).remplir(ambition=f"Que l’on reste {rang}")
        voit(ines, f"Que l’on reste {rang}")
        assert ines.evaluate(CARET) == avant


@pytest.mark.une_base
def test_une_case_qu_on_ouvre_s_ouvre_meme_si_l_autre_y_ecrit(deux: tuple[Page, Page]) -> None:
    """The form is on its way when the box changes: nothing moves meanwhile, and it comes with the
    new text."""
    sandrine, ines = deux
    ambition(ines).remplir(ambition="Que l’on reste")
    voit(sandrine, "Que l’on reste")
    en_route: list[Route] = []
    sandrine.route("**/ambition/modifier/", lambda envoi: en_route.append(envoi))
    with sandrine.expect_request("**/ambition/modifier/"):
        ambition(sandrine).ecrire.click()
    ambition(ines).remplir(ambition="Que l’on grandisse")
    sandrine.wait_for_timeout(500)  # long enough for the stream to have said it
    assert ambition(sandrine).lieu.locator(".prose").text_content() == "Que l’on reste"
    en_route[0].continue_()
    sandrine.unroute("**/ambition/modifier/")
    expect(ambition(sandrine).champ("ambition")).to_have_value("Que l’on grandisse")
    ambition(sandrine).champ("ambition").fill("Que l’on grandisse ici")
    ambition(sandrine).enregistrer()
    voit(ines, "Que l’on grandisse ici")


def test_la_fiche_ou_l_on_ecrit_est_retiree_puis_revient(
    deux: tuple[Page, Page], neuve: Projet
) -> None:
    """The page says so and leaves the form under the hand; the next word brings the fiche back."""
    sandrine, ines = deux
    actions = ouvrir_une_fiche(sandrine, neuve, "Former les tuteurs")
    feuille(ines, neuve, "fiche-1")
    avant = commencer(ines, "objectif", "Que tous", planche="fiche-1")
    feuille(sandrine, neuve, "actions")
    actions.choisir("Former", "Retirer")
    expect(ines.locator(".nouvelle")).to_have_text("Cette planche vient d’être retirée du mur")
    assert ines.evaluate(CARET) == avant
    ines.keyboard.type("!")
    assert ines.evaluate(CARET) == ["objectif", "Que! tous", 4]
    Case(ines, "fiche-1", "objectif").enregistrer()
    expect(ines.locator("#fiche-1--objectif .prose")).to_have_text("Que! tous")
    feuille(sandrine, neuve, "fiche-1")
    expect(sandrine.locator("#fiche-1--objectif .prose")).to_have_text("Que! tous")


@pytest.mark.une_base
def test_un_menu_ouvert_reste_ouvert_sur_la_meme_ligne(
    deux: tuple[Page, Page], neuve: Projet
) -> None:
    sandrine, ines = deux
    liste = Case(sandrine, "eclaire", "constats")
    for texte in ("Premier", "Deuxième"):
        liste.ajouter(texte)
    chez_ines = Case(ines, "eclaire", "constats")
    chez_ines.attendre("Premier", "Deuxième")
    menu = chez_ines.menu("Deuxième")
    menu.get_by_role("button", name="Retirer").focus()
    liste.choisir("Premier", "Retirer")
    chez_ines.attendre("Deuxième")
    liste.ajouter("Troisième")
    chez_ines.attendre("Deuxième", "Troisième")
    expect(menu).to_have_attribute("open", "")
    assert est_la_meme_page(ines)


def ouvrir_une_fiche(page: Page, projet: Projet, intitule: str) -> Case:
    actions = Case(feuille(page, projet, "actions"), "actions", "fiches")
    actions.ecrire.fill(intitule)
    actions.ecrire.press("Enter")
    page.wait_for_url("**/planches/fiche-*/*")
    return actions


def test_une_fiche_ouverte_par_l_une_s_annonce_chez_l_autre(
    deux: tuple[Page, Page], neuve: Projet
) -> None:
    sandrine, ines = deux
    avant = commencer(ines, "probleme", "Trop de départs")
    for nom in ("Former les tuteurs", "Accueillir"):
        ouvrir_une_fiche(sandrine, neuve, nom)
    lien = ines.get_by_role("link", name="La fiche n°2 vient d’être ouverte")
    expect(lien).to_be_visible()
    assert ines.evaluate(CARET) == avant
    ines.once("dialog", lambda question: question.accept())
    lien.click()
    ines.wait_for_url("**/planches/fiche-2/")


def test_sans_flux_la_page_demande_puis_reprend_l_ecoute(
    deux: tuple[Page, Page], flux: ServeurFlux
) -> None:
    sandrine, ines = deux
    flux.arreter()
    try:
        ambition(sandrine).remplir(ambition="Sans flux")
        voit(ines, "Sans flux")
        ambition(sandrine).remplir(ambition="Toujours sans flux")
        voit(ines, "Toujours sans flux")
    finally:
        flux.demarrer()
    with ines.expect_response(
        lambda reponse: "/flux/" in reponse.url and reponse.ok, timeout=30_000
    ):
        pass
    ambition(sandrine).remplir(ambition="Le flux est revenu")
    voit(ines, "Le flux est revenu")


def cacher(page: Page, cachee: bool) -> None:
    page.evaluate(
        """cachee => {
          Object.defineProperty(document, "hidden", { value: cachee, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        cachee,
    )


@pytest.mark.une_base
def test_un_onglet_cache_se_tait_puis_rattrape(deux: tuple[Page, Page]) -> None:
    sandrine, ines = deux
    cacher(ines, True)
    expect(sandrine.locator("[data-presence] p")).to_have_count(0)
    demandes = []
    ines.on("request", lambda demande: demandes.append(demande.url))
    ambition(sandrine).remplir(ambition="Pendant l’absence")
    time.sleep(1)
    assert demandes == []
    expect(ambition(ines).lieu).not_to_contain_text("Pendant l’absence")
    cacher(ines, False)
    voit(ines, "Pendant l’absence")


def test_on_voit_qui_est_la_et_qui_ecrit(deux: tuple[Page, Page]) -> None:
    sandrine, ines = deux
    expect(ines.locator("[data-presence] p")).to_have_text(
        "Ici en ce moment\u00a0: Sandrine et vous"
    )
    expect(sandrine.locator("[data-presence] p")).to_have_text(
        "Ici en ce moment\u00a0: Inès et vous"
    )
    ambition(ines).ouvrir()
    marque = ambition(sandrine).lieu.locator(".ecrit-ici")
    expect(marque).to_have_text("Inès écrit ici")
    ambition(sandrine).ouvrir()
    expect(marque).to_have_text("Inès écrit ici")
    expect(ambition(ines).lieu.locator(".ecrit-ici")).to_have_text("Sandrine écrit ici")
    ambition(ines).lieu.get_by_role("link", name="Annuler").click()
    expect(marque).to_have_count(0)
    ines.goto("/")
    expect(sandrine.locator("[data-presence] p")).to_have_count(0)


@pytest.mark.une_base
def test_qui_arrive_ne_fait_rien_bouger(
    ouvrir: Callable[..., Page], neuve: Projet, flux: ServeurFlux
) -> None:
    """Nobody's click falls beside its button because somebody else came."""
    ParticipantFactory(projet=neuve, user=scene.compte("lectrice"), role=Role.LECTEUR)
    la = feuille(ouvrir(taille={"width": 360, "height": 740}), neuve)
    avant = ambition(la).lieu.bounding_box()
    feuille(ouvrir("lectrice"), neuve)
    expect(la.locator("[data-presence] p")).to_contain_text("et vous")
    assert ambition(la).lieu.bounding_box() == avant


@pytest.mark.une_base
def test_sur_une_planche_seule_aussi(deux: tuple[Page, Page], neuve: Projet) -> None:
    """The boxes, the fresque's name, and the way to the planches beside it."""
    sandrine, ines = deux
    ines.goto(f"/projets/{neuve.slug}/planches/actions/")
    marquer(ines)
    Case(sandrine, "eclaire", "nom").remplir(nom="Rester & grandir")
    expect(ines.locator("h1")).to_have_text("Rester & grandir")
    expect(ines).to_have_title(re.compile("Rester & grandir"))
    suivante = ines.get_by_role("link", name="Planche suivante")
    expect(suivante).to_contain_text("D1")
    ouvrir_une_fiche(sandrine, neuve, "Former les tuteurs")
    expect(Case(ines, "actions", "fiches").rangs).to_have_count(1)
    expect(suivante).to_contain_text("n°1")
    assert est_la_meme_page(ines)


def test_un_acces_clos_ferme_la_page_ouverte(
    deux: tuple[Page, Page], neuve: Projet, temoin: Temoin
) -> None:
    """The wall leaves; what one was writing stays, to be copied; nothing more is asked."""
    temoin.attend(404)
    _, ines = deux
    commencer(ines, "probleme", "Trop de départs")
    Participant.objects.filter(projet=neuve, user=scene.compte("lectrice")).delete()
    ines.evaluate("dispatchEvent(new Event('online'))")
    contenu = ines.locator("main")
    expect(contenu.get_by_role("heading", level=1)).to_have_text(
        "Votre accès à cette fresque est clos"
    )
    expect(contenu.locator(".prose")).to_have_text("Trop de départs")
    expect(ines.locator(".planche, [data-chemin]")).to_have_count(0)
    demandes: list[str] = []
    ines.on("request", lambda demande: demandes.append(demande.url))
    ines.evaluate("dispatchEvent(new Event('online'))")
    ines.wait_for_timeout(SONDAGE + 500)
    assert [url for url in demandes if "/direct/" in url or "/flux/" in url] == []


@pytest.mark.une_base
def test_un_role_qui_ne_permet_plus_d_ecrire_le_dit(
    deux: tuple[Page, Page], neuve: Projet, temoin: Temoin
) -> None:
    temoin.attend(403)
    _, ines = deux
    Participant.objects.filter(projet=neuve, user=scene.compte("lectrice")).update(
        role=Role.LECTEUR
    )
    ambition(ines).ecrire.click()
    expect(ines.locator("[data-etat]")).to_have_text(
        "Votre rôle a changé\u00a0: vous pouvez lire, plus écrire. Rechargez la page."
    )
