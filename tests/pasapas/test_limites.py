"""Tries are counted: ten an hour an account, the same words for everyone."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from pasapas.comptes import limites
from pasapas.models import Courriel, Tentative, User
from tests.factories import MOT_DE_PASSE, UserFactory
from tests.htmx import lu
from tests.personnes import Visiteur
from tests.preuves import code, enroler

CONNEXION = "/comptes/login/"
CODE = "/comptes/login/code/"
OUBLI = "/comptes/password/reset/"
PREUVE = "/comptes/preuves/authenticate/"
HEURE = timedelta(hours=1)


def vieillir(duree: timedelta) -> None:
    Tentative.objects.update(quand=F("quand") - duree)


def entrer(client: Visiteur, courriel: str, passe: str = "raté", **tetes: str) -> HttpResponse:
    return client.post(CONNEXION, {"login": courriel, "password": passe}, **tetes)


def test_essayer_compte_jusqu_au_maximum(db: None) -> None:
    faits = [limites.essayer("porte", "a", 3, HEURE) for _ in range(5)]
    assert faits == [True, True, True, False, False]
    assert limites.essayer("porte", "b", 3, HEURE)
    assert limites.essayer("fenêtre", "a", 3, HEURE)


def test_essayer_oublie_ce_qui_est_vieux(db: None) -> None:
    assert limites.essayer("porte", "a", 1, HEURE)
    vieillir(timedelta(minutes=59))
    assert not limites.essayer("porte", "a", 1, HEURE)
    vieillir(timedelta(minutes=2))
    assert limites.essayer("porte", "a", 1, HEURE)


def test_attente_va_jusqu_au_premier_essai(db: None) -> None:
    limites.essayer("porte", "a", 2, HEURE)
    vieillir(timedelta(minutes=20))
    limites.essayer("porte", "a", 2, HEURE)
    assert 39 <= limites.attente("porte", "a", HEURE).total_seconds() / 60 <= 40


def test_rendre_un_succes(db: None) -> None:
    for _ in range(5):
        assert limites.essayer("porte", "a", 1, HEURE)
        limites.rendre("porte", "a")


def test_rien_de_lisible_dans_la_table(db: None) -> None:
    limites.essayer("connexion", "helene@example.org", 1, HEURE)
    assert "helene" not in str(list(Tentative.objects.values_list()))


def test_purger_ne_garde_que_ce_qui_compte(db: None) -> None:
    limites.essayer("porte", "a", 1, HEURE)
    vieillir(timedelta(days=2))
    limites.essayer("porte", "b", 1, HEURE)
    assert limites.purger() == 1
    assert Tentative.objects.count() == 1


def test_ipv6_compte_par_reseau() -> None:
    requete = RequestFactory().get("/", REMOTE_ADDR="2001:db8:1:2:3:4:5:6")
    assert limites.adresse_ip(requete) == "2001:db8:1:2::"


@pytest.mark.parametrize("courriel", ["connue@example.org", "inconnue@example.org"])
def test_dix_mots_de_passe_par_heure_d_ou_qu_on_vienne(courriel: str, anonyme: Visiteur) -> None:
    UserFactory(email="connue@example.org")
    for rang in range(10):
        ecrit = courriel.upper() if rang % 2 else f" {courriel} "
        assert entrer(anonyme, ecrit, REMOTE_ADDR=f"10.0.0.{rang}").status_code == 200
    refus = entrer(anonyme, courriel, REMOTE_ADDR="10.0.1.1")
    assert refus.status_code == 429
    assert 3590 <= int(refus.headers["Retry-After"]) <= 3601
    assert "attendez 60\u00a0minutes" in lu(refus)
    vieillir(HEURE)
    assert entrer(anonyme, courriel).status_code == 200


def test_le_bon_mot_de_passe_aussi_est_refuse(anonyme: Visiteur) -> None:
    user = UserFactory()
    for _ in range(10):
        entrer(anonyme, user.email)
    faux, bon = entrer(anonyme, user.email), entrer(anonyme, user.email, MOT_DE_PASSE)
    assert bon.status_code == 429
    assert visage(bon, user.email) == visage(faux, user.email)
    assert anonyme.get("/").status_code == 302


def test_entrer_vingt_fois_ne_bloque_pas(anonyme: Visiteur) -> None:
    user = UserFactory()
    for _ in range(20):
        assert entrer(anonyme, user.email, MOT_DE_PASSE).url == "/"
        anonyme.post("/comptes/logout/")
    assert Tentative.objects.count() == 0


def test_cent_essais_par_heure_depuis_un_lieu(anonyme: Visiteur) -> None:
    for rang in range(100):
        assert entrer(anonyme, f"personne-{rang}@example.org").status_code == 200
    assert entrer(anonyme, "encore@example.org").status_code == 429
    assert entrer(anonyme, "encore@example.org", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_le_mot_de_passe_redemande_compte_aussi(animatrice: Visiteur) -> None:
    page = "/comptes/reauthenticate/"
    for _ in range(10):
        assert animatrice.post(page, {"password": "raté"}).status_code == 200
    assert animatrice.post(page, {"password": MOT_DE_PASSE}).status_code == 429


def test_le_mot_de_passe_actuel_ne_se_devine_pas_sur_une_session_ouverte(
    animatrice: Visiteur,
) -> None:
    """Someone left their session open: the page that changes the password counts too."""
    page, user = "/comptes/password/change/", animatrice.participant.user
    nouveau = {"password1": "trois vélos sous la pluie", "password2": "trois vélos sous la pluie"}
    rate = animatrice.post(page, {"oldpassword": "raté", **nouveau})
    assert list(rate.context["form"].errors) == ["oldpassword"]
    for _ in range(5):
        assert animatrice.post(page, {"oldpassword": "raté", **nouveau}).status_code == 200
    for _ in range(4):  # one bound for every page that asks for it
        animatrice.post("/comptes/reauthenticate/", {"password": "raté"})
    assert animatrice.post(page, {"oldpassword": MOT_DE_PASSE, **nouveau}).status_code == 429
    user.refresh_from_db()
    assert user.check_password(MOT_DE_PASSE)
    vieillir(HEURE)
    assert animatrice.post(page, {"oldpassword": MOT_DE_PASSE, **nouveau}).status_code == 302


def test_choisir_un_nouveau_mot_de_passe_leve_le_blocage(anonyme: Visiteur) -> None:
    user = UserFactory()
    for _ in range(11):
        entrer(anonyme, user.email)
    anonyme.post(OUBLI, {"email": user.email})
    lien = next(mot for mot in mail.outbox[0].body.split() if "/reset/key/" in mot)
    page = anonyme.get(lien, follow=True)
    nouveau = "trois vélos sous la pluie"
    anonyme.post(page.context["action_url"], {"password1": nouveau, "password2": nouveau})
    assert entrer(anonyme, user.email, nouveau).url == "/"


@pytest.mark.parametrize("ou", [(CODE, "email"), (CODE, "login"), (OUBLI, "email")])
@pytest.mark.parametrize("courriel", ["connue@example.org", "inconnue@example.org"])
def test_cinq_courriels_par_heure(courriel: str, ou: tuple[str, str], db: None) -> None:
    adresse, champ = ou
    UserFactory(email="connue@example.org")
    for _ in range(5):
        assert Visiteur().post(adresse, {champ: courriel}).status_code == 302
    assert Visiteur().post(adresse, {champ: courriel.upper()}).status_code == 429
    assert len(mail.outbox) == 5


def test_dix_codes_recus_essayes_par_heure(anonyme: Visiteur) -> None:
    user = UserFactory()
    essais = 0
    for _ in range(5):
        anonyme.post(CODE, {"email": user.email})
        for _ in range(3):
            essais += anonyme.post(f"{CODE}confirm/", {"code": "FAUX"}).status_code != 429
    assert essais == 10


def test_dix_codes_de_preuve_essayes_par_heure(anonyme: Visiteur) -> None:
    user = UserFactory()
    enroler(user)
    entrer(anonyme, user.email, MOT_DE_PASSE)
    for _ in range(10):
        assert anonyme.post(PREUVE, {"code": "000000"}).status_code == 200
    assert anonyme.post(PREUVE, {"code": code()}).status_code == 429


def test_un_code_de_preuve_ne_sert_qu_une_fois(anonyme: Visiteur) -> None:
    """Seen over a shoulder, or on another process which would know nothing of the first use."""
    user = UserFactory()
    enroler(user)
    vu = code()
    entrer(anonyme, user.email, MOT_DE_PASSE)
    assert anonyme.post(PREUVE, {"code": vu}).status_code == 302
    autre = Visiteur()
    entrer(autre, user.email, MOT_DE_PASSE)
    cache.clear()
    assert autre.post(PREUVE, {"code": f"{vu[:3]} {vu[3:]}"}).status_code == 200


@pytest.mark.parametrize("courriel", ["connue@example.org", "sans@example.org", "rien@example.org"])
def test_meme_travail_pour_un_compte_connu_ou_non(
    courriel: str, anonyme: Visiteur, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One password hashed, whoever it is: the answer takes the same time."""
    UserFactory(email="connue@example.org")
    User.objects.create_user("sans@example.org")
    travaux = []
    encoder = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher,
        "encode",
        lambda *a, **k: travaux.append(1) or encoder(*a, **k),
    )
    entrer(anonyme, courriel)
    assert len(travaux) == 1


