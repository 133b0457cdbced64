"""The first visit of an empty installation: a code read in the log opens the first account."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pasapas.entree import premiere
from pasapas.models import Tentative, User

pytestmark = pytest.mark.django_db
ADRESSE = "/premiere-visite/"
CODE = re.compile(r"[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}")


def saisie(code: str, **autres: str) -> dict[str, str]:
    dit = {"courriel": "Lea@Example.org", "prenom": "Léa", "nom": "Morel"}
    return {**dit, "code": code, "mot_de_passe": "quatre mots sans rapport", **autres}


@pytest.fixture
def code(client: Client, caplog: Any) -> str:
    with caplog.at_level(logging.WARNING):
        assert client.post(ADRESSE, {"demander": "1"}).status_code == 302
    [dit] = CODE.findall(caplog.text)
    return dit


def test_le_code_du_journal_ouvre_le_premier_compte_et_ferme_la_page(
    client: Client, code: str
) -> None:
    assert "Ouvrir le premier" in client.get("/comptes/login/").content.decode()
    assert "Écrire un code" in client.get(ADRESSE).content.decode()
    assert code not in {t.cle for t in Tentative.objects.all()}
    entree = client.post(ADRESSE, saisie(code.lower().replace("-", " ")))
    assert entree.status_code == 302, entree.content.decode()
    compte = User.objects.get()
    assert (compte.email, compte.is_superuser, compte.nom) == ("lea@example.org", True, "Morel")
    assert compte.check_password("quatre mots sans rapport")
    suite = client.get("/", follow=True)  # a second proof first, as for all who administer
    assert suite.redirect_chain[-1][0].startswith("/comptes/preuves/")
    autre = Client()
    for demande in (autre.get(ADRESSE), autre.post(ADRESSE, saisie(code))):
        assert demande.status_code == 404
    assert autre.post(ADRESSE, {"demander": "1"}).status_code == 404
    assert "Ouvrir le premier" not in autre.get("/comptes/login/").content.decode()


def test_ce_qui_n_ouvre_pas_se_dit_et_garde_ce_qui_etait_ecrit(client: Client, code: str) -> None:
    faux = client.post(ADRESSE, saisie("K7QF-2M9T-XPD4"))
    assert faux.status_code == 422
    assert "pas celui du journal" in faux.content.decode()
    assert 'value="Morel"' in faux.content.decode()
    court = client.post(ADRESSE, saisie(code, mot_de_passe="court"))
    assert (court.status_code, User.objects.count()) == (422, 0)
    Tentative.objects.update(quand=timezone.now() - premiere.DUREE - timedelta(seconds=1))
    assert client.post(ADRESSE, saisie(code)).status_code == 422
    assert not User.objects.exists()


def test_les_essais_et_les_demandes_sont_comptes(client: Client) -> None:
    for _ in range(premiere.ESSAIS.maximum):
        assert client.post(ADRESSE, saisie("K7QF-2M9T-XPD4")).status_code == 422
    assert Client().post(ADRESSE, saisie("K7QF-2M9T-XPD4")).status_code == 429
    for _ in range(premiere.DEMANDES.maximum):
        assert client.post(ADRESSE, {"demander": "1"}).status_code == 302
    assert client.post(ADRESSE, {"demander": "1"}).status_code == 429
