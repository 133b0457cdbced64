"""A date and a level on every line, a refusal in one, no secret and no text of a fresque."""

import io
import json
import logging
import logging.config
import re
from collections.abc import Iterator
from contextvars import copy_context
from functools import partial

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError
from django.test import RequestFactory

from pasapas.serveur.journaux import LigneJson, Lisible, Sobre, reglages
from pasapas.serveur.numero import numero
from pasapas.serveur.requete import Application
from tests.pasapas.pannes import FAUTES, PANNES, casser
from tests.personnes import Visiteur

DATEE = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4} (?:WARNING|ERROR|CRITICAL) [\w.]+(?: \[\w+\])? :"
)
INTIME = "Ce que Léa a confié au groupe"


@pytest.fixture
def journal() -> Iterator[io.StringIO]:
    """What the console of a server would show."""
    sortie = io.StringIO()
    console = logging.StreamHandler(sortie)
    console.setFormatter(Lisible())
    console.addFilter(Sobre())
    logging.root.addHandler(console)
    yield sortie
    logging.root.removeHandler(console)


def lignes(journal: io.StringIO) -> list[str]:
    toutes = journal.getvalue().splitlines()
    assert [une for une in toutes if not DATEE.match(une)] == []
    return toutes


def test_un_droit_refuse_tient_une_ligne(lecteur: Visiteur, journal: io.StringIO) -> None:
    lecteur.post(f"/projets/{lecteur.participant.projet.slug}/planches/eclaire/ambition/modifier/")
    (une,) = lignes(journal)
    assert "/planches/eclaire/ambition/modifier/ (PermissionDenied)" in une


def test_une_mauvaise_demande_tient_une_ligne(anonyme: Visiteur, journal: io.StringIO) -> None:
    anonyme.get("/comptes/login/", headers={"host": "ailleurs.example\nERROR forgé"})
    anonyme.post("/comptes/login/", b"--a\r\n", content_type="multipart/form-data; boundary=")
    assert len(lignes(journal)) == 2


