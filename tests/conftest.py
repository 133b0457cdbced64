"""A strict run: what would pass unseen in a browser fails here, and nothing leaves the machine."""

import gc
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import caches
from django.core.files.storage import storages
from django.db import connection
from django.db.models import OrderBy
from django.db.models.functions import Random
from django.db.models.sql.compiler import SQLCompiler

from fresque.console.tenue import NOTEES
from fresque.instant import memoire
from fresque.pdf.polices import TEXTE, fichier_de
from tests.courriels import BoiteRelevee
from tests.gabarits import VariableInconnue
from tests.modele import modele_du_passage, partir_du_modele

pytest_plugins = ["tests.personnes", "tests.partage"]

UNE_FOIS = re.compile(r"^pytestmark = .*\.(?:pur|une_base)\b", re.MULTILINE)
LOCAL = {"127.0.0.1", "::1", "localhost"}


def pytest_configure(config: pytest.Config) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEMO = False
    settings.WHITENOISE_AUTOREFRESH = True  # looks a file up when asked, not all at each start
    settings.STORAGES["staticfiles"]["BACKEND"] = "tests.gabarits.Statiques"
    feuilles = tempfile.mkdtemp(prefix="feuilles-")
    config.add_cleanup(lambda: shutil.rmtree(feuilles, ignore_errors=True))
    settings.STORAGES["feuilles"]["OPTIONS"]["location"] = feuilles
    settings.TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = VariableInconnue()
    if not hasattr(config, "workerinput"):
        passage = ExitStack()
        # Of a whole run, begun while the workers read the tests; of a few files, when one asks.
        entier = config.args_source is not config.ArgsSource.ARGS
        passage.enter_context(modele_du_passage(d_avance=entier))
        config.add_cleanup(passage.close)
        if entier:  # cut here, fonts are not by each worker and each installation of a test
            Thread(target=fichier_de, args=(TEXTE, 400)).start()


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file that wants one database is not even read for the second."""
    seconde = "not pur and not une_base" in config.option.markexpr
    if seconde and collection_path.suffix == ".py" and collection_path.name.startswith("test_"):
        return UNE_FOIS.search(collection_path.read_text(encoding="utf-8")) is not None or None
    return None


def pytest_collection_finish() -> None:
    """What was read to get here stays to the end: the collector need not look at it each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    partir_du_modele(connection)


@pytest.fixture(autouse=True, scope="session")
def aucune_connexion_sortante() -> Iterator[None]:
    """Loopback only: no test, and no code under test, calls the outside."""
    connect = socket.socket.connect

    def connect_ici(prise: socket.socket, adresse: Any) -> None:
        if prise.family in {socket.AF_INET, socket.AF_INET6} and adresse[0] not in LOCAL:
            raise AssertionError(f"Connexion sortante vers {adresse}")
        connect(prise, adresse)

    socket.socket.connect = connect_ici
    yield
    socket.socket.connect = connect


class AuHasard(OrderBy):
    """The same for every query: nothing to resolve."""

    def resolve_expression(self, *args: Any, **options: Any) -> "AuHasard":
        return self

    def as_sql(self, *args: Any, **options: Any) -> tuple[str, tuple[()]]:
        return "RANDOM() ASC", ()


@pytest.fixture(autouse=True, scope="session")
def sans_ordre_au_hasard() -> Iterator[None]:
    """A query that asks for no order gets a different one each time, as a database may give."""
    paires, hasard = SQLCompiler._order_by_pairs, AuHasard(Random())

    def paires_au_hasard(compiler: SQLCompiler) -> Iterator[tuple[Any, bool]]:
        trouvees = list(paires(compiler))
        query = compiler.query
        simple = not (query.distinct or query.combinator or query.group_by or query.subquery)
        if not trouvees and simple:
            trouvees = [(hasard, False)]
        yield from trouvees

    SQLCompiler._order_by_pairs = paires_au_hasard
    yield
    SQLCompiler._order_by_pairs = paires


@pytest.fixture(autouse=True)
def cache_vide() -> Iterator[None]:
    _oublier()
    yield
    _oublier()


def _oublier() -> None:
    """What a process remembers from one request to the next."""
    for garde in caches.all():
        garde.clear()
    memoire.vider()
    NOTEES.vider()  # a key of one test is another row in the next
    shutil.rmtree(storages["feuilles"].base_location, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_call() -> None:
    """Once everything is set up: Django empties its box with each database it opens."""
    deja = getattr(mail, "outbox", [])
    if not isinstance(deja, BoiteRelevee):
        mail.outbox = BoiteRelevee(deja)


LONGUES = {
    "test_toutes_les_pages.py",
    "test_urlconf.py",
    "test_navigateurs.py",
    "test_gestes_comptes.py",
    "test_direct.py",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys in a browser come last, with the database they keep from one to the next:
    Playwright holds an event loop in the thread of the tests until the end of the run. The
    longest of them come first, so that no worker waits for another at the end."""
    items.sort(key=_rang)


def _rang(item: pytest.Item) -> int:
    if item.get_closest_marker("navigateur") is None:
        return 0
    return 1 if item.path.name in LONGUES else 2


COMPTES = {
    "prevues": "Matrice des droits : {} cellules prévues.",
    "cellules": "Matrice des droits : {} cellules essayées.",
    "hostiles": "Formulaires hostiles : {} envois.",
    "postes": "Formulaires hostiles : {} adresses qui prennent un envoi.",
}


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """What the generated tests tried, over all the workers."""
    rapports = [rapport for liste in terminalreporter.stats.values() for rapport in liste]
    faits = [rapport for rapport in rapports if getattr(rapport, "when", "") == "call"]
    dits = [dit for rapport in faits for dit in rapport.user_properties]
    for nom, phrase in COMPTES.items():
        nombre = sum(valeur for dit, valeur in dits if dit == nom)
        if nombre:
            terminalreporter.write_line(phrase.format(nombre))
