"""The stream's own rules, without a network: one projet's listeners, slow ones, closed access."""

import asyncio
from typing import Any

import pytest

from pasapas.direct import flux
from pasapas.direct.annonces import Etat
from pasapas.direct.flux import Admis, Ecoute, Flux, Refus, Salle


def scope(chemin: str = "/flux/p/", methode: str = "GET") -> dict[str, Any]:
    return {"type": "http", "path": chemin, "method": methode, "headers": []}


class Navigateur:
    """Keeps what it is sent; leaves when told."""

    def __init__(self, lenteur: float = 0) -> None:
        self.recus: list[dict[str, Any]] = []
        self.lenteur = lenteur
        self.depart = asyncio.Event()

    async def receive(self) -> dict[str, Any]:
        await self.depart.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: dict[str, Any]) -> None:
        self.recus.append(message)
        if message["type"] == "http.response.body":
            await asyncio.sleep(self.lenteur)

    @property
    def texte(self) -> str:
        return b"".join(m.get("body", b"") for m in self.recus).decode()


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Flux:
    """A stream where everyone may listen to projet 1, at version 7."""
    monkeypatch.setattr(flux, "BATTEMENT", 0.05)
    application = Flux()

    async def entrer(cookies: str, slug: str) -> Admis:
        return Admis(1, 1, 7)

    class Veille:
        appel = asyncio.Event()

    application._entrer = entrer
    application.veille = Veille()
    return application


def test_la_version_se_redit_et_un_depart_libere_la_place(application: Flux) -> None:
    async def scenario() -> Navigateur:
        page = Navigateur()
        ecoute = asyncio.create_task(application(scope(), page.receive, page.send))
        await asyncio.sleep(0.18)
        assert len(application.salle) == 1
        page.depart.set()
        await asyncio.wait_for(ecoute, 1)
        return page

    page = asyncio.run(scenario())
    assert page.texte.count("id: 7\nevent: version\ndata: 7\n\n") >= 3
    assert len(application.salle) == 0


def test_un_acces_clos_met_fin_a_l_ecoute(
    application: Flux, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flux, "CONTROLE", 0.1)

    async def scenario(statut: int) -> bool:
        page = Navigateur()
        ecoute = asyncio.create_task(application(scope(), page.receive, page.send))
        await asyncio.sleep(0.02)

        async def refuser(cookies: str, slug: str) -> Admis:
            raise Refus(statut)

        application._entrer = refuser
        await asyncio.sleep(0.3)
        finie = ecoute.done()
        page.depart.set()
        await ecoute
        return finie

    async def entrer(cookies: str, slug: str) -> Admis:
        return Admis(1, 1, 7)

    for statut, finie in ((404, True), (401, True), (503, False)):
        application._entrer = entrer
        assert asyncio.run(scenario(statut)) is finie


def test_un_navigateur_qui_ne_lit_pas_est_quitte(
    application: Flux, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flux, "LENTEUR", 0.05)

    async def scenario() -> None:
        page = Navigateur(lenteur=10)
        await asyncio.wait_for(application(scope(), page.receive, page.send), 1)

    asyncio.run(scenario())
    assert len(application.salle) == 0


def test_mille_ecritures_d_affilee_ne_gardent_que_la_derniere() -> None:
    salle = Salle()
    ecoute = Ecoute(7)
    salle.entrer(1, ecoute)
    for version in range(8, 1008):
        salle.dire_version(1, version)
    salle.dire_version(1, 9)
    salle.dire_version(2, 5000)
    assert (ecoute.version, ecoute.nouveau.is_set()) == (1007, True)


def test_une_presence_inchangee_ne_se_redit_pas() -> None:
    salle = Salle()
    ecoute = Ecoute(7)
    salle.entrer(1, ecoute)
    ici = Etat(7, frozenset({(3, "")}))
    for etat in (ici, ici, Etat(7, frozenset()), ici):
        salle.dire_etats({1: etat})
    assert (ecoute.version, ecoute.presences) == (7, 3)


@pytest.mark.parametrize(
    ("demande", "statut"),
    [
        (scope("/"), 404),
        (scope("/flux/p"), 404),
        (scope("/flux/a/b/"), 404),
        (scope(methode="POST"), 405),
    ],
)
def test_une_autre_demande_est_refusee(
    application: Flux, demande: dict[str, Any], statut: int
) -> None:
    page = Navigateur()

    async def scenario() -> None:
        await application(demande, page.receive, page.send)

    asyncio.run(scenario())
    assert page.recus[0]["status"] == statut


def test_trop_d_ecoutes_attendent(application: Flux, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flux, "ECOUTES_MAX", 0)
    page = Navigateur()

    async def scenario() -> None:
        await application(scope(), page.receive, page.send)

    asyncio.run(scenario())
    assert (page.recus[0]["status"], dict(page.recus[0]["headers"])[b"retry-after"]) == (503, b"5")