@pytest.mark.parametrize(
    ("erreur", "une_seule"), [(PANNES["verrou"], True), (FAUTES["autre"], False)]
)
def test_une_panne_tient_une_ligne_une_faute_dit_ou(
    erreur: Exception,
    une_seule: bool,
    animatrice: Visiteur,
    journal: io.StringIO,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    animatrice.raise_request_exception = False
    monkeypatch.setattr("fresque.accueil.siennes", casser(erreur))
    animatrice.get("/")
    dites = lignes(journal)
    assert (len(dites) == 1) == une_seule
    assert any("fresque/views/accueil.py" in une for une in dites) != une_seule


def test_une_faute_ne_cite_pas_ce_qui_etait_ecrit(
    animatrice: Visiteur, journal: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database quotes the row it refuses; so do many errors of Python."""
    animatrice.raise_request_exception = False
    erreur = IntegrityError(f"duplicate key\nDETAIL: Key (nom)=({INTIME})")
    erreur.__cause__ = ValueError(INTIME)
    monkeypatch.setattr("fresque.accueil.siennes", casser(erreur))
    animatrice.get("/")
    assert INTIME not in journal.getvalue()
    assert "IntegrityError, causée par ValueError" in lignes(journal)[-1]


@pytest.mark.pur
@pytest.mark.parametrize(
    ("dit", "ecrit"),
    [
        ("Not Found: /invitation/aB3-secret/", "Not Found: /invitation/…/"),
        ("GET /abonnement/aB3-secret.ics HTTP", "GET /abonnement/… HTTP"),
        ("Not Found: /invitation/accepter/", "Not Found: /invitation/accepter/"),
        ("GET /comptes/password/reset/key/1-c4f/ 500", "GET /comptes/password/reset/key/…/ 500"),
        ("/comptes/identite/f/retour/?code=abc&state=d 302", "/comptes/identite/f/retour/?… 302"),
        ("GET /invitation/#aB3-secret HTTP", "GET /invitation/#… HTTP"),
        ("GET /recueil/ABC-234/fin/ 500", "GET /recueil/…/fin/ 500"),
        ("deux\nlignes\x1b[31m", "deux lignes?[31m"),
        ("Est-ce tout ? Oui", "Est-ce tout ? Oui"),
    ],
)
def test_les_secrets_des_adresses_sont_caches(dit: str, ecrit: str) -> None:
    fiche = logging.makeLogRecord({"msg": "%s", "args": (dit,), "levelname": "ERROR", "name": "x"})
    numero.set("")  # the last request of this thread keeps its own, for the line of its visit
    (ligne,) = Lisible().format(fiche).splitlines()
    assert ligne.endswith(f" ERROR x : {ecrit}")


@pytest.mark.pur
def test_les_visites_d_un_recueil_ne_s_ecrivent_pas() -> None:
    visite = {"name": "gunicorn.access", "msg": '10.0.0.1 "GET /Recueil/abc/ HTTP/1.1" 200'}
    assert not Sobre().filter(logging.makeLogRecord(visite))
    assert Sobre().filter(logging.makeLogRecord({**visite, "msg": '10.0.0.1 "GET / HTTP/1.1"'}))


@pytest.mark.pur
def test_chaque_journal_passe_par_la_meme_forme() -> None:
    """Whatever the library brought along, nothing goes round our format."""
    formes = reglages("WARNING")
    assert list(formes["handlers"]) == ["console"]
    for nom, dit in formes["loggers"].items():
        assert dit["propagate"] != bool(dit["handlers"]), nom
    for mauvais in (("BAVARD", "texte"), ("WARNING", "xml")):
        with pytest.raises(ImproperlyConfigured, match="vaut l’un de"):
            reglages(*mauvais)


@pytest.mark.parametrize(
    ("chemin", "donne", "garde"),
    [
        ("/inconnue/", "0af7651916cd43dd8448eb211c80319c", True),
        ("/inconnue/", "9f1b-2c3d-4e5f", True),
        ("/inconnue/", "court", False),
        ("/inconnue/", "forge] ERROR", False),
        ("/inconnue/", "x" * 65, False),
        ("/inconnue/", "", False),
        ("/Recueil/inconnu/", "0af7651916cd43dd8448eb211c80319c", False),
    ],
)
@pytest.mark.django_db
@pytest.mark.une_base
def test_une_demande_a_le_numero_que_le_mandataire_lui_donne(
    chemin: str, donne: str, garde: bool, journal: io.StringIO
) -> None:
    entetes: list[tuple[str, str]] = []
    environ = RequestFactory().get(chemin, headers={"host": "localhost", "x-request-id": donne})
    repondre = partial(Application(), environ.environ, lambda statut, dits: entetes.extend(dits))
    copy_context().run(lambda: list(repondre()))  # as in a thread of its own
    dit = dict(entetes)["X-Request-ID"]
    assert (dit == donne) == garde
    assert re.fullmatch(r"[\w-]{8,64}", dit)
    assert all(f" [{dit}] :" in ligne for ligne in journal.getvalue().splitlines())
    assert journal.getvalue() or chemin != "/inconnue/"


@pytest.mark.pur
def test_en_json_une_ligne_se_lit_seule_et_ne_dit_pas_plus() -> None:
    jeton = numero.set("abcdef0123")
    try:
        raise IntegrityError(INTIME)
    except IntegrityError as erreur:
        fiche = logging.makeLogRecord(
            {
                "name": "django.request",
                "levelname": "ERROR",
                "msg": "Erreur\nsur %s",
                "args": ("/invitation/aB3-secret/",),
                "exc_info": (type(erreur), erreur, erreur.__traceback__),
            }
        )
    assert Sobre().filter(fiche)
    ligne = LigneJson().format(fiche)
    numero.reset(jeton)
    assert "\n" not in ligne and INTIME not in ligne
    dit = json.loads(ligne)
    assert dit.pop("date").endswith("+00:00")
    assert dit.pop("trace").endswith("\nIntegrityError")
    assert dit == {
        "niveau": "ERROR",
        "journal": "django.request",
        "demande": "abcdef0123",
        "texte": "Erreur sur /invitation/…/",
    }
