"""A real browser on a real server: one database for all the journeys, one login per person."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import Browser, Page, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from pasapas.models import Projet, Role
from tests.factories import ParticipantFactory, ProjetFactory
from tests.modele import partir_du_modele
from tests.parcours import scene
from tests.parcours.temoin import Temoin

expect.set_options(timeout=20_000)  # milliseconds: a page that will not come, not a slow machine
ECRAN = {"width": 1366, "height": 900}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    args = ["--disable-background-networking"]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    chromium = os.environ.get("PASAPAS_CHROMIUM") or shutil.which("chromium")
    return {
        **browser_type_launch_args,
        "executable_path": chromium or "/usr/bin/chromium",
        "args": args,
    }


@pytest.fixture(scope="package")
def base(
    playwright: Playwright,
    django_db_modify_db_settings_parallel_suffix: None,
    django_db_blocker: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[None]:
    """A database of the journeys' own, kept from one test to the next.

    Server and browser run side by side, so SQLite needs a file, as in real life. Playwright
    comes first: it keeps an event loop in this thread, which Django would take for async code.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    partir_du_modele(connection)  # beside that loop, it is not the one of the other tests
    essai = settings.DATABASES["default"].setdefault("TEST", {})
    nom = f"parcours_{os.getpid()}"
    if connection.vendor == "sqlite":
        nom = str(tmp_path_factory.mktemp("base") / f"{nom}.sqlite3")
    with django_db_blocker.unblock():
        avant, essai["NAME"] = essai.get("NAME"), nom
        montage = setup_databases(
            verbosity=0, interactive=False, aliases={"default"}, serialized_aliases=set()
        )
        assert connection.settings_dict["NAME"] == nom
        yield
        teardown_databases(montage, verbosity=0)
        essai["NAME"] = avant


@pytest.fixture(scope="package")
def serveur(base: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the running application, with the static files of the sources."""
    with override_settings(STATIC_ROOT=tmp_path_factory.mktemp("static")):
        serveur = LiveServer("127.0.0.1")
    yield serveur.url
    serveur.stop()


@pytest.fixture(scope="package")
def entrees(base: None) -> dict[str, list[dict[str, Any]]]:
    """For each person of the scene, the cookies of a session already open."""
    return {nom: scene.entrer(nom) for nom in scene.PERSONNES}


@pytest.fixture(scope="package")
def exemple(entrees: dict) -> Iterator[Projet]:
    """The example project, whole. Read it; write on ``neuve`` instead."""
    yield from scene.a_lire(scene.exemple())


@pytest.fixture(scope="package")
def vide(entrees: dict) -> Iterator[Projet]:
    """A fresque where nobody wrote. Read it; write on ``blanche`` instead."""
    yield from scene.a_lire(scene.vide())


@pytest.fixture
def blanche(entrees: dict) -> Projet:
    """A fresque where nobody wrote, to write the first word of."""
    return scene.vide()


@pytest.fixture(scope="package")
def hostile(entrees: dict) -> Projet:
    return scene.hostile()


@pytest.fixture
def neuve(entrees: dict) -> Projet:
    """A fresh fresque to write on, led by the animatrice."""
    projet = ProjetFactory(nom="Accueillir et garder")
    ParticipantFactory(
        projet=projet, user=scene.compte("animatrice"), role=Role.ANIMATEUR, ordre_equipe=0
    )
    return projet


@pytest.fixture
def temoin(serveur: str) -> Iterator[Temoin]:
    """Sees everything that goes wrong in the pages of a test, and says it at the end."""
    temoin = Temoin(serveur)
    yield temoin
    assert temoin.plaintes == []


@pytest.fixture
def ouvrir(
    browser: Browser, serveur: str, entrees: dict, temoin: Temoin
) -> Iterator[Callable[..., Page]]:
    """A browser window: whose, how large, with or without JavaScript."""
    contextes = []

    def ouvrir(
        personne: str = "animatrice",
        *,
        script: bool = True,
        taille: dict[str, int] = ECRAN,
        tactile: bool = False,
    ) -> Page:
        contexte = browser.new_context(
            base_url=serveur,
            viewport=taille,
            has_touch=tactile,
            java_script_enabled=script,
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            accept_downloads=True,
        )
        contextes.append(contexte)
        contexte.set_default_timeout(20_000)
        if personne:
            contexte.add_cookies([{**biscuit, "url": serveur} for biscuit in entrees[personne]])
        temoin.suivre(contexte)
        return contexte.new_page()

    yield ouvrir
    for contexte in contextes:
        contexte.close()


@pytest.fixture
def page(ouvrir: Callable[..., Page]) -> Page:
    """The animatrice's window, on a large screen."""
    return ouvrir()
