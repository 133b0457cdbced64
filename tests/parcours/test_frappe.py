"""The hand goes faster than the answers: what it writes meanwhile is written too, once."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.utils.crypto import get_random_string
from playwright.sync_api import Page, Route, expect

from fiches.models import Etape
from fresque.models import Constat
from pasapas.models import Projet
from tests.factories import EtapeFactory, FicheActionFactory
from tests.parcours.gestes import Case, feuille
from tests.parcours.temoin import Temoin

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
VIDE = "() => !Object.keys(localStorage).some((nom) => nom.startsWith('brouillon:'))"
AJOUTER = "**/constats/ajouter/"
# Typed and sent at once: on a slow machine, a save by itself would come between the two.
D_UN_GESTE = """(champ, texte) => {
  champ.value = texte;
  champ.dispatchEvent(new Event("input", { bubbles: true }));
  champ.form.requestSubmit();
}"""
ALERTE = re.compile("alerte")


class Retenue:
    """Requests that wait on their way until the test lets them go."""

    def __init__(self, page: Page, motif: str, methode: str = "POST") -> None:
        self.page, self.motif, self.methode = page, motif, methode
        self.envois: list[Route] = []
        self.ouverte = False
        page.route(motif, self._retenir)

    def _retenir(self, envoi: Route) -> None:
        if self.ouverte or envoi.request.method != self.methode:
            envoi.fallback()
        else:
            self.envois.append(envoi)

    def attendre(self) -> Route:
        for _ in range(80):
            if self.envois:
                return self.envois[0]
            self.page.wait_for_timeout(50)
        raise AssertionError(f"Rien n’est parti vers {self.motif}")

    def lacher(self) -> None:
        self.ouverte = True
        for envoi in self.envois:
            envoi.continue_()


@pytest.fixture
def constats(page: Page, neuve: Projet) -> Iterator[Case]:
    case = Case(feuille(page, neuve, "eclaire"), "eclaire", "constats")
    case.ouvrir_l_ajout()
    yield case


def ecrits(projet: Projet) -> list[str]:
    return list(Constat.objects.de(projet).presents().values_list("texte", flat=True))


def test_ce_qu_on_tape_apres_enregistrer_reste(constats: Case, page: Page, neuve: Projet) -> None:
    """A first save is on its way, the button is pressed, and the hand goes on."""
    chemin = Retenue(page, AJOUTER)
    constats.champ("texte").press_sequentially("Le soir")
    chemin.attendre()
    page.keyboard.press("Control+Enter")
    constats.champ("texte").press_sequentially(", personne")
    chemin.lacher()
    expect(constats.saisie).to_have_count(0)
    constats.attendre("Le soir, personne")
    page.wait_for_function(VIDE)
    assert ecrits(neuve) == ["Le soir, personne"]


def test_ce_qu_on_tape_pendant_que_la_case_se_ferme_reste(
    constats: Case, page: Page, neuve: Projet
) -> None:
    """The form itself left, whole; what came after it goes after it."""
    chemin = Retenue(page, AJOUTER)
    constats.champ("texte").press_sequentially("abc")
    page.keyboard.press("Control+Enter")
    chemin.attendre()
    constats.champ("texte").press_sequentially("def")
    chemin.lacher()
    expect(constats.saisie).to_have_count(0)
    page.wait_for_function(VIDE)
    assert ecrits(neuve) == ["abcdef"]


def test_une_reponse_perdue_ne_remet_pas_l_ancien_texte(
    constats: Case, page: Page, neuve: Projet, temoin: Temoin
) -> None:
    """« abc » was written, nobody heard of it, and the text has become « abcdef »."""
    temoin.hors_ligne = True
    page.route(AJOUTER, lambda envoi: (envoi.fetch(), envoi.abort()), times=1)
    constats.champ("texte").evaluate(D_UN_GESTE, "abc")
    constats.champ("texte").press_sequentially("def")
    expect(constats.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")
    page.wait_for_function(VIDE)
    expect(constats.champ("texte")).to_have_value("abcdef")
    assert ecrits(neuve) == ["abcdef"]


def test_un_serveur_qui_demande_de_revenir_est_repris_seul(
    constats: Case, page: Page, neuve: Projet, temoin: Temoin
) -> None:
    """503 to the button itself: nothing to press again."""
    temoin.attend(503)
    panne = {"status": 503, "headers": {"Retry-After": "1"}, "body": "<html>Indisponible</html>"}
    page.route(AJOUTER, lambda envoi: envoi.fulfill(**panne), times=1)
    constats.champ("texte").press_sequentially("abc")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-etat]")).to_contain_text("En attente, nouvel essai")
    page.wait_for_function(VIDE)
    assert ecrits(neuve) == ["abc"]


def test_ce_qui_reussit_apres_une_panne_n_est_pas_rouge_et_ne_couvre_rien(
    page: Page, neuve: Projet, temoin: Temoin
) -> None:
    """« Enregistré » shows beside the form; what lies at the foot of the page lets the hand by,
    and the hour is that of the person's own clock."""
    temoin.attend(503)
    page.clock.install(time="2025-03-04T02:05:00Z")
    ambition = Case(feuille(page, neuve, "eclaire"), "eclaire", "ambition")
    ambition.ouvrir()
    page.route(
        "**/ambition/modifier/", lambda envoi: envoi.fulfill(status=503, body="Non"), times=2
    )
    ambition.champ("ambition").fill("Que l’on reste")
    ambition.enregistrer()
    etat = page.locator("[data-etat]")
    expect(etat).to_contain_text("En attente")
    assert etat.evaluate("e => getComputedStyle(e).pointerEvents") == "none"
    page.clock.fast_forward(5_000)
    expect(etat).to_contain_text("Enregistré à 3 h 0")
    expect(etat).not_to_have_class(ALERTE)


