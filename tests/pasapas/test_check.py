"""What ``manage.py check --deploy`` says of an installation: in French, with what to do."""

import io
import threading
from collections.abc import Iterator
from datetime import timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.checks import run_checks
from django.core.checks.security import base as de_django
from django.core.checks.security import csrf, sessions
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client
from django.utils import timezone

from pasapas.models import Courriel, PageInformation, User
from pasapas.models.travaux import Etat
from pasapas.serveur import deploiement, essai
from pasapas.serveur.mots_de_django import MOTS

FLUX_SEUL = "/flux/essai/"


@pytest.fixture
def dehors(client: Client, monkeypatch: pytest.MonkeyPatch, settings: Any) -> SimpleNamespace:
    """The public address, as a proxy that says ``entetes`` leads to the pages and the stream."""
    settings.PRODUCTION, settings.ALLAUTH_TRUSTED_PROXY_COUNT = True, 1
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ADRESSE, settings.FLUX_URL = "https://localhost", "/"
    lieu = SimpleNamespace(
        entetes={"x-forwarded-proto": "https", "x-forwarded-for": "203.0.113.9"},
        flux=essai.ReponseHttp(401, "", ""),
        retard=0,
    )

    def appeler(adresse: str) -> essai.ReponseHttp:
        assert adresse.startswith("https://localhost/")
        chemin = adresse.removeprefix("https://localhost")
        if chemin == FLUX_SEUL:
            return lieu.flux
        entetes = {"authorization": f"Bearer {essai.marque()}", **lieu.entetes}
        reponse = client.get(chemin, headers=entetes)
        heure = timezone.now() - timedelta(seconds=lieu.retard)
        return essai.ReponseHttp(
            reponse.status_code, reponse.content.decode(), format_datetime(heure)
        )

    monkeypatch.setattr(essai, "appeler", appeler)
    return lieu


def dits(*quoi: str) -> list[str]:
    """What is found about these, by their last word."""
    trouves = run_checks(tags=[deploiement.TAG], include_deployment_checks=True)
    noms = [str(un.id).removeprefix("installation.") for un in trouves]
    return [nom for nom in noms if nom in quoi] if quoi else noms


@pytest.mark.django_db
def test_une_installation_neuve_dit_ce_qui_lui_manque(
    dehors: SimpleNamespace, settings: Any, tmp_path: Any
) -> None:
    settings.SAUVEGARDES = tmp_path
    pages = PageInformation.objects.count()
    assert sorted(dits()) == sorted(
        ["administrateur", "courriel", "ouvrier", "sauvegarde"] + ["page_a_completer"] * pages
    )
    assert pages
    PageInformation.objects.update(texte="Dit.")
    User.objects.create_superuser("lea@example.org", "x")
    call_command("essai_courriel", "lea@example.org", stdout=io.StringIO())
    assert sorted(dits()) == ["ouvrier", "sauvegarde"]
    trace = Courriel.objects.get()
    assert "lea" not in f"{trace.contenu} {trace.empreinte} {trace.cle}"
    Courriel.objects.update(fini_le=timezone.now() - timedelta(days=31))
    assert "courriel" in dits()
    Courriel.objects.update(etat=Etat.ABANDONNE, fini_le=timezone.now())
    assert dits("courriel", "courriels_perdus") == ["courriel", "courriels_perdus"]


@pytest.mark.django_db
@pytest.mark.une_base
def test_le_mandataire_le_flux_et_l_horloge(
    dehors: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    regardes = ("adresse", "mandataire", "flux", "horloge")
    assert dits(*regardes) == []
    bons = dehors.entetes
    for mauvais in (
        {"x-forwarded-for": "203.0.113.9"},  # no HTTPS said
        {"x-forwarded-proto": "https"},  # from nowhere
        {**bons, "x-forwarded-for": essai.PRETENDUE},  # from where the browser says
    ):
        dehors.entetes = mauvais
        assert dits(*regardes) == ["mandataire"], mauvais
    dehors.entetes = {**bons, "host": "un-autre.example"}
    assert dits(*regardes) == ["adresse"]
    dehors.entetes, dehors.retard = bons, 60
    assert dits(*regardes) == ["horloge"]
    dehors.retard, dehors.flux = 0, essai.ReponseHttp(404, "", "")
    assert dits(*regardes) == ["flux"]
    settings.FLUX_URL = ""
    assert dits(*regardes) == ["flux"]
    settings.FLUX_URL = "/"

    def muet(adresse: str) -> essai.ReponseHttp:
        raise essai.Muet("rien")

    monkeypatch.setattr(essai, "appeler", muet)
    assert sorted(dits(*regardes)) == ["adresse", "flux"]


@pytest.mark.django_db
@pytest.mark.une_base
def test_la_marque_d_un_appel_ne_sert_qu_une_minute(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dit(marque: str) -> str:
        return client.get("/sante/pret/", headers={"authorization": f"Bearer {marque}"}).text

    bonne = essai.marque()
    assert "mandataire : bien" in dit(bonne) and "base" not in dit(bonne)
    assert "mandataire" not in dit(bonne[:-1] + ("A" if bonne[-1] != "A" else "B"))
    monkeypatch.setattr(essai, "DUREE", -1)
    assert "mandataire" not in dit(bonne)


@pytest.fixture
def serveur() -> Iterator[str]:
    class Renvoi(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(301 if self.path == "/tourne" else 401)
            self.send_header("Location", self.path)
            self.end_headers()
            self.wfile.write(self.headers["X-Forwarded-For"].encode())

        def log_message(self, *args: Any) -> None:
            pass

    ecoute = HTTPServer(("127.0.0.1", 0), Renvoi)
    fil = threading.Thread(target=ecoute.serve_forever, kwargs={"poll_interval": 0.01})
    fil.start()
    yield f"http://127.0.0.1:{ecoute.server_port}"
    ecoute.shutdown()
    fil.join()
    ecoute.server_close()


@pytest.mark.pur
def test_un_appel_dit_ce_qui_repond_sans_tourner_en_rond(serveur: str) -> None:
    assert essai.appeler(f"{serveur}/tourne").statut == 301
    refus = essai.appeler(f"{serveur}/autre")
    assert (refus.statut, refus.corps) == (401, essai.PRETENDUE)
    assert refus.date.endswith("GMT")
    for sourd in ("http://127.0.0.1:9/", "https" + serveur.removeprefix("http")):
        with pytest.raises(essai.Muet):
            essai.appeler(sourd)


@pytest.mark.pur
def test_tout_ce_que_dit_django_se_lit_en_francais(settings: Any) -> None:
    dits_par_django = {
        un.id
        for module in (de_django, csrf, sessions)
        for un in vars(module).values()
        if getattr(un, "id", "").startswith("security.")
    }
    assert dits_par_django <= MOTS.keys()
    settings.SECURE_SSL_REDIRECT, settings.DEBUG = False, True
    sortie = io.StringIO()
    options: dict[str, Any] = {"deploy": True, "tags": ["security"], "stdout": sortie}
    call_command("check", **options)
    dit = sortie.getvalue()
    assert "À regarder (" in dit and "Ôtez PASAPAS_DEBUG." in dit
    assert "You " not in dit
    with pytest.raises(SystemCheckError, match="Les pages s’ouvrent aussi sans HTTPS"):
        call_command("check", fail_level="WARNING", **options)
