"""Second proofs: who must have one before anything else, and what asks for one again."""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.contrib.auth import get_user_model
from django.core import mail
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import include, path

from pasapas.acces.porte import connecte
from pasapas.comptes import preuves
from pasapas.models import Mandat, Projet, Role
from tests.factories import (
    MOT_DE_PASSE,
    MandatFactory,
    ParticipantFactory,
    RegionFactory,
    UserFactory,
)
from tests.personnes import Visiteur
from tests.preuves import SECRET, code, enroler, prouver

pytestmark = pytest.mark.une_base
User = get_user_model()
PREUVES = "/comptes/preuves/"
CONNEXION = "/comptes/login/"
DELICAT = "/delicat/"


@connecte
@preuves.preuve_recente
def delicat(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"fait : {request.method} {request.POST.get('quoi', '')}")


urlpatterns = [path("delicat/", delicat), path("", include("pasapas.urls"))]
adresses = override_settings(ROOT_URLCONF=__name__)


def entrer(user: object) -> Visiteur:
    client = Visiteur()
    client.force_login(user)
    return client


def personnes(projet: Projet) -> dict[str, object]:
    """Everyone who must have a second proof, each for another reason."""
    suivant, mandate = UserFactory(), UserFactory()
    ParticipantFactory(projet=projet, user=suivant, role=Role.CHARGE_DE_MISSION)
    MandatFactory(user=mandate)
    return {"charge": suivant, "mandat": mandate, "administrateur": UserFactory(is_staff=True)}


@pytest.mark.parametrize("qui", ["charge", "mandat", "administrateur"])
def test_rien_ne_s_ouvre_avant_la_seconde_preuve(qui: str, projet: Projet) -> None:
    user = personnes(projet)[qui]
    client = entrer(user)
    for adresse in ("/", f"/projets/{projet.slug}/", "/administration/", "/comptes/"):
        assert client.get(adresse).url == PREUVES
        assert client.post(adresse).url == PREUVES
    assert client.get(PREUVES).status_code == 200
    assert client.get("/comptes/logout/").status_code == 200
    enroler(user)
    assert entrer(user).get("/", follow=True).status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role != Role.CHARGE_DE_MISSION])
def test_facultative_pour_les_autres(role: str, projet: Projet) -> None:
    user = ParticipantFactory(projet=projet, user=UserFactory(), role=role).user
    assert entrer(user).get("/", follow=True).status_code == 200


def test_un_mandat_donne_en_cours_de_session_se_voit_bientot(animatrice: Visiteur) -> None:
    MandatFactory(user=animatrice.participant.user, region=RegionFactory())
    assert animatrice.get("/").status_code == 200
    session = animatrice.session
    session["vu_le"] -= 601
    session.save()
    animatrice.get("/")
    assert animatrice.get("/").url == PREUVES
    Mandat.objects.all().delete()
    assert entrer(animatrice.participant.user).get("/").status_code == 200


def test_la_demonstration_le_dit_sans_l_exiger(projet: Projet, settings: LazySettings) -> None:
    settings.DEMO = True
    user = UserFactory()
    ParticipantFactory(projet=projet, user=user, role=Role.CHARGE_DE_MISSION)
    client = Visiteur()
    client.post(CONNEXION, {"login": user.email, "password": MOT_DE_PASSE})
    page = client.get("/")
    assert page.status_code == 200
    assert "avant d’avoir une deuxième vérification" in page.content.decode()


