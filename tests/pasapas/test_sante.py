"""Asked from outside: alive, fit to serve, figures; and nothing said to whoever has not the key."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from pasapas import VERSION
from pasapas.models import Ouvrier, Travail
from pasapas.sante.installation import rubriques
from pasapas.serveur import etat, garde
from pasapas.travaux import boite
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
CLE = "une-cle-pour-la-supervision"


@pytest.fixture
def cle(settings: Any, tmp_path: Any) -> dict[str, str]:
    settings.CLE_SANTE = CLE
    settings.SAUVEGARDES = tmp_path
    return {"authorization": f"Bearer {CLE}"}


def test_vivant_et_pret_sans_compte(client: Client) -> None:
    assert client.get("/sante/").content == b"vivant\n"
    pret = client.get("/sante/pret/")
    assert (pret.status_code, pret.content.decode()) == (200, "prêt\n")
    assert "no-store" in pret["Cache-Control"]


def test_le_detail_demande_la_cle(client: Client, cle: dict[str, str]) -> None:
    Ouvrier.objects.create(machine="ici")
    dit = client.get("/sante/pret/", headers=cle).content.decode()
    assert dit.splitlines() == [
        "prêt",
        "base : bien",
        "migrations : bien",
        "disque : bien",
        "ouvrier : bien",
        "sauvegarde : aucune ici",
    ]
    for fausse in ({}, {"authorization": "Bearer autre"}, {"authorization": f"Bearer {CLE}x"}):
        assert client.get("/sante/pret/", headers=fausse).content.decode() == "prêt\n"
        assert client.get("/sante/mesures/", headers=fausse).status_code == 404


def test_sans_cle_reglee_aucune_ne_vaut(client: Client, settings: Any) -> None:
    settings.CLE_SANTE = ""
    for vide in ({}, {"authorization": "Bearer "}, {"authorization": ""}):
        assert client.get("/sante/mesures/", headers=vide).status_code == 404


def test_ce_qui_bloque_repond_503(
    client: Client, cle: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(etat, "PLACE", 10**18)
    pret = client.get("/sante/pret/", headers=cle)
    assert pret.status_code == 503
    assert "disque : " in pret.content.decode()
    assert "Mo libres" in pret.content.decode()
    assert client.get("/sante/").status_code == 200


def test_mesures_pour_prometheus(client: Client, cle: dict[str, str], tmp_path: Any) -> None:
    Ouvrier.objects.create(machine="ici")
    Ouvrier.objects.create(machine="muet", vu_le=timezone.now() - timedelta(hours=1))
    (tmp_path / "pas-a-pas-20260102T030405Z.zip").touch()
    (tmp_path / "pas-a-pas-20251231T235959Z.zip").touch()
    (tmp_path / "autre.zip").touch()
    reponse = client.get("/sante/mesures/", headers=cle)
    assert reponse["Content-Type"].startswith("text/plain")
    lignes = dict(
        ligne.rsplit(" ", 1)
        for ligne in reponse.content.decode().splitlines()
        if not ligne.startswith("#")
    )
    assert lignes["pasapas_ouvriers"] == "1"
    assert lignes['pasapas_bien{point="base"}'] == "1"
    assert lignes['pasapas_bien{point="sauvegarde"}'] == "0"
    derniere = garde.derniere_sauvegarde()
    assert derniere and derniere.isoformat() == "2026-01-02T03:04:05+00:00"


def page(client: Client, **droits: Any) -> Any:
    compte = UserFactory(is_staff=True, **droits)
    client.force_login(compte)
    session = client.session
    session["preuve_due"] = False
    session.save()
    return client.get("/administration/etat/")


def test_l_etat_de_l_installation_dit_ce_qui_appelle_et_quoi_faire(
    client: Client, settings: Any, tmp_path: Any
) -> None:
    settings.SAUVEGARDES, settings.SAUVEGARDE_CLE = tmp_path, ""
    dit = re.sub(r"[\xa0\u202f]", " ", page(client, is_superuser=True).content.decode())
    for appelle in ("manage.py sauvegarder", "Démarrer pas-a-pas-ouvrier", "En nommer un second"):
        assert appelle in dit
    accueil = client.get("/administration/").content.decode()
    assert "Ouvrier&nbsp;: aucun vu depuis une minute. Sauvegarde&nbsp;: aucune ici." in accueil
    vieille = timezone.now() - timedelta(days=3)
    (tmp_path / f"pas-a-pas-{vieille:{garde.FORME}}Z.zip").write_bytes(b"x" * 5000)
    Ouvrier.objects.create(machine="ici")
    Travail.objects.create(sorte="essai", etat="abandonne", fini_le=timezone.now())
    boite.noter_parti("lea@example.org")
    dit = client.get("/administration/etat/").content.decode()
    dit = re.sub(r"[\xa0\u202f]", " ", dit)
    assert "Trop vieille : regarder pas-a-pas-sauvegarde.timer" in dit
    assert "il y a 3 jours" in dit
    assert "1, 5 ko" in dit
    assert "« Travaux » dit pourquoi" in dit
    assert "Démarrer pas-a-pas-ouvrier" not in dit
    assert "lea@" not in dit
    constats = {f"{r.titre}, {c.quoi}": c for r in rubriques() for c in r.constats}
    assert constats["Travaux, Ouvriers en marche"].bien
    assert constats["Courriels, Le dernier parti"].bien
    assert constats["Version, Pas à pas"].dit == VERSION
    assert not constats["Version, Tables"].faire


def test_l_etat_de_l_installation_est_a_qui_administre_les_travaux(client: Client) -> None:
    assert page(client).status_code == 403
    client.force_login(UserFactory())
    assert client.get("/administration/etat/").status_code == 404
    client.logout()
    assert client.get("/administration/etat/").status_code == 302
