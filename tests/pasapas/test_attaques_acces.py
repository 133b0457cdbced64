"""People who want in where they are not wanted: each of these once worked."""

from importlib import import_module
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core import mail
from django.core.cache import cache

from fresque.donnees.effacement import effacer_compte
from fresque.donnees.personne import de_compte
from fresque.donnees.releve import relever
from pasapas.acces import cartes, invitations
from pasapas.acces.roles import geste_d_acces
from pasapas.comptes.limites import Limite
from pasapas.entree import views as entree
from pasapas.models import Participant, PostIt, Projet, Role, Tentative, User
from pasapas.serveur.hotes import publics
from tests import factories as f
from tests.pasapas.demarrage import BONS, demarrer
from tests.personnes import Visiteur
from tests.preuves import code, enroler, prouver

pytestmark = pytest.mark.django_db
PHRASE = "trois vélos sous la pluie"
HIER = "2020-01-01"


def test_deviner_de_partout_ne_ferme_pas_les_cartes_des_autres(
    projet: Projet, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """From as many places as one likes: those who hold a card come in, the server is told once."""
    monkeypatch.setattr(entree, "CARTES_ADRESSE", Limite("carte-adresse", 3))
    monkeypatch.setattr(entree, "CARTES_FAUSSES", Limite("carte-fausses", 5))
    ((_, juste),) = cartes.renouveler(
        geste_d_acces(projet, None), [f.ParticipantFactory(projet=projet)]
    )
    for rang in range(12):
        lieu = Visiteur(REMOTE_ADDR=f"192.0.2.{rang // 4}")
        lieu.post("/carte/", {"code": "K7QF-2M9T-XPD4"})
    assert [trace.message for trace in caplog.records if trace.name == entree.__name__] == [
        "Plus de 5 codes de carte faux en une heure."
    ]
    ailleurs = Visiteur(REMOTE_ADDR="192.0.2.9").post("/carte/", {"code": juste})
    assert ailleurs.status_code == 302


@pytest.mark.parametrize("suffixe", ["json", "html"])
def test_le_releve_ne_donne_pas_les_cles_des_sessions(
    suffixe: str, contributrice: Visiteur
) -> None:
    """The file stays in « Téléchargements »: its session keys would open the account."""
    prouver(contributrice)
    texte = contributrice.get(f"/mes-donnees/mes-donnees.{suffixe}").content.decode()
    assert "connexion" in texte
    assert contributrice.session.session_key not in texte


def test_s_effacer_ne_deconnecte_pas_qui_a_une_adresse_plus_longue(
    contributrice: Visiteur, lecteur: Visiteur
) -> None:
    """« n@asso.example » is the end of « jean@asso.example »."""
    moi = contributrice.participant.user
    User.objects.filter(pk=moi.pk).update(email="n@asso.example")
    session = lecteur.session
    session["dit"] = "Code envoyé à jean@asso.example"
    session.save()
    effacer_compte(moi)
    assert lecteur.get("/").status_code == 200
    assert contributrice.get("/").status_code == 302


def test_ouvrir_des_fresques_ne_fait_pas_inviter_sans_fin(
    pilote: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bound of one fresque is no bound for who opens as many as they like."""
    prouver(pilote)
    monkeypatch.setattr(invitations, "PAR_COMPTE", Limite("invitations-compte", 3))
    statuts = []
    for rang in range(5):
        projet = f.ProjetFactory()
        f.ParticipantFactory(projet=projet, user=pilote.participant.user, role=Role.PILOTE)
        donnees = {"nom": "Cible", "courriel": f"cible{rang}@example.org", "role": "lecteur"}
        statuts.append(pilote.post(f"/projets/{projet.slug}/acces/inviter/", donnees).status_code)
    assert statuts == [302, 302, 302, 429, 429]
    assert len(mail.outbox) == 3


@pytest.fixture
def close(contributrice: Visiteur, autre_projet: Projet) -> Participant:
    """The same person, in a fresque that is closed to them now."""
    moi = contributrice.participant
    f.PostItFactory(projet=autre_projet, texte="Je crois que la direction partira avant juin")
    return f.ParticipantFactory(
        projet=autre_projet, user=moi.user, role=Role.LECTEUR, acces_clos_le=HIER
    )


def renommer(qui: Participant) -> None:
    Participant.objects.filter(pk=qui.pk).update(prenom="", nom="la direction")


def test_se_renommer_ne_fait_pas_lire_une_fresque_close(
    contributrice: Visiteur, close: Participant
) -> None:
    """Here or, before leaving, there: the words around « la direction » are not theirs."""
    for qui in (contributrice.participant, close):
        renommer(qui)
        assert "avant juin" not in str(relever(de_compte(close.user)))


def test_se_renommer_puis_s_effacer_ne_recrit_pas_une_autre_fresque(
    contributrice: Visiteur, close: Participant
) -> None:
    renommer(contributrice.participant)
    f.EvenementFactory(
        projet=contributrice.participant.projet,
        objet="participant",
        objet_pk=contributrice.participant.pk,
        champ="nom",
        avant="avant juin",
    )
    effacer_compte(close.user)
    postit = PostIt.objects.de(close.projet).get()
    assert postit.texte == "Je crois que la direction partira avant juin"


@pytest.fixture
def administratrice(db: None) -> Visiteur:
    admin = f.UserFactory(is_staff=True, is_superuser=True)
    enroler(admin)
    client = Visiteur()
    client.force_login(admin)
    return client


def fiche(user: User) -> tuple[str, dict[str, str]]:
    """The back office's form of an account, filled."""
    adresse = f"/administration/pasapas/user/{user.pk}/change/"
    return adresse, {
        "email": "Neuve@example.org",
        "prenom": "Inès",
        "nom": "Roy",
        "is_active": "on",
    }


def test_l_ancienne_adresse_d_un_compte_ne_l_ouvre_plus(
    administratrice: Visiteur, lecteur: Visiteur, anonyme: Visiteur
) -> None:
    """A box someone lost, or a mistake: links and codes would go on leaving for it."""
    user, ancienne = lecteur.participant.user, lecteur.participant.user.email
    EmailAddress.objects.create(user=user, email=ancienne, verified=True, primary=True)
    prouver(administratrice)
    assert administratrice.post(*fiche(user)).status_code == 302
    anonyme.post("/comptes/password/reset/", {"email": ancienne})
    anonyme.post("/comptes/password/reset/", {"email": "neuve@example.org"})
    liens = [courriel.to for courriel in mail.outbox if "/password/reset/key/" in courriel.body]
    assert liens == [["neuve@example.org"]]


def test_qui_tenait_l_ancienne_adresse_n_entre_plus(
    administratrice: Visiteur, lecteur: Visiteur, anonyme: Visiteur
) -> None:
    """Neither by the session left open, nor the password, a code already sent, a provider."""
    user = lecteur.participant.user
    SocialAccount.objects.create(user=user, provider="fournisseur", uid="s-1")
    preuve = enroler(user)
    anonyme.post("/comptes/login/code/", {"email": user.email})
    recu = mail.outbox[0].body.split("\n    ")[1].split()[0]
    prouver(administratrice)
    page = administratrice.post(*fiche(user), follow=True)
    assert "ce compte est déconnecté partout" in page.content.decode()
    assert lecteur.get("/").status_code == 302
    assert anonyme.post("/comptes/login/code/confirm/", {"code": recu}).status_code == 200
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert not SocialAccount.objects.exists()
    assert Authenticator.objects.get(user=user) == preuve


def test_changer_le_nom_d_un_compte_ne_met_personne_dehors(
    administratrice: Visiteur, lecteur: Visiteur
) -> None:
    user = lecteur.participant.user
    adresse, donnees = fiche(user)
    prouver(administratrice)
    administratrice.post(adresse, donnees | {"email": user.email.upper()})
    user.refresh_from_db()
    assert user.nom == "Roy"
    assert lecteur.get("/").status_code == 200


def test_un_compte_ouvert_par_l_administration_n_a_pas_de_mot_de_passe(
    administratrice: Visiteur,
) -> None:
    prouver(administratrice)
    donnees = {"email": "neuve@example.org", "prenom": "Inès", "nom": "Roy", "is_active": "on"}
    administratrice.post("/administration/pasapas/user/add/", donnees)
    neuve = User.objects.get(email="neuve@example.org")
    assert not neuve.has_usable_password()
    User.objects.filter(pk=neuve.pk).update(password="")  # as they were
    import_module("pasapas.migrations.0004_mot_de_passe_vide").sans_mot_de_passe(apps, None)
    neuve.refresh_from_db()
    assert not neuve.has_usable_password()


def test_deux_comptes_n_ont_pas_la_meme_adresse_aux_majuscules_pres(
    administratrice: Visiteur, lecteur: Visiteur
) -> None:
    f.UserFactory(email="neuve@example.org")
    prouver(administratrice)
    reponse = administratrice.post(*fiche(lecteur.participant.user))
    assert reponse.status_code == 200
    assert list(reponse.context["adminform"].form.errors) == ["email"]


def test_un_compte_ne_monte_pas_sans_preuve_recente(
    administratrice: Visiteur, lecteur: Visiteur, projet: Projet
) -> None:
    """A session of the back office found open names no administrateur, takes no proof off, and no
    fresque away."""
    user, preuve = lecteur.participant.user, enroler(lecteur.participant.user)
    adresse, donnees = fiche(user)
    prouver(administratrice, il_y_a=3600)
    reponses = [
        administratrice.post(adresse, donnees | {"is_staff": "on"}),
        administratrice.post(f"/administration/mfa/authenticator/{preuve.pk}/delete/"),
        administratrice.post(
            "/administration/mfa/authenticator/",
            {"action": "delete_selected", "_selected_action": [preuve.pk], "post": "yes"},
        ),
        administratrice.get("/administration/pasapas/mandat/add/"),
        administratrice.post(
            f"/administration/pasapas/projet/{projet.pk}/delete/", {"post": "yes"}
        ),
    ]
    en_nombre = {"action": "delete_selected", "_selected_action": [projet.pk], "post": "yes"}
    administratrice.post("/administration/pasapas/projet/", en_nombre)  # each by its own name
    assert {r.url.partition("?")[0] for r in reponses} == {"/comptes/preuves/reauthenticate/"}
    user.refresh_from_db()
    assert not user.is_staff
    assert Authenticator.objects.filter(pk=preuve.pk).exists()
    assert Projet.objects.filter(pk=projet.pk).exists()


def test_apres_la_preuve_le_geste_d_administration_se_fait(
    administratrice: Visiteur, lecteur: Visiteur
) -> None:
    user = lecteur.participant.user
    prouver(administratrice, il_y_a=3600)
    suite = administratrice.post(*fiche(user))
    assert administratrice.post(suite.url, {"code": code()}).status_code == 302
    user.refresh_from_db()
    assert user.email == "neuve@example.org"
    prouver(administratrice, il_y_a=3600)
    supprimer = f"/administration/pasapas/user/{user.pk}/delete/"
    suite = administratrice.post(supprimer, {"post": "yes"})
    Tentative.objects.all().delete()  # a code serves once: here, three minutes later
    cache.clear()
    assert administratrice.post(suite.url, {"code": code()}).status_code == 302
    assert not User.objects.filter(pk=user.pk).exists()


@pytest.mark.parametrize("page", ["password/set", "preuves/totp/activate", "preuves/webauthn/add"])
def test_une_session_trouvee_ouverte_ne_donne_pas_le_compte(page: str, projet: Projet) -> None:
    """Codes by e-mail, no password: nothing to ask for, so whoever sits there comes in again."""
    user = User.objects.create_user("sans-passe@example.org")
    client = Visiteur()
    client.force_login(user)
    prouver(client, il_y_a=3600)
    for reponse in (
        client.get(f"/comptes/{page}/"),
        client.post(f"/comptes/{page}/", {"password1": PHRASE, "password2": PHRASE}),
    ):
        assert reponse.status_code == 403
        assert "Prouvez d’abord" in reponse.content.decode()
    user.refresh_from_db()
    assert not user.has_usable_password()
    prouver(client)
    assert client.get(f"/comptes/{page}/").status_code == 200


def test_un_mot_de_passe_ne_se_choisit_pas_sans_la_seconde_preuve(projet: Projet) -> None:
    user = User.objects.create_user("sans-passe@example.org")
    enroler(user)
    client = Visiteur()
    client.force_login(user)
    prouver(client, il_y_a=3600)
    suite = client.post("/comptes/password/set/", {"password1": PHRASE, "password2": PHRASE})
    assert suite.url.startswith("/comptes/preuves/reauthenticate/")
    user.refresh_from_db()
    assert not user.has_usable_password()


@pytest.mark.pur
@pytest.mark.parametrize(
    ("reglage", "valeur"), [("PASAPAS_ENV", "Production"), ("PASAPAS_HOSTS", "a.example,*")]
)
def test_une_installation_ne_demarre_pas_ouverte_par_megarde(
    reglage: str, valeur: str, tmp_path: Path
) -> None:
    """A slip that would serve without HTTPS, or let anyone choose where e-mailed links lead."""
    bons = {"PASAPAS_ENV": "production", "PASAPAS_VAR": str(tmp_path), **BONS}
    essai = demarrer(**bons | {reglage: valeur})
    assert essai.returncode != 0
    assert reglage in essai.stderr


@pytest.mark.pur
@pytest.mark.parametrize("dit", [{}, {"PASAPAS_ENV": "local"}])
def test_un_nom_public_ne_se_sert_pas_sans_https_par_oubli(
    dit: dict[str, str], tmp_path: Path
) -> None:
    """PASAPAS_ENV forgotten on a real server: passwords would travel in the clear."""
    hotes = "localhost,fresque.example.org"
    essai = demarrer(PASAPAS_HOSTS=hotes, PASAPAS_VAR=str(tmp_path), **dit)
    assert (essai.returncode == 0) == bool(dit)
    if not dit:
        assert "« fresque.example.org »" in essai.stderr
        assert "PASAPAS_ENV=production" in essai.stderr


@pytest.mark.pur
def test_quels_hotes_sont_prives() -> None:
    """This machine, a machine of the house: the demonstration and a trial start as before."""
    prives = ["127.0.0.1", "localhost", "[::1]", "192.168.1.20", "10.0.0.3", "[fd00::1]", "poste-3"]
    prives += ["fresque.local", "Foyer.LAN", ".localhost", "fresque.internal"]
    ouverts = ["*", ".example.org", "fresque.example.org", "8.8.8.8", "[2001:4860::1]"]
    ouverts += ["local.example.org", "example.org."]
    assert publics([*prives, *ouverts]) == ouverts
