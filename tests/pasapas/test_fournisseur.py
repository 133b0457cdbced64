"""Coming in through a provider of identity, played here by a few lines."""

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import LazySettings
from django.http import HttpResponse
from django.urls import include, path
from jwt.algorithms import RSAAlgorithm
from requests import ConnectionError as Coupure

from pasapas.comptes.adaptateurs import AdaptateurFournisseur
from pasapas.models import User
from pasapas.mon_compte.urls import fournisseur_urlpatterns
from tests.base import empreinte
from tests.factories import MOT_DE_PASSE, UserFactory
from tests.htmx import lu
from tests.personnes import Visiteur
from tests.preuves import enroler

pytestmark = pytest.mark.une_base

BASE = "https://identite.example/api/v2"
ALLER = "/comptes/identite/fournisseur/aller/"
CHOISIR = "/comptes/identite/fournisseur/choisir/"
RETOUR = "/comptes/identite/fournisseur/retour/"
NOTRE, INTRUSE = "notre", "intruse"

urlpatterns = [
    path("comptes/identite/", include(fournisseur_urlpatterns)),
    path("", include("pasapas.urls")),
]


@cache  # not by each worker that reads this file
def cle_de(qui: str) -> Any:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Reponse:
    def __init__(self, contenu: Any, genre: str = "application/json") -> None:
        self.text = contenu if isinstance(contenu, str) else json.dumps(contenu)
        self.headers = {"Content-Type": genre, "content-type": genre}
        self.status_code = 200

    def json(self) -> Any:
        return json.loads(self.text)

    def raise_for_status(self) -> None: ...


@dataclass
class Fournisseur:
    """What the provider would say, and what it was asked."""

    dits: dict[str, Any]
    nonce: str = ""
    signe: bool = True
    cle: str = NOTRE
    jeton: dict[str, Any] = field(default_factory=dict)
    panne: bool = False

    def __enter__(self) -> "Fournisseur":
        return self

    def __exit__(self, *args: object) -> None: ...

    def get(self, url: str, **options: Any) -> Reponse:
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> Reponse:
        return self.request("POST", url, **options)

    def request(self, methode: str, url: str, **options: Any) -> Reponse:
        if self.panne:
            raise Coupure
        return getattr(self, "_" + url.rpartition("/")[2].replace("-", "_"))()

    def _openid_configuration(self) -> Reponse:
        adresses = {nom: f"{BASE}/{nom}" for nom in ("authorize", "token", "userinfo", "jwks")}
        return Reponse(
            {
                "issuer": BASE,
                "authorization_endpoint": adresses["authorize"],
                "token_endpoint": adresses["token"],
                "userinfo_endpoint": adresses["userinfo"],
                "jwks_uri": adresses["jwks"],
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    def _jwks(self) -> Reponse:
        cle = json.loads(RSAAlgorithm.to_jwk(cle_de(NOTRE).public_key()))
        return Reponse({"keys": [{**cle, "kid": "k1", "alg": "RS256", "use": "sig"}]})

    def _token(self) -> Reponse:
        jeton = {"sub": self.dits["sub"], "nonce": self.nonce, **self.jeton}
        return Reponse({"access_token": "a", "token_type": "Bearer", "id_token": self._jwt(jeton)})

    def _userinfo(self) -> Reponse:
        if self.signe:
            return Reponse(self._jwt(self.dits), "application/jwt")
        return Reponse(self.dits)

    def _jwt(self, contenu: dict[str, Any]) -> str:
        commun = {"iss": BASE, "aud": "pas-a-pas", "exp": time.time() + 60}
        return jwt.encode({**commun, **contenu}, cle_de(self.cle), "RS256", {"kid": "k1"})


@pytest.fixture
def fournisseur(
    settings: LazySettings, monkeypatch: pytest.MonkeyPatch, db: None
) -> Iterator[Fournisseur]:
    settings.ROOT_URLCONF = __name__
    settings.OIDC_URL = BASE
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "fournisseur",
                    "name": "ProConnect",
                    "client_id": "pas-a-pas",
                    "secret": "secret",
                    "settings": {
                        "server_url": BASE,
                        "scope": ["openid", "email"],
                        "auth_params": {"acr_values": "eidas1"},
                    },
                }
            ],
        }
    }
    faux = Fournisseur({"sub": "s-1", "email": "connue@example.org", "email_verified": True})
    monkeypatch.setattr(AdaptateurFournisseur, "get_requests_session", lambda self: faux)
    return faux


