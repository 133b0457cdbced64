"""The event stream has the same door as the pages: each role, each place, each method."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from functools import partial
from queue import Queue
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest

from pasapas.direct.flux import Flux
from tests.droits.lieux import ICI, LIEUX
from tests.droits.matrice import Monde, ecritures
from tests.droits.visiteurs import Visiteur

pytestmark = pytest.mark.django_db
METHODES = ("GET", "POST", "HEAD")


class Guichet(Executor):
    """What the stream asks of the database is done in the test's own thread and transaction."""

    def __init__(self) -> None:
        self.demandes: Queue[tuple[Future, Callable[..., Any], tuple[Any, ...]] | None] = Queue()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future:
        futur: Future = Future()
        self.demandes.put((futur, partial(fn, **kwargs), args))
        return futur

    def servir(self) -> None:
        while demande := self.demandes.get():
            futur, faire, arguments = demande
            try:
                futur.set_result(faire(*arguments))
            except Exception as erreur:
                futur.set_exception(erreur)


@pytest.fixture
def flux(monkeypatch: pytest.MonkeyPatch) -> Flux:
    """Its connections are the test's, which no reading may close."""
    monkeypatch.setattr("pasapas.direct.flux.close_old_connections", lambda: None)
    flux = Flux()
    flux.portiers = Guichet()
    flux.veille = SimpleNamespace(appel=asyncio.Event())
    return flux


def ecouter(flux: Flux, chemin: str, methode: str, biscuits: dict[str, str]) -> tuple[int, bytes]:
    """The status, and everything said: the stream runs in a thread of its own."""
    dit: list[tuple[int, bytes]] = []
    entete = "; ".join(f"{cle}={valeur}" for cle, valeur in biscuits.items())

    def courir() -> None:
        try:
            dit.append(asyncio.run(_ecouter(flux, chemin, methode, entete)))
        finally:
            flux.portiers.demandes.put(None)

    fil = Thread(target=courir)
    fil.start()
    flux.portiers.servir()
    fil.join()
    return dit[0]


async def _ecouter(flux: Flux, chemin: str, methode: str, biscuits: str) -> tuple[int, bytes]:
    """Knock, hear the first words, hang up."""
    recus: list[dict[str, Any]] = []
    attente = asyncio.Event()

    async def receive() -> dict[str, Any]:
        await attente.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        recus.append(message)
        if message["type"] == "http.response.body":
            attente.set()

    entetes = [(b"cookie", biscuits.encode()), (b"host", b"testserver")]
    scope = {"type": "http", "method": methode, "path": chemin, "headers": entetes}
    await flux(scope, receive, send)
    corps = b"".join(message.get("body", b"") for message in recus)
    return recus[0]["status"], corps + repr(recus[0]["headers"]).encode()


def cellules(monde: Monde) -> Iterator[tuple[Visiteur, str, str]]:
    for visiteur in monde.visiteurs.values():
        for nom in LIEUX:
            for methode in METHODES:
                yield visiteur, nom, methode


def attendu(visiteur: Visiteur, nom: str, methode: str) -> int:
    if methode != "GET":
        return 405
    if visiteur.user is None:
        return 401
    return 200 if nom in visiteur.acces else 404


def test_ecouter_une_fresque(
    monde: Monde, flux: Flux, record_property: Callable[[str, Any], None]
) -> None:
    fautes, nombre = [], 0
    for visiteur, nom, methode in cellules(monde):
        lieu = monde.lieux[nom]
        with ecritures() as tables:
            statut, dit = ecouter(flux, f"/flux/{lieu.slug}/", methode, visiteur.biscuits)
        vu = (statut, tables, b"canari" in dit, f"data: {lieu.projet.version}".encode() in dit)
        voulu = attendu(visiteur, nom, methode)
        if vu != (voulu, set(), False, voulu == 200):
            fautes.append((visiteur.nom, nom, methode, vu))
        nombre += 1
    record_property("cellules", nombre)
    assert fautes == []
    assert len(flux.salle) == 0


@pytest.mark.parametrize("chemin", ["/flux/", "/flux/rien/", "/flux/a/b/", "/projets/x/", "/"])
def test_ecouter_ailleurs_que_sur_une_fresque(chemin: str, monde: Monde, flux: Flux) -> None:
    pilote = monde.visiteurs["pilote"]
    assert ecouter(flux, chemin, "GET", pilote.biscuits)[0] == 404


def test_une_session_fermee_n_ecoute_plus(monde: Monde, flux: Flux) -> None:
    pilote = monde.visiteurs["pilote"]
    chemin = f"/flux/{monde.lieux[ICI].slug}/"
    assert ecouter(flux, chemin, "GET", pilote.biscuits)[0] == 200
    assert pilote.revenir().post("/comptes/logout/").status_code == 302
    assert ecouter(flux, chemin, "GET", pilote.biscuits)[0] == 401