def voir_les_requetes(adresse: str, courriel: str) -> tuple[list[str], int]:
    """What the database was asked, without its values, and how many letters wait to leave."""
    client = Visiteur()
    client.get(CONNEXION)
    champs = {"login": courriel, "email": courriel, "password": "raté"}
    deposes = Courriel.objects.count()
    with CaptureQueriesContext(connection) as faites:
        client.post(adresse, champs)
    propre = r" WHERE | VALUES |xact_lock|_django_curs_"  # what changes at each time comes after
    demandes = [re.split(propre, requete["sql"])[0] for requete in faites]
    return [d for d in demandes if "SAVEPOINT" not in d], Courriel.objects.count() - deposes


@pytest.mark.parametrize(("adresse", "lettres"), [(CONNEXION, 0), (CODE, 1), (OUBLI, 1)])
def test_connu_ou_non_la_base_fait_le_meme_travail(adresse: str, lettres: int, db: None) -> None:
    """The same queries, and a letter that leaves after the answer: nothing else takes time."""
    UserFactory(email="connue@example.org")
    prouvee = UserFactory(email="prouvee@example.org")
    EmailAddress.objects.create(user=prouvee, email=prouvee.email, verified=True, primary=True)
    UserFactory(email="fermee@example.org", is_active=False)
    noms = ("connue", "prouvee", "fermee", "inconnue")
    travaux = [voir_les_requetes(adresse, f"{nom}@example.org") for nom in noms]
    assert travaux == [travaux[0]] * 4
    assert travaux[0][1] == lettres


