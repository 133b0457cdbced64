"""Links sent to somebody else lead to this installation, whoever asked for them and how."""

import re
from typing import Any

import pytest
from django.core import mail
from django.test import RequestFactory

from pasapas.serveur.hotes import LiensSurs, racine
from tests.personnes import Visiteur

pytestmark = pytest.mark.une_base
DEBUT = re.compile(r"https?://[^/\s]+")
PORT_FORCE = {"host": "testserver:4444"}


def adresses() -> set[str]:
    """Where the links of the mails sent so far lead."""
    return {trouve for message in mail.outbox for trouve in DEBUT.findall(message.body)}


def test_mot_de_passe_oublie(animatrice: Visiteur) -> None:
    courriel = animatrice.participant.user.email
    Visiteur().post("/comptes/password/reset/", {"email": courriel}, headers=PORT_FORCE)
    assert adresses() == {"http://testserver"}
    assert "4444" not in mail.outbox[0].body


def test_code_par_e_mail(animatrice: Visiteur) -> None:
    courriel = animatrice.participant.user.email
    Visiteur().post("/comptes/login/code/", {"email": courriel}, headers=PORT_FORCE)
    assert len(mail.outbox) == 1
    assert "4444" not in mail.outbox[0].body


@pytest.mark.parametrize(
    ("demande", "production", "adresse", "attendue"),
    [
        ("testserver", False, "", "http://testserver"),
        ("testserver:8000", False, "", "http://testserver:8000"),
        ("testserver:4444", False, "", "http://testserver:8000"),
        ("testserver:4444", True, "", "http://testserver"),
        ("testserver:4444", True, "https://pas.example.org:8443", "https://pas.example.org:8443"),
        ("testserver", False, "http://localhost:9000", "http://localhost:9000"),
        ("[::1]:4444", False, "", "http://[::1]:8000"),
    ],
)
def test_ou_mene_un_lien(
    demande: str, production: bool, adresse: str, attendue: str, settings: Any
) -> None:
    settings.PRODUCTION, settings.ADRESSE = production, adresse
    settings.ALLOWED_HOSTS = ["testserver", "[::1]"]
    vue = LiensSurs(lambda request: request.build_absolute_uri("/page/?a=1"))
    requete = RequestFactory().get("/", headers={"host": demande}, SERVER_PORT="8000")
    assert vue(requete) == f"{attendue}/page/?a=1"


@pytest.mark.parametrize(
    ("production", "adresse", "attendue"),
    [
        (True, "", "https://fresque.example.org"),
        (False, "", "http://fresque.example.org:8000"),
        (True, "https://autre.example.org", "https://autre.example.org"),
    ],
)
def test_ou_mene_le_lien_d_une_commande(
    production: bool, adresse: str, attendue: str, settings: Any
) -> None:
    settings.PRODUCTION, settings.ADRESSE = production, adresse
    settings.ALLOWED_HOSTS = [".example.org", "fresque.example.org"]
    assert racine() == attendue
