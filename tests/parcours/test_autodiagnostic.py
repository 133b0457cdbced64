"""An autodiagnostic in a real browser: a tired person on a telephone, a room and its screen."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from diagnostic.campagnes import seance
from diagnostic.campagnes.ouverture import PassationVoulue
from diagnostic.models import BulletinAnonyme, Campagne, Etonnement, Reponse
from pasapas.models import Projet, Role
from tests.diagnostic.campagnes_outils import adresse, ouvrir
from tests.diagnostic.passages import petit_questionnaire
from tests.factories import ParticipantFactory
from tests.parcours.conftest import ECRAN
from tests.parcours.controle import fautes, mise_en_page
from tests.parcours.gestes import TELEPHONE, lue, mener
from tests.parcours.scene import compte
from tests.parcours.temoin import Temoin, est_la_meme_page, marquer

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]


@pytest.fixture
def campagne(neuve: Projet) -> Campagne:
    return ouvrir(
        neuve,
        PassationVoulue("encadrement", "collective", 3),
        PassationVoulue("irp", "collective", 2),
        PassationVoulue("salaries", "individuelle", 40),
    )


def recueil_de(projet: Projet) -> Campagne:
    """Seven statements: as many gestures as twenty-six, in less time."""
    salaries = PassationVoulue("salaries", "individuelle", 40)
    return ouvrir(projet, salaries, questionnaire=petit_questionnaire(7))


def test_repondre_sur_un_telephone_sans_script(ouvrir: Callable[..., Page], neuve: Projet) -> None:
    campagne = recueil_de(neuve)
    page = ouvrir("", script=False, taille=TELEPHONE)
    page.goto(f"/recueil/{campagne.passations.get(college='salaries').jeton}/")
    page.get_by_role("button", name="Commencer").click()
    for rang in range(1, 8):
        expect(page.get_by_text(f"Affirmation {rang} sur 7")).to_be_visible()
        if rang == 4:
            page.get_by_role("link", name="Passer").click()
        else:
            page.get_by_role("button", name=("Ponctuel", "Je ne sais pas")[rang % 5 == 0]).click()
    expect(page.get_by_role("heading", name="6 réponses sur 7")).to_be_visible()
    page.get_by_role("link", name="Reprendre où j’en étais").click()
    page.get_by_role("button", name="Ancré").click()
    page.get_by_role("link", name="Terminer").click()
    page.get_by_role("button", name="J’ai fini, je rends mes réponses").click()
    expect(page.get_by_role("heading", name="Merci, c’est rendu")).to_be_visible()
    assert page.context.cookies() == []
    bulletin = BulletinAnonyme.objects.get(passation__campagne=campagne)
    assert (len(bulletin.reponses), bulletin.reponses["q4"], bulletin.rendu) == (7, 4, True)


def test_pages_du_recueil_sur_un_telephone(ouvrir: Callable[..., Page], campagne: Campagne) -> None:
    page = ouvrir("", taille=TELEPHONE)
    base = f"/recueil/{campagne.passations.get(college='salaries').jeton}/"
    page.goto(base)
    trouvees = fautes(page)
    mener(page.get_by_role("button", name="Commencer"))
    trouvees += fautes(page)
    # The statement and its six answers under the thumb, without scrolling.
    assert page.get_by_role("button", name="Non concerné").bounding_box()["y"] < 740
    mener(page.locator("button[value='3']"))
    for suite in ("questions/q01/", "fin/", "effacer/", "merci/", ""):
        page.goto(f"{base}{suite}")
        trouvees += fautes(page)
    assert trouvees == []
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]


def test_un_etonnement_a_moitie_ecrit_ne_revient_qu_a_qui_l_ecrivait(
    page: Page, entrees: dict, serveur: str, campagne: Campagne
) -> None:
    """The session ends, someone else comes in: same tab, same page."""

    def entrer(personne: str) -> Locator:
        page.context.clear_cookies()
        page.context.add_cookies([{**biscuit, "url": serveur} for biscuit in entrees[personne]])
        page.goto(adresse(campagne, "seance/"))
        return page.get_by_label("Ce qui nous étonne")

    ParticipantFactory(projet=campagne.projet, user=compte("lectrice"), role=Role.ANIMATEUR)
    seance.montrer(campagne, "q01")
    entrer("animatrice").fill("Entre nous")
    expect(entrer("lectrice")).to_have_value("")
    expect(entrer("animatrice")).to_have_value("Entre nous")
    page.goto(adresse(campagne, ""), wait_until="networkidle")  # it waits for a hand
    expect(page.locator("[data-attente]")).to_have_count(0)


def test_la_salle_suit_les_voix_et_l_animatrice_les_pages(
    ouvrir: Callable[..., Page], campagne: Campagne
) -> None:
    ecran, tel = ouvrir(), ouvrir(taille=TELEPHONE)
    ecran.goto(adresse(campagne, "seance/"))
    expect(ecran.get_by_text("Lisez l’affirmation à voix haute")).to_be_visible()
    tel.goto(adresse(campagne, "voix/encadrement/"))
    expect(tel.get_by_text("La séance n’a pas commencé")).to_be_visible()
    ecran.get_by_role("button", name="Commencer").click()
    expect(ecran.locator(".projection__rang")).to_have_text("1 sur 26")
    expect(tel.get_by_text("affirmation 1 sur 26")).to_be_visible()  # the first one too
    tel.get_by_role("button", name="Organisé").first.click()
    expect(tel.get_by_text("Réponse notée")).to_be_visible()
    lue(ecran)
    ecran.keyboard.press("ArrowRight")
    expect(ecran.locator(".projection__rang")).to_have_text("2 sur 26")
    expect(tel.get_by_text("affirmation 2 sur 26")).to_be_visible()
    tel.get_by_role("button", name="+ une main, Ponctuel").click()
    expect(tel.locator("[data-niveau='2']")).to_contain_text("au milieu des mains")
    trouvees = fautes(tel)

    surprise = ecran.get_by_label("Ce qui nous étonne")
    surprise.fill("La nuit, personne ne sait.")
    tel.get_by_role("button", name="Ponctuel", exact=False).first.click()
    expect(ecran.get_by_text("Encadrement : réponse notée")).to_be_visible()
    expect(surprise).to_have_value("La nuit, personne ne sait.")
    ecran.get_by_role("button", name="Montrer sans attendre").click()
    expect(ecran.locator(".jeton")).to_contain_text("Encadrement")
    trouvees += fautes(ecran)

    ecran.get_by_role("button", name="Noter et passer").click()
    expect(ecran.locator(".projection__rang")).to_have_text("3 sur 26")
    expect(surprise).to_have_value("")
    assert Etonnement.objects.get(campagne=campagne).question.code == "q02"
    expect(tel.get_by_text("affirmation 3 sur 26")).to_be_visible()
    ecran.set_viewport_size(TELEPHONE)
    trouvees += fautes(ecran)
    assert trouvees == []


def test_toute_la_salle_sur_un_appareil_au_clavier(
    ouvrir: Callable[..., Page], campagne: Campagne
) -> None:
    ecran, salle = ouvrir(), ouvrir(taille={"width": 1366, "height": 768})
    salle.goto(adresse(campagne, "seance/salle/"))
    salle.get_by_role("button", name="Commencer").click()
    expect(salle.locator(".projection__rang")).to_have_text("1 sur 26")
    ecran.goto(adresse(campagne, "seance/"))
    trouvees = fautes(salle)

    lue(salle)
    salle.keyboard.type("2n")  # nothing was pointed at: the first collège answers
    expect(salle.get_by_role("button", name="Noter et montrer")).to_be_focused()
    salle.keyboard.press("Enter")
    # Every voice is in: screen and device show them side by side before going on.
    for vue in (salle, ecran):
        expect(vue.locator(".colonne:nth-child(2) .jeton")).to_contain_text("Encadrement")
        expect(vue.locator(".projection__rang")).to_have_text("1 sur 26")
    trouvees += fautes(salle)
    expect(salle.get_by_role("button", name="Passer à la suite")).to_be_focused()
    lue(salle)
    salle.keyboard.press("Enter")

    expect(salle.locator(".projection__rang")).to_have_text("2 sur 26")
    expect(ecran.locator(".projection__rang")).to_have_text("2 sur 26")
    expect(salle.locator("[data-ligne] input:checked")).to_have_count(0)
    dites = Reponse.objects.filter(bulletin__passation__campagne=campagne)
    vues = dites.values_list("bulletin__passation__college", "niveau", "hors_echelle")
    assert set(vues) == {("encadrement", 2, ""), ("irp", None, "nsp")}

    # The next row is under the fingers; hands alone ask for the level the collège retains.
    salle.keyboard.type("1")
    salle.locator("summary").last.click()
    salle.locator("[name='irp-mains_3']").fill("2")
    trouvees += fautes(salle)
    salle.set_viewport_size(TELEPHONE)
    trouvees += fautes(salle)
    assert trouvees == []


def test_toute_la_salle_sans_script(ouvrir: Callable[..., Page], campagne: Campagne) -> None:
    page = ouvrir(script=False, taille=TELEPHONE)
    page.goto(adresse(campagne, "seance/salle/"))
    page.get_by_role("button", name="Commencer").click()
    page.locator("label.case-voix").first.click()
    page.get_by_label("Ce qui nous étonne").fill("Tiens.")
    page.locator("[data-apres]").click()
    expect(page.locator(".projection__rang")).to_have_text("2 sur 26")
    assert Reponse.objects.get(bulletin__passation__campagne=campagne).niveau == 1
    assert Etonnement.objects.get(campagne=campagne).texte == "Tiens."


def test_etonnement_sans_reseau_reste_et_repart_une_fois(
    ouvrir: Callable[..., Page], campagne: Campagne, temoin: Temoin
) -> None:
    """The server is away, the button pressed twice, more is typed meanwhile: nothing is lost,
    nothing doubled, and the projector stays on its page."""
    temoin.hors_ligne = True
    temoin.attend(503)
    ecran = ouvrir()
    ecran.goto(adresse(campagne, "seance/"))
    ecran.get_by_role("button", name="Commencer").click()
    surprise = ecran.get_by_label("Ce qui nous étonne")
    surprise.fill("La nuit, personne ne sait.")
    pannes = ["503", "coupure"]

    def panne(route: Route) -> None:
        if not pannes:
            route.continue_()
        elif pannes.pop(0) == "503":
            route.fulfill(status=503)
        else:
            route.fetch()  # done, but the answer is lost on its way
            route.abort()

    ecran.route("**/seance/montrer/", panne)
    passer = ecran.get_by_role("button", name="Noter et passer")
    passer.click()
    passer.click()
    expect(ecran.get_by_text("Pas de réponse du serveur")).to_be_visible()
    expect(surprise).to_have_value("La nuit, personne ne sait.")
    surprise.press("End")
    surprise.type(" Et le matin ?")
    expect(ecran.locator(".projection__rang")).to_have_text("2 sur 26")
    expect(ecran.get_by_text("C’est noté.")).to_be_visible()
    expect(surprise).to_have_value("Et le matin ?")
    assert [e.texte for e in Etonnement.objects.filter(campagne=campagne)] == [
        "La nuit, personne ne sait."
    ]
    passer.click()
    expect(ecran.locator(".projection__rang")).to_have_text("3 sur 26")
    textes = Etonnement.objects.filter(campagne=campagne).values_list("texte", "question__code")
    # Both were begun while the room had the first statement before its eyes.
    assert set(textes) == {("La nuit, personne ne sait.", "q01"), ("Et le matin ?", "q01")}


@pytest.mark.parametrize("ou", ["seance/", "seance/salle/", "voix/encadrement/"])
def test_un_etonnement_reste_sous_l_affirmation_ou_il_a_commence(
    ou: str, ouvrir: Callable[..., Page], campagne: Campagne
) -> None:
    """The room goes on from another device while one types: the text is about what one read."""
    meneur, page = ouvrir(), ouvrir()
    meneur.goto(adresse(campagne, "seance/"))
    meneur.get_by_role("button", name="Commencer").click()
    expect(meneur.locator(".projection__rang")).to_have_text("1 sur 26")
    page.goto(adresse(campagne, ou))
    surprise, dit = page.get_by_label("Ce qui nous étonne"), page.locator("[data-propos]")
    surprise.press_sequentially("La nuit, ")
    lue(meneur)
    meneur.keyboard.press("ArrowRight")
    expect(page.locator("#suivi[data-code='q02']")).to_be_attached()
    expect(dit).to_have_text("à propos de l’affirmation 1")
    page.reload()
    surprise.press("End")
    surprise.press_sequentially("personne ne sait.")
    page.get_by_role("button", name="Noter").last.click()
    expect(surprise).to_have_value("")
    courante = page.locator("#suivi").get_attribute("data-rang")
    expect(dit).to_have_text(f"à propos de l’affirmation {courante}")
    note = Etonnement.objects.get(campagne=campagne)
    assert (note.texte, note.question.code) == ("La nuit, personne ne sait.", "q01")


def test_etonnement_d_un_telephone_ne_quitte_pas_la_page(
    ouvrir: Callable[..., Page], campagne: Campagne
) -> None:
    tel = ouvrir(taille=TELEPHONE)
    tel.goto(adresse(campagne, "voix/encadrement/?question=q03"))
    marquer(tel)
    surprise = tel.get_by_label("Ce qui nous étonne")
    surprise.fill("Ah ?")
    tel.get_by_role("button", name="Noter").click()
    expect(tel.get_by_text("C’est noté.")).to_be_visible()
    expect(surprise).to_have_value("")
    assert est_la_meme_page(tel)
    assert Etonnement.objects.get(campagne=campagne).question.code == "q03"
    tel.get_by_role("link", name="Suivre la séance").click()
    expect(tel.get_by_text("Cette page suit la séance.")).to_be_visible()


def test_une_voix_sans_reseau_repart_et_la_salle_se_rejoint(
    ouvrir: Callable[..., Page], campagne: Campagne, temoin: Temoin
) -> None:
    temoin.hors_ligne = True
    ecran, tel = ouvrir(), ouvrir(taille=TELEPHONE)
    ecran.goto(adresse(campagne, "seance/"))
    ecran.get_by_role("button", name="Commencer").click()
    expect(ecran.locator(".projection__rang")).to_have_text("1 sur 26")
    tel.goto(adresse(campagne, "voix/encadrement/"))
    marquer(tel)
    coupures = [True]
    tel.route(
        "**/voix/encadrement/",
        lambda route: route.abort() if coupures and coupures.pop() else route.continue_(),
    )
    tel.get_by_role("button", name="Organisé").first.click()
    expect(tel.get_by_text("Pas de réponse du serveur")).to_be_in_viewport()
    expect(tel.get_by_text("Réponse notée")).to_be_visible()
    assert est_la_meme_page(tel)

    # Hands half counted are not swept away; the person goes on when they want to.
    tel.get_by_role("button", name="+ une main, Ponctuel").click()
    ecran.get_by_role("button", name="Noter et passer").click()
    rejoindre = tel.get_by_role("button", name="la rejoindre")
    expect(rejoindre).to_be_in_viewport()
    expect(tel.get_by_label("Mains levées, Ponctuel")).to_have_value("1")
    assert fautes(tel) == []
    rejoindre.click()
    expect(tel.get_by_text("affirmation 2 sur 26")).to_be_visible()
    expect(tel.get_by_label("Mains levées, Ponctuel")).to_have_value("")
    expect(rejoindre).to_be_hidden()


def test_un_etonnement_se_corrige_et_se_retire_depuis_le_projecteur(
    ouvrir: Callable[..., Page], campagne: Campagne
) -> None:
    ecran = ouvrir()
    ecran.goto(adresse(campagne, "seance/"))
    ecran.get_by_role("button", name="Commencer").click()
    ecran.get_by_label("Ce qui nous étonne").fill("Kévin n’a rien su.")
    ecran.get_by_role("button", name="Noter et passer").click()
    expect(ecran.locator(".projection__rang")).to_have_text("2 sur 26")
    lue(ecran)
    ecran.keyboard.press("ArrowLeft")
    expect(ecran.locator(".projection__rang")).to_have_text("1 sur 26")
    mener(ecran.get_by_role("link", name="Corriger ou retirer"))
    trouvees = fautes(ecran)
    ecran.set_viewport_size(TELEPHONE)
    trouvees += fautes(ecran)
    ecran.get_by_label("Ce qui nous étonne").fill("On n’a rien su.")
    ecran.get_by_role("button", name="Enregistrer").click()
    expect(ecran.locator(".surprise")).to_contain_text("On n’a rien su.")
    trouvees += fautes(ecran)

    ecran.get_by_role("link", name="Corriger ou retirer").click()
    ecran.get_by_role("button", name="Retirer cet étonnement").click()
    expect(ecran.locator(".surprise")).to_have_count(0)
    ecran.get_by_role("button", name="Annuler").click()
    expect(ecran.locator(".surprise")).to_contain_text("On n’a rien su.")
    ecran.goto(adresse(campagne, "enseignements/"))
    trouvees += fautes(ecran)
    assert trouvees == []


def test_recopier_une_feuille_au_clavier(page: Page, campagne: Campagne) -> None:
    page.goto(adresse(campagne, "papier/salaries/"))
    page.keyboard.type("12nc")
    page.keyboard.press("Enter")
    page.keyboard.type("4")
    page.get_by_role("button", name="Enregistrer et passer").dblclick()
    expect(page.get_by_text("enregistrée")).to_be_visible()
    bulletin = BulletinAnonyme.objects.get(passation__campagne=campagne)
    assert bulletin.reponses == {"q01": 1, "q02": 2, "q03": "nsp", "q04": "nc", "q06": 4}


def test_pages_de_la_campagne(page: Page, campagne: Campagne) -> None:
    liste = adresse(campagne).removesuffix(f"{campagne.pk}/")
    trouvees = []
    for suite in ("", "cloturer/", "annuler/", "papier/salaries/", "../ouvrir/", ".."):
        page.set_viewport_size(ECRAN)
        page.goto(f"{liste}{campagne.pk}/{suite}")
        trouvees += fautes(page)
        page.set_viewport_size(TELEPHONE)
        trouvees += mise_en_page(page)
    assert trouvees == []


def test_la_derniere_affirmation_mene_a_la_cloture(
    ouvrir: Callable[..., Page], campagne: Campagne
) -> None:
    seance.montrer(campagne, "q26")
    ecran = ouvrir()
    ecran.goto(adresse(campagne, "seance/"))
    ecran.set_viewport_size({"width": 1366, "height": 600})
    ecran.get_by_role("button", name="Noter").click()
    suite = ecran.get_by_role("link", name="Terminer : vers la clôture")
    expect(suite).to_be_in_viewport()
    trouvees = fautes(ecran)
    ecran.set_viewport_size(TELEPHONE)
    trouvees += fautes(ecran)
    assert trouvees == []
    suite.click()
    expect(ecran.get_by_role("heading", name="Clore la campagne")).to_be_visible()


def test_combien_de_personnes_se_demande_a_cote_du_choix(page: Page, campagne: Campagne) -> None:
    """The field stands by the choice it goes with, and says there what its number does."""
    page.goto(f"{adresse(campagne).removesuffix(f'{campagne.pk}/')}ouvrir/")
    salaries = page.get_by_role("group", name="Salariés")
    salaries.get_by_label("Chacun seul").check()
    champ = salaries.get_by_label("Combien de personnes")
    choix, lieu = salaries.locator(".college__modes").first.bounding_box(), champ.bounding_box()
    assert 0 <= lieu["y"] - (choix["y"] + choix["height"]) < 60
    expect(champ).to_have_accessible_description(re.compile("Le questionnaire acceptera ce nombre"))
    aide = salaries.get_by_text("une seule personne pourrait répondre cent fois")
    expect(aide).to_be_visible()
    assert 0 <= aide.bounding_box()["y"] - (lieu["y"] + lieu["height"]) < 20
    salaries.get_by_label("Une réponse commune").check()
    expect(aide).to_be_hidden()