@pytest.mark.parametrize("adresse", [CODE, OUBLI])
def test_la_lettre_part_a_l_adresse_du_compte(adresse: str, db: None) -> None:
    """« K », the sign of the kelvin, is not a k: its mailbox is somebody else's."""
    UserFactory(email="katia@example.org")
    for tapee in ("KATIA@example.org", "\N{KELVIN SIGN}atia@example.org"):
        Visiteur().post(adresse, {"email": tapee})
    assert [message.to for message in mail.outbox] == [["katia@example.org"]] * 2


def visage(reponse: HttpResponse, courriel: str) -> tuple[object, ...]:
    """What an attacker sees, but for what changes at each visit."""
    page = re.sub(r"\b\w{64}\b", "jeton", reponse.content.decode().replace(courriel, "…"))
    tetes = {nom for nom in reponse.headers if nom != "Expires"}
    return reponse.status_code, reponse.headers.get("Location"), page, tetes


@pytest.mark.parametrize(
    ("adresse", "champs"),
    [
        (CONNEXION, {"login": "{}", "password": "raté"}),
        (CODE, {"email": "{}"}),
        (OUBLI, {"email": "{}"}),
    ],
)
def test_connu_ou_non_la_reponse_est_la_meme(
    adresse: str, champs: dict[str, str], db: None
) -> None:
    UserFactory(email="aaaa@example.org")
    UserFactory(email="iiii@example.org", is_active=False)
    visages, messages = [], []
    for courriel in ("aaaa@example.org", "oooo@example.org", "iiii@example.org"):
        client = Visiteur()
        envoi = {nom: valeur.format(courriel) for nom, valeur in champs.items()}
        reponse = client.post(adresse, envoi)
        vus = [visage(reponse, courriel)]
        if reponse.status_code == 302:
            vus.append(visage(client.get(reponse.url), courriel))
        visages.append(vus)
        messages.append(len(mail.outbox))
    assert visages[0] == visages[1] == visages[2]
    # A letter leaves for each, or for none.
    assert messages in ([0, 0, 0], [1, 2, 3])


def test_le_code_d_un_inconnu_se_refuse_comme_un_autre(db: None) -> None:
    UserFactory(email="aaaa@example.org")
    visages = []
    for courriel in ("aaaa@example.org", "oooo@example.org"):
        client = Visiteur()
        client.post(CODE, {"email": courriel})
        suite = [client.post(f"{CODE}confirm/", {"code": "FAUX"}) for _ in range(3)]
        visages.append([visage(reponse, courriel) for reponse in suite])
    assert visages[0] == visages[1]


def test_derriere_un_mandataire_on_compte_la_personne(
    settings: LazySettings, anonyme: Visiteur
) -> None:
    """What a browser writes itself in the header counts for nothing."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for rang in range(100):
        vu = f"192.0.2.{rang}, 198.51.100.7"
        entrer(anonyme, f"p{rang}@example.org", HTTP_X_FORWARDED_FOR=vu)
    assert entrer(anonyme, "q@example.org", HTTP_X_FORWARDED_FOR="198.51.100.7").status_code == 429
    assert entrer(anonyme, "q@example.org", HTTP_X_FORWARDED_FOR="198.51.100.8").status_code == 200
