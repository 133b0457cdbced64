"""Every part of `make bench` runs, on next to nothing: no ceiling here, a machine may be busy."""

import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from bench.__main__ import _mesurer
from bench.ampleur import MINUSCULE, Ampleur
from bench.chaos.__main__ import _essayer
from bench.chaos.essais import ESSAIS, Essai
from bench.chaos.terrain import base_a_soi
from bench.chaos.verification import Verdict
from bench.instance import Instance
from bench.parties import PARTIES, Partie, jouer
from bench.rapport import Mesure
from tests.modele import copier

URL = os.environ.get("DATABASE_URL", "")
POSTGRES = URL.startswith("postgres")
ICI = URL if POSTGRES else "sqlite"


@pytest.fixture(scope="module")
def exemple(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    dossier = tmp_path_factory.mktemp("bench")
    with base_a_soi(ICI, dossier, copier) as (base, url):
        instance = Instance(base, url, dossier)
        instance.run("manage.py", "demo", "--exemple-seul")
        yield instance


@pytest.mark.parametrize(
    "partie",
    [
        pytest.param(
            partie,
            id=partie.nom,
            marks=[pytest.mark.navigateur] * partie.navigateur
            + [pytest.mark.une_base] * (partie.nom != "requetes"),
        )
        for partie in PARTIES
    ],
)
def test_chaque_partie_va_jusqu_au_bout(
    partie: Partie, exemple: Instance, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One process has enough to do with next to nothing, and starts twice as fast as two; two
    # connections ask it half as much as four.
    monkeypatch.setattr("bench.instance.SERVEUR", ("--workers", "1", "--keep-alive", "60"))
    monkeypatch.setattr("bench.pages.OUVRIERS", 1)
    monkeypatch.setattr("bench.pages.CONNEXIONS", 2)
    # Apart: the browser of the journeys may hold the loop of this thread.
    with ThreadPoolExecutor(1) as apart:
        mesures = apart.submit(jouer, partie, exemple, ICI, tmp_path / "a-part", MINUSCULE).result()
    assert mesures and {m.base for m in mesures} <= {exemple.base, ""}
    assert all(math.isfinite(mesure.ratio) and mesure.ratio > 0 for mesure in mesures)


@pytest.mark.pur
def test_une_partie_qui_echoue_est_dite_et_le_reste_garde(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("bench.__main__.modele", lambda url, dossier: ExitStack())
    monkeypatch.setattr("bench.__main__.jouer", lambda partie, *_: partie.mesurer(None, MINUSCULE))
    bonne = Mesure("bonne", "sqlite", 1.0, "elle-même")

    def casser(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
        raise ValueError("cassée")

    parties = [
        Partie("avant", lambda *_: [bonne]),
        Partie("cassee", casser),
        Partie("apres", lambda *_: [bonne]),
    ]
    mesures: list[Mesure] = []
    echecs: list[str] = []
    _mesurer("sqlite", tmp_path, parties, MINUSCULE, mesures, echecs)
    assert (mesures, echecs) == ([bonne, bonne], ["cassee, sqlite (cassée)"])
    assert "ValueError: cassée" in capsys.readouterr().err


@pytest.mark.pur
@pytest.mark.parametrize(
    ("ratio", "juge", "tenu"), [(9.0, None, True), (11.0, None, False), (11.0, 9.0, True)]
)
def test_un_plafond_se_juge_au_processeur_quand_la_machine_est_prise(
    ratio: float, juge: float | None, tenu: bool
) -> None:
    mesure = Mesure("une page", "sqlite", ratio, "page triviale", 10.0, juge=juge)
    assert mesure.tenu is tenu
    assert f'"tenu": {str(tenu).lower()}' in mesure.to_json()


@pytest.mark.pur
def test_un_essai_qui_echoue_garde_ce_qu_il_a_vu(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    verdict = Verdict("essai", "sqlite")

    def voir(bases: list[str], fois: int) -> Iterator[Verdict]:
        yield verdict
        raise OSError("plus de place")

    verdicts: list[Verdict] = []
    echecs: list[str] = []
    _essayer(Essai("essai", 2, 1, voir), 2, verdicts, echecs)
    assert (verdicts, echecs) == ([verdict], ["essai (plus de place)"])


@pytest.mark.pur
def test_chaque_essai_a_sa_version_courte() -> None:
    assert {essai.nom: essai.court for essai in ESSAIS if not 1 <= essai.court < essai.entier} == {}