def test_un_serveur_muet_n_est_pas_attendu_sans_fin(
    constats: Case, page: Page, neuve: Projet, temoin: Temoin
) -> None:
    """Fifteen seconds in real life, half a second here."""
    temoin.hors_ligne = True
    page.evaluate(
        """() => {
          const vrai = AbortSignal.timeout.bind(AbortSignal);
          AbortSignal.timeout = (delai) => vrai(Math.min(delai, 500));
        }"""
    )
    chemin = Retenue(page, AJOUTER)
    constats.champ("texte").press_sequentially("abc")
    chemin.attendre()
    expect(constats.lieu.locator(".saisie__etat")).to_contain_text("En attente, nouvel essai")
    chemin.ouverte = True
    expect(constats.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")
    assert ecrits(neuve) == ["abc"]


def test_la_fermeture_previent_tant_que_tout_n_est_pas_ecrit(page: Page, neuve: Projet) -> None:
    """A save comes back while one has already typed more: the tab still asks before closing."""
    ambition = Case(feuille(page, neuve, "eclaire"), "eclaire", "ambition")
    ambition.ouvrir()
    chemin = Retenue(page, "**/ambition/modifier/")
    ambition.champ("ambition").press_sequentially("Que l’on reste")
    chemin.attendre()
    suite = Retenue(page, "**/ambition/modifier/")
    ambition.champ("ambition").press_sequentially(" ici")
    chemin.lacher()
    suite.attendre()
    questions: list[str] = []
    page.once("dialog", lambda question: (questions.append(question.type), question.dismiss()))
    page.close(run_before_unload=True)
    page.wait_for_timeout(300)
    assert questions == ["beforeunload"]
    suite.lacher()
    expect(ambition.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")
    page.once("dialog", lambda question: question.accept())
    page.goto("/")
    neuve.refresh_from_db()
    assert neuve.ambition == "Que l’on reste ici"


def test_un_jeton_change_ailleurs_n_arrete_pas_l_ecriture(
    page: Page, neuve: Projet, temoin: Temoin
) -> None:
    """Logged in again in another tab: the page that was open writes on, by itself and by its
    buttons."""
    temoin.attend(403)
    constats = Case(feuille(page, neuve, "eclaire"), "eclaire", "constats")
    constats.ajouter("Premier")
    constats.ajouter("Second")
    changer_de_jeton(page)
    constats.choisir("Second", "Monter")
    constats.attendre("Second", "Premier")
    changer_de_jeton(page)
    ambition = Case(page, "eclaire", "ambition")
    ambition.ouvrir()
    changer_de_jeton(page)
    ambition.champ("ambition").press_sequentially("Que l’on reste")
    expect(ambition.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")
    changer_de_jeton(page)
    ambition.champ("ambition").press_sequentially(" ici")
    ambition.enregistrer()
    page.wait_for_function(VIDE)
    neuve.refresh_from_db()
    assert neuve.ambition == "Que l’on reste ici"


def changer_de_jeton(page: Page, *biscuits: dict[str, str]) -> None:
    """What logging in again does to the pages already open."""
    neufs = [*biscuits, {"name": "csrftoken", "value": get_random_string(32)}]
    origine = page.evaluate("location.origin")
    page.context.add_cookies([{**biscuit, "url": origine} for biscuit in neufs])


def test_rien_ne_part_sous_le_nom_de_qui_s_est_connecte_ensuite(
    page: Page, neuve: Projet, temoin: Temoin, entrees: dict
) -> None:
    temoin.attend(403, 404)
    ambition = Case(feuille(page, neuve, "eclaire"), "eclaire", "ambition")
    with page.expect_response("**/presence/"):
        ambition.ouvrir()
        expect(ambition.saisie).to_be_visible()  # its answer sets the token too
    changer_de_jeton(page, *entrees["lectrice"])
    ambition.champ("ambition").press_sequentially("À moi")
    expect(ambition.lieu.locator(".saisie__etat")).to_contain_text("Quelqu’un d’autre")
    garde = page.evaluate("Object.keys(localStorage).filter((n) => n.startsWith('brouillon:'))")
    assert len(garde) == 1
    changer_de_jeton(page, *entrees["animatrice"])
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(ambition.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")


def test_une_session_finie_puis_reprise_ne_perd_rien(
    page: Page, neuve: Projet, entrees: dict
) -> None:
    """« Enregistrer » leads to the way in; once logged in again elsewhere, the text leaves."""
    ambition = Case(feuille(page, neuve, "eclaire"), "eclaire", "ambition")
    ambition.ouvrir()
    page.context.clear_cookies(name="sessionid")
    ambition.champ("ambition").fill("Que l’on reste")
    ambition.enregistrer()
    expect(page.locator("[data-etat]")).to_contain_text("Votre session est finie")
    page.context.add_cookies(
        [{**b, "url": page.evaluate("location.origin")} for b in entrees["animatrice"]]
    )
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(ambition.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")
    ambition.champ("ambition").fill("Que l’on reste ici")
    ambition.enregistrer()
    expect(ambition.lieu.locator(".prose")).to_have_text("Que l’on reste ici")
    page.wait_for_function(VIDE)


def test_un_geste_refait_apres_une_panne_ne_se_fait_qu_une_fois(
    page: Page, neuve: Projet, temoin: Temoin
) -> None:
    """« Monter » was done, its answer was lost as an outage: sent again, it moves no further."""
    temoin.attend(503)
    constats = Case(feuille(page, neuve, "eclaire"), "eclaire", "constats")
    for texte in ("Un", "Deux", "Trois"):
        constats.ajouter(texte)
    cles: list[str] = []

    def monter(envoi: Route) -> None:
        cles.append(envoi.request.headers.get("x-cle", ""))
        if len(cles) > 1:
            envoi.continue_()
        else:
            envoi.fetch()
            envoi.fulfill(status=503, headers={"Retry-After": "1"}, body="Indisponible")

    page.route("**/monter/", monter)
    constats.choisir("Trois", "Monter")
    constats.attendre("Un", "Trois", "Deux")
    page.wait_for_timeout(1500)
    constats.attendre("Un", "Trois", "Deux")
    assert len(cles) == 2
    assert cles[0] == cles[1] != ""
    constats.choisir("Trois", "Monter")
    constats.attendre("Trois", "Un", "Deux")
    assert cles[2] not in {cles[0], ""}


def test_tous_les_champs_reviennent(page: Page, neuve: Projet, temoin: Temoin) -> None:
    """Month, choice and boxes ticked, not the long texts alone."""
    temoin.hors_ligne = True
    FicheActionFactory(projet=neuve)
    etapes = Case(feuille(page, neuve, "fiche-1"), "fiche-1", "etapes")
    etapes.ouvrir_l_ajout()
    page.context.set_offline(True)
    etapes.champ("intitule").fill("Former les tuteurs")
    etapes.deplier()
    etapes.champ("periode_debut").fill("01/2025")
    page.close()
    suite = page.context.new_page()
    page.context.set_offline(False)
    Retenue(suite, "**/etapes/ajouter/")
    suite.goto(f"/projets/{neuve.slug}/planches/fiche-1/etapes/ajouter/")
    formulaire = Case(suite, "fiche-1", "etapes")
    expect(formulaire.champ("intitule")).to_have_value("Former les tuteurs")
    expect(formulaire.champ("periode_debut")).to_have_value("01/2025")


def test_un_brouillon_ne_rend_que_ce_qu_on_y_avait_tape(
    page: Page, neuve: Projet, temoin: Temoin
) -> None:
    """The field beside it, which someone else changed since, is left as it now stands."""
    temoin.hors_ligne = True
    fiche = FicheActionFactory(projet=neuve)
    etape = EtapeFactory(projet=neuve, fiche=fiche, intitule="Former")
    adresse = f"/projets/{neuve.slug}/planches/fiche-1/etapes/lignes/{etape.pk}/"
    page.goto(adresse)
    page.context.set_offline(True)
    Case(page, "fiche-1", "etapes").champ("intitule").fill("Former les tuteurs")
    page.close()
    Etape.objects.de(neuve).update(periode_envisagee="Au printemps")
    suite = page.context.new_page()
    page.context.set_offline(False)
    suite.goto(adresse)
    etapes = Case(suite, "fiche-1", "etapes")
    expect(etapes.champ("intitule")).to_have_value("Former les tuteurs")
    expect(etapes.champ("periode_envisagee")).to_have_value("Au printemps")
    expect(etapes.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")
    etape.refresh_from_db()
    assert (etape.intitule, etape.periode_envisagee) == ("Former les tuteurs", "Au printemps")


def test_un_texte_refuse_se_montre_et_se_reprend(
    ouvrir: Callable[..., Page], neuve: Projet, temoin: Temoin
) -> None:
    """Its tab closed on a refusal: the next visit shows it, and does not send it again."""
    temoin.attend(422)
    FicheActionFactory(projet=neuve)
    page = ouvrir()
    etapes = Case(feuille(page, neuve, "fiche-1"), "fiche-1", "etapes")
    etapes.ouvrir_l_ajout()
    etapes.champ("intitule").fill("Former les tuteurs")
    etapes.deplier()
    etapes.champ("periode_debut").fill("06/2025")
    etapes.champ("periode_fin").fill("03/2025")
    expect(etapes.lieu.locator(".saisie__etat")).to_contain_text("La fin vient avant le début")
    page.close()
    suite = page.context.new_page()
    envois: list[str] = []
    suite.on("request", lambda d: envois.append(d.url) if "/etapes/" in d.url else None)
    feuille(suite, neuve, "fiche-1")
    carte = suite.locator("[data-attente]")
    expect(carte).to_contain_text("La fin vient avant le début")
    assert envois == []
    carte.get_by_role("link", name="Reprendre ce texte").click()
    etapes = Case(suite, "fiche-1", "etapes")
    expect(etapes.champ("intitule")).to_have_value("Former les tuteurs")
    expect(etapes.champ("periode_fin")).to_have_value("03/2025")
    expect(carte).to_have_count(0)
    etapes.deplier()
    etapes.champ("periode_debut").fill("01/2025")
    etapes.enregistrer()
    etapes.attendre("Former les tuteurs")
    suite.wait_for_function(VIDE)


def test_une_annee_a_moitie_tapee_attend_la_suite(page: Page, neuve: Projet) -> None:
    """« 202 » is a year: sent during a pause, it would be refused (the witness of each page)."""
    seance = Case(feuille(page, neuve, "bilan-1"), "bilan-1", "seance")
    seance.lieu.click()
    jour = seance.saisie.locator("input[type=date]")
    jour.focus()
    page.keyboard.type("0101202")
    page.wait_for_timeout(1_500)
    expect(seance.saisie.get_by_text("Enregistré à")).to_have_count(0)
    page.keyboard.type("6")
    expect(seance.saisie.get_by_text("Enregistré à")).to_be_visible()
    expect(jour).to_have_value("2026-01-01")