def entrer(client: Visiteur, faux: Fournisseur, **champs: str) -> HttpResponse:
    depart = client.get(ALLER, {"next": "/comptes/"})
    demande = {nom: v[0] for nom, v in parse_qs(urlsplit(depart.url).query).items()}
    faux.nonce = faux.nonce or demande["nonce"]
    return client.get(RETOUR, {"state": demande["state"], "code": "c", **champs})


def test_eteint_rien_ne_repond(anonyme: Visiteur) -> None:
    assert anonyme.get(ALLER).status_code == 404
    assert "ProConnect" not in anonyme.get("/comptes/login/").content.decode()


def test_allume_un_bouton_mene_au_fournisseur(anonyme: Visiteur, fournisseur: Fournisseur) -> None:
    page = lu(anonyme.get("/comptes/login/?next=/comptes/"))
    assert "Se connecter avec ProConnect" in page
    assert f'formaction="{CHOISIR}"' in page
    vers = anonyme.post(CHOISIR, {"next": "/comptes/", "login": "", "password": ""})
    assert vers.headers["Refresh"] == f"0; url={ALLER}?next=%2Fcomptes%2F"
    assert f'href="{ALLER}?next=%2Fcomptes%2F"' in vers.content.decode()
    assert anonyme.post(CHOISIR, {"next": "https://ailleurs.example/"}).context["adresse"] == ALLER
    depart = anonyme.get(ALLER)
    assert depart.url.startswith(f"{BASE}/authorize?")
    demande = parse_qs(urlsplit(depart.url).query)
    assert demande["acr_values"] == ["eidas1"]
    assert sorted(demande["scope"][0].split()) == ["email", "openid"]
    assert demande["code_challenge_method"] == ["S256"]
    assert demande["redirect_uri"] == [f"http://testserver{RETOUR}"]
    assert {"nonce", "state"} <= set(demande)


@pytest.mark.parametrize("signe", [True, False])
def test_une_adresse_prouvee_ouvre_le_compte_invite(
    signe: bool, anonyme: Visiteur, fournisseur: Fournisseur
) -> None:
    user = UserFactory(email="connue@example.org")
    fournisseur.signe = signe
    assert entrer(anonyme, fournisseur).url == "/comptes/"
    assert anonyme.get("/comptes/").context["user"] == user
    lien = SocialAccount.objects.get()
    assert (lien.user, lien.uid, lien.extra_data) == (user, "s-1", {})
    user.refresh_from_db()
    assert user.check_password(MOT_DE_PASSE)  # the other way in still works
    fournisseur.dits["email"] = "nouvelle@example.org"
    fournisseur.nonce = ""
    autre = Visiteur()
    assert entrer(autre, fournisseur).url == "/comptes/"


@pytest.mark.parametrize("partage", [True, False])
def test_la_case_de_l_ordinateur_partage_vaut_aussi_par_la(
    partage: bool, anonyme: Visiteur, fournisseur: Fournisseur
) -> None:
    UserFactory(email="connue@example.org")
    anonyme.post(CHOISIR, {"partage": "on"} if partage else {})
    assert entrer(anonyme, fournisseur).url == "/comptes/"
    assert anonyme.session.get_expire_at_browser_close() == partage
    assert ('data-inactivite="1800"' in anonyme.get("/comptes/").content.decode()) == partage