def test_relier_une_application_puis_entrer_avec(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    user = UserFactory(is_staff=True)
    client = Visiteur()
    client.post(CONNEXION, {"login": user.email, "password": MOT_DE_PASSE})
    page = client.get(f"{PREUVES}totp/activate/")
    form = page.context["form"]
    assert "data:" not in page.content.decode()
    assert form.qr.trace in page.content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        reponse = client.post(f"{PREUVES}totp/activate/", {"code": code(form.secret)})
    assert reponse.url == f"{PREUVES}recovery-codes/"
    secours = client.get(reponse.url).context["unused_codes"]
    assert len(secours) == 10
    assert client.get("/").status_code == 200
    assert mail.outbox[-1].to == [user.email]

    autre = Visiteur()
    reponse = autre.post(CONNEXION, {"login": user.email, "password": MOT_DE_PASSE})
    assert reponse.url == f"{PREUVES}authenticate/"
    assert autre.get("/").url.startswith(CONNEXION)
    assert autre.post(reponse.url, {"code": secours[0]}).url == "/"
    assert autre.get("/").status_code == 200
    # A recovery code works once.
    encore = Visiteur()
    encore.post(CONNEXION, {"login": user.email, "password": MOT_DE_PASSE})
    assert encore.post(reponse.url, {"code": secours[0]}).status_code == 200


def test_le_code_recu_par_courriel_ne_dispense_pas_de_la_preuve(anonyme: Visiteur) -> None:
    user = UserFactory()
    enroler(user)
    anonyme.post("/comptes/login/code/", {"email": user.email})
    recu = mail.outbox[0].body.split("\n    ")[1].split()[0]
    reponse = anonyme.post("/comptes/login/code/confirm/", {"code": recu})
    assert reponse.url == f"{PREUVES}authenticate/"
    assert anonyme.get("/").status_code == 302


def test_les_secrets_ne_se_lisent_pas_dans_la_base(db: None) -> None:
    user = UserFactory()
    enroler(user)
    garde = json.dumps(list(Authenticator.objects.values_list("data", flat=True)))
    assert SECRET not in garde
    assert Authenticator.objects.get().wrap().validate_code(code())


def test_la_derniere_preuve_exigee_ne_se_retire_pas(projet: Projet) -> None:
    user = personnes(projet)["mandat"]
    enroler(user)
    client = entrer(user)
    prouver(client)
    reponse = client.post(f"{PREUVES}totp/deactivate/")
    assert reponse.status_code == 200
    assert reponse.context["form"].non_field_errors()
    assert Authenticator.objects.filter(user=user).exists()


def donner_une_cle(user: object) -> str:
    cle = Authenticator.objects.create(
        user=user, type=Authenticator.Type.WEBAUTHN, data={"name": "Ma clé", "credential": {}}
    )
    return f"{PREUVES}webauthn/keys/{cle.pk}/remove/"


def test_la_derniere_cle_exigee_ne_se_retire_pas(projet: Projet) -> None:
    """As the application above: the page says it at once, and the key stays."""
    user = personnes(projet)["mandat"]
    retirer, client = donner_une_cle(user), entrer(user)
    prouver(client)
    for page in (client.get(retirer), client.post(retirer)):
        assert page.status_code == 200
        assert "C’est votre seule deuxième vérification" in page.content.decode()
    assert preuves.de(user).count() == 1
    enroler(user)
    assert "Retirer cette clé" in client.get(retirer).content.decode()
    assert client.post(retirer).status_code == 302
    assert preuves.de(user).get().type == Authenticator.Type.TOTP


def test_une_cle_facultative_se_retire(animatrice: Visiteur, lecteur: Visiteur) -> None:
    retirer = donner_une_cle(animatrice.participant.user)
    for client in (animatrice, lecteur):
        prouver(client)
    assert lecteur.post(retirer).status_code == 404
    assert animatrice.post(retirer).status_code == 302
    assert not Authenticator.objects.exists()


def test_une_preuve_facultative_se_retire(animatrice: Visiteur) -> None:
    enroler(animatrice.participant.user)
    prouver(animatrice)
    animatrice.post(f"{PREUVES}totp/deactivate/")
    assert not Authenticator.objects.exists()


@adresses
def test_un_geste_delicat_demande_une_preuve_puis_se_fait(animatrice: Visiteur) -> None:
    reponse = animatrice.post(DELICAT, {"quoi": "role"})
    assert reponse.url == f"/comptes/reauthenticate/?next={DELICAT.replace('/', '%2F')}"
    assert animatrice.get(reponse.url).status_code == 200
    rate = animatrice.post(reponse.url, {"password": "raté"})
    assert rate.status_code == 200
    fait = animatrice.post(reponse.url, {"password": MOT_DE_PASSE})
    assert fait.content.decode() == "fait : POST role"
    assert animatrice.post(DELICAT).content.decode() == "fait : POST "


@adresses
@pytest.mark.parametrize(("age", "passe"), [(0, True), (240, True), (301, False)])
def test_entrer_vaut_preuve_cinq_minutes(age: int, passe: bool, animatrice: Visiteur) -> None:
    prouver(animatrice, il_y_a=age)
    assert (animatrice.get(DELICAT).status_code == 200) == passe


@adresses
def test_qui_a_une_seconde_preuve_donne_celle_la(chargee: Visiteur) -> None:
    MandatFactory(user=chargee.participant.user)
    reponse = chargee.get(DELICAT)
    assert reponse.url == f"{PREUVES}reauthenticate/?next={DELICAT.replace('/', '%2F')}"
    assert chargee.get("/comptes/reauthenticate/").url.startswith(f"{PREUVES}reauthenticate/")
    assert chargee.post(reponse.url, {"code": code()}).url == DELICAT
    assert chargee.get(DELICAT).status_code == 200


@adresses
def test_un_fragment_envoie_la_page_entiere_prouver(animatrice: Visiteur) -> None:
    reponse = animatrice.post(
        DELICAT, headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/projets/?a=1"}
    )
    assert reponse.headers["HX-Redirect"].startswith("/comptes/reauthenticate/")
    assert reponse.headers["HX-Redirect"].endswith("next=%2Fprojets%2F%3Fa%3D1")
    ailleurs = animatrice.post(
        DELICAT, headers={"HX-Request": "true", "HX-Current-URL": "http://ailleurs.example/x"}
    )
    assert ailleurs.headers["HX-Redirect"].endswith("next=%2F")


@adresses
def test_qui_n_a_rien_pour_prouver_entre_a_nouveau(projet: Projet) -> None:
    user = User.objects.create_user("sans-passe@example.org")
    client = entrer(user)
    page = client.get(DELICAT)
    assert page.status_code == 403
    assert f'value="{DELICAT}"' in page.content.decode()
    prouver(client)
    assert client.get(DELICAT).status_code == 200


@adresses
def test_une_carte_ne_prouve_rien(animatrice: Visiteur) -> None:
    session = animatrice.session
    session["carte"] = "x"
    session.save()
    prouver(animatrice)
    refus = [
        animatrice.get(DELICAT),
        animatrice.post(DELICAT),
        animatrice.get(PREUVES),
        animatrice.get(f"{PREUVES}totp/activate/"),
        animatrice.post("/comptes/password/set/", {"password1": "x", "password2": "x"}),
        animatrice.get("/comptes/password/change/"),
    ]
    assert {reponse.status_code for reponse in refus} == {403}
    assert all("Une carte d’accès ne suffit pas" in r.content.decode() for r in refus)
    assert animatrice.get("/comptes/").status_code == 200


def test_l_administration_entre_par_la_meme_porte(anonyme: Visiteur, lecteur: Visiteur) -> None:
    suite = anonyme.get("/administration/", follow=True).redirect_chain
    assert suite[-1][0] == "/comptes/login/?next=/administration/"
    assert anonyme.get("/administration/login/").url.startswith(CONNEXION)
    assert anonyme.post("/administration/login/", {"username": "x"}).url.startswith(CONNEXION)
    assert lecteur.get("/administration/", follow=True).status_code == 404
    admin = UserFactory(is_staff=True, is_superuser=True)
    enroler(admin)
    client = entrer(admin)
    prouver(client)
    assert client.get("/administration/").status_code == 200
    assert client.get("/administration/password_change/").url == "/comptes/password/change/"
    assert client.get("/administration/mfa/authenticator/?q=x").status_code == 200
    assert client.get("/administration/mfa/authenticator/add/").status_code == 403
    assert client.get("/administration/account/emailaddress/").status_code == 404
    assert client.post("/administration/logout/").url == CONNEXION
    assert client.get("/").status_code == 302


MAUVAIS = ["", "é", "\x00", "🔑" * 50, "9" * 100_000, "'><svg onload=x>"]
JETONS = ["", "null", "{}", "[]", "1", '"x"', "{", '{"id": "é", "response": {}}']
JETONS += ['{"rawId": "x", "id": "x", "type": "public-key", "response": {"clientDataJSON": "é"}}']
JETONS += [
    '{"rawId": "eA", "id": "eA", "type": "public-key", "response": {"clientDataJSON": "e30", '
    '"attestationObject": "oA", "authenticatorData": "AA", "signature": "AA"}}',
    '{"rawId": "eA", "id": "eA", "type": "public-key", "response": {"clientDataJSON": "W10", '
    '"attestationObject": "gA", "authenticatorData": "", "signature": ""}}',
]


@pytest.mark.parametrize("jeton", JETONS)
def test_une_cle_inventee_est_refusee(jeton: str, animatrice: Visiteur) -> None:
    prouver(animatrice)
    animatrice.get(f"{PREUVES}webauthn/add/")
    ajout = animatrice.post(f"{PREUVES}webauthn/add/", {"name": "x", "credential": jeton})
    assert ajout.status_code == 200
    assert not Authenticator.objects.exists()
    user = animatrice.participant.user
    enroler(user)
    entree = Visiteur()
    entree.post(CONNEXION, {"login": user.email, "password": MOT_DE_PASSE})
    assert entree.post(f"{PREUVES}authenticate/", {"credential": jeton}).status_code == 200


@pytest.mark.parametrize("saisie", MAUVAIS)
def test_un_code_impossible_est_refuse(saisie: str, anonyme: Visiteur) -> None:
    user = UserFactory()
    enroler(user)
    anonyme.post(CONNEXION, {"login": user.email, "password": MOT_DE_PASSE})
    assert anonyme.post(f"{PREUVES}authenticate/", {"code": saisie}).status_code == 200
    autre = Visiteur()
    autre.post("/comptes/login/code/", {"email": user.email})
    assert autre.post("/comptes/login/code/confirm/", {"code": saisie}).status_code == 200
    for adresse in (CONNEXION, "/comptes/login/code/", "/comptes/password/reset/"):
        page = Visiteur().post(adresse, {"login": saisie, "email": saisie, "password": saisie})
        assert page.status_code == 200
        assert "<svg onload" not in page.content.decode()
