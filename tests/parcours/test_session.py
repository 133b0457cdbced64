"""A computer that several people use: one leaves, or is forgotten there. A key for a code."""

import re
from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, Route, expect

from pasapas.comptes.porteur import SessionStore
from pasapas.comptes.sessions import VU
from pasapas.models import Projet, Role, User
from tests.factories import MOT_DE_PASSE, ParticipantFactory, UserFactory
from tests.parcours.gestes import Case, mener
from tests.parcours.temoin import Temoin

pytestmark = [pytest.mark.navigateur, pytest.mark.une_base]
DE_FOND = re.compile("/(direct|presence)/")
CLE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def personne(neuve: Projet) -> User:
    user = UserFactory(prenom="Maud")
    ParticipantFactory(projet=neuve, user=user, role=Role.CONTRIBUTEUR)
    return user


def entrer(page: Page, user: User, *, partage: bool = False) -> None:
    page.get_by_label("Adresse e-mail").fill(user.email)
    page.get_by_label("Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_label("Ordinateur partagé").set_checked(partage)
    mener(page.get_by_role("button", name="Entrer", exact=True))


def test_apres_le_depart_retour_ne_montre_rien(
    ouvrir: Callable[..., Page], neuve: Projet, personne: User
) -> None:
    page = ouvrir("")
    page.goto(f"/projets/{neuve.slug}/")
    entrer(page, personne)
    expect(page.get_by_role("heading", level=1)).to_have_text(neuve.nom)
    brouillon = f"brouillon:{personne.pk}:/projets/x/"
    page.evaluate("(nom) => localStorage.setItem(nom, 'x')", brouillon)
    page.locator(".entete__compte summary").click()
    dits = []
    page.once("dialog", lambda d: (dits.append(d.message), d.accept()))
    page.get_by_role("button", name="Me déconnecter").click()
    expect(page.get_by_role("heading", name="Me connecter")).to_be_visible()
    assert "pas encore enregistré" in dits[0]
    assert page.evaluate("localStorage.length") == 0
    page.go_back()
    expect(page.get_by_role("heading", name="Me connecter")).to_be_visible()
    assert neuve.nom not in page.content()


def test_en_partant_le_navigateur_oublie_meme_sans_https(
    ouvrir: Callable[..., Page], neuve: Projet, personne: User, temoin: Temoin
) -> None:
    """``Clear-Site-Data`` is not heeded everywhere: the page empties its own drawers, and what is
    too old goes whoever it belongs to."""
    temoin.hors_ligne = True
    page = ouvrir("")
    page.route("**/comptes/logout/", sans_clear_site_data)
    page.goto("/comptes/login/")
    page.evaluate(
        """() => {
          const vieux = Date.now() - 8 * 24 * 3600 * 1000;
          localStorage.setItem("brouillon:1:/projets/x/", JSON.stringify({ quand: vieux }));
          localStorage.setItem("brouillon:2:/projets/x/", JSON.stringify({ quand: Date.now() }));
        }"""
    )
    page.goto(f"/projets/{neuve.slug}/planches/eclaire/")
    entrer(page, personne)
    case = Case(page, "eclaire", "ambition")
    case.ouvrir()
    page.route("**/ambition/modifier/", lambda envoi: envoi.abort())
    case.champ("ambition").fill("Jamais parti")
    page.wait_for_function(
        "() => Object.keys(localStorage).length === 2"
    )  # the old one gone, ours come
    page.locator(".entete__compte summary").click()
    page.on("dialog", lambda question: question.accept())
    page.get_by_role("button", name="Me déconnecter").click()
    expect(page.get_by_role("heading", name="Me connecter")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == ["brouillon:2:/projets/x/"]


def sans_clear_site_data(envoi: Route) -> None:
    reponse = envoi.fetch(max_redirects=0)
    entetes = {nom: v for nom, v in reponse.headers.items() if nom != "clear-site-data"}
    envoi.fulfill(response=reponse, headers=entetes)


def vieillir(page: Page, secondes: int) -> None:
    """The session of this browser was last used that much earlier."""
    cles = {biscuit["name"]: biscuit["value"] for biscuit in page.context.cookies()}
    session = SessionStore(cles[settings.SESSION_COOKIE_NAME])
    session[VU] -= secondes
    session.save()


def test_un_ordinateur_partage_laisse_seul_se_referme(
    ouvrir: Callable[..., Page], neuve: Projet, personne: User
) -> None:
    """Half an hour by the clock of the page and by that of the session: nobody waits for it."""
    page = ouvrir("")
    page.clock.install()
    adresse = f"/projets/{neuve.slug}/planches/eclaire/"
    page.goto(adresse)
    entrer(page, personne, partage=True)
    case = Case(page, "eclaire", "ambition")
    case.ouvrir()
    case.saisie.locator("textarea").first.fill("Un texte commencé")
    expect(case.lieu.locator(".saisie__etat")).to_contain_text("Enregistré à")
    page.route(DE_FOND, lambda demande: None)  # whoever asks first, the page or its own questions
    page.clock.fast_forward("29:30")
    expect(page.get_by_role("alert")).to_contain_text("Toujours là")
    vieillir(page, settings.INACTIVITE_COURTE)
    page.clock.fast_forward("00:40")
    expect(page.get_by_role("heading", name="Me connecter")).to_be_visible()
    expect(page.locator(".avis")).to_contain_text("Vous avez été déconnecté après")
    entrer(page, personne)
    page.wait_for_url(f"**{adresse}")
    expect(page.get_by_text("Un texte commencé")).to_be_visible()


def test_une_cle_d_acces_suffit_a_l_administratrice(
    browser: Browser, serveur: str, personne: User
) -> None:
    """A passkey belongs to a name, not to a number: the same server, called by its name."""
    User.objects.filter(pk=personne.pk).update(is_staff=True)
    serveur = serveur.replace("127.0.0.1", "localhost")
    contexte = browser.new_context(base_url=serveur, locale="fr-FR")
    temoin = Temoin(serveur)
    temoin.suivre(contexte)
    page = contexte.new_page()
    outils = contexte.new_cdp_session(page)
    outils.send("WebAuthn.enable")
    outils.send("WebAuthn.addVirtualAuthenticator", {"options": CLE})
    page.goto("/")
    entrer(page, personne)
    expect(page.get_by_text("Une dernière étape avant d’entrer")).to_be_visible()
    page.goto("/administration/")
    page.get_by_role("link", name="Utiliser une clé d’accès").click()
    page.get_by_label("Nom de cette clé").fill("Mon ordinateur")
    page.get_by_role("button", name="Ajouter cette clé").click()
    expect(page.get_by_role("heading", name="Mes codes de secours")).to_be_visible()
    mener(page.get_by_role("link", name="C’est noté"))
    page.locator(".entete__compte summary").click()
    mener(page.get_by_role("button", name="Me déconnecter"))
    entrer(page, personne)
    page.get_by_role("button", name="Utiliser ma clé").click()
    expect(page).to_have_title("Mes fresques - Pas à pas")
    contexte.close()
    assert temoin.plaintes == []