def test_qui_est_deja_la_garde_sa_session_courte(
    animatrice: Visiteur, fournisseur: Fournisseur
) -> None:
    """The box is for who comes in: without it, a computer left open would stay so two weeks."""
    session = animatrice.session
    session["partage"] = True
    session.save()
    assert animatrice.post(CHOISIR).url == "/"
    assert animatrice.post(CHOISIR, {"next": "/comptes/"}).url == "/comptes/"
    assert animatrice.session["partage"] is True


def test_la_seconde_preuve_est_demandee_aussi(anonyme: Visiteur, fournisseur: Fournisseur) -> None:
    enroler(UserFactory(email="connue@example.org"))
    assert entrer(anonyme, fournisseur).url == "/comptes/preuves/authenticate/"


@pytest.mark.parametrize(
    "dits",
    [
        {"email": "inconnue@example.org"},
        {"email_verified": False},
        {"email": ""},
        {"email": "fermee@example.org"},
    ],
)
def test_personne_ne_s_inscrit_par_la(
    dits: dict[str, Any], anonyme: Visiteur, fournisseur: Fournisseur
) -> None:
    UserFactory(email="connue@example.org")
    UserFactory(email="fermee@example.org", is_active=False)
    fournisseur.dits |= dits
    avant = empreinte()
    page = entrer(anonyme, fournisseur)
    assert "Vous n’avez pas encore d’accès ici" in page.content.decode()
    assert anonyme.get("/").status_code == 302
    assert empreinte() == avant
    assert (User.objects.count(), SocialAccount.objects.count()) == (2, 0)


@pytest.mark.parametrize(
    "tricherie",
    [
        {"nonce": "rejoué"},
        {"cle": INTRUSE},
        {"jeton": {"sub": "quelqu’un d’autre"}},
        {"jeton": {"aud": "une autre application"}},
        {"jeton": {"iss": "https://ailleurs.example"}},
        {"jeton": {"exp": 1}},
    ],
)
def test_une_reponse_truquee_n_ouvre_rien(
    tricherie: dict[str, Any], anonyme: Visiteur, fournisseur: Fournisseur
) -> None:
    UserFactory(email="connue@example.org")
    for nom, valeur in tricherie.items():
        setattr(fournisseur, nom, valeur)
    page = entrer(anonyme, fournisseur)
    assert page.status_code == 401
    assert "L’identification n’a pas abouti" in page.content.decode()
    assert anonyme.get("/").status_code == 302


def test_une_adresse_qui_ressemble_n_ouvre_rien(
    anonyme: Visiteur, fournisseur: Fournisseur
) -> None:
    """« K », the sign of the kelvin, is a k in small letters, and somebody else's mailbox."""
    UserFactory(email="katia@example.org")
    fournisseur.dits["email"] = "\N{KELVIN SIGN}atia@example.org"
    assert entrer(anonyme, fournisseur).status_code == 401
    assert anonyme.get("/").status_code == 302


def test_renoncer_chez_le_fournisseur(anonyme: Visiteur, fournisseur: Fournisseur) -> None:
    page = entrer(anonyme, fournisseur, code="", error="access_denied")
    assert "Vous avez interrompu" in anonyme.get(page.url).content.decode()


@pytest.mark.parametrize("demande", [{}, {"state": "inventé", "code": "c"}, {"code": "c"}])
def test_un_retour_que_personne_n_a_demande(
    demande: dict[str, str], anonyme: Visiteur, fournisseur: Fournisseur
) -> None:
    assert anonyme.get(RETOUR, demande).status_code == 401


def test_un_fournisseur_absent_se_dit(anonyme: Visiteur, fournisseur: Fournisseur) -> None:
    fournisseur.panne = True
    page = anonyme.get(ALLER)
    assert page.status_code == 401
    assert "L’identification n’a pas abouti" in page.content.decode()
