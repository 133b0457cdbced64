"""On SQLite, whole writes take their turn; nobody waits for ever."""

import errno
import fcntl
import threading
from pathlib import Path
from types import SimpleNamespace

import pytest

from pasapas.ecriture import tour as celui_ci

pytestmark = pytest.mark.pur


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """A connection to a base in a file, outside any transaction."""
    reglages = {"NAME": tmp_path / "base.sqlite3"}
    une = SimpleNamespace(settings_dict=reglages, vendor="sqlite", in_atomic_block=False)
    monkeypatch.setattr(celui_ci, "connection", une)
    return une


def verrou(base: SimpleNamespace) -> Path:
    return Path(f"{base.settings_dict['NAME']}-tour")


def test_un_seul_ecrit_a_la_fois_et_le_suivant_entre_des_que_possible(
    base: SimpleNamespace,
) -> None:
    dedans, suivants = threading.Event(), []

    def ecrire() -> None:
        dedans.set()
        with open(verrou(base), "a") as autre:
            fcntl.flock(autre, fcntl.LOCK_EX)
            suivants.append(1)

    with celui_ci.tour():
        fil = threading.Thread(target=ecrire)
        fil.start()
        dedans.wait(5)
        fil.join(0.05)
        assert not suivants
    fil.join(5)
    assert suivants


def test_qui_attend_trop_laisse_la_base_repondre(
    base: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(celui_ci, "PATIENCE", 0.01)
    passe = False
    with open(verrou(base), "a") as autre:
        fcntl.flock(autre, fcntl.LOCK_EX)
        with celui_ci.tour():
            passe = True
    assert passe


def test_une_ecriture_dans_une_autre_n_attend_pas_la_premiere(base: SimpleNamespace) -> None:
    with celui_ci.tour():
        base.in_atomic_block = True
        with celui_ci.tour():
            assert verrou(base).exists()


@pytest.mark.parametrize("nom", [":memory:", "file:essai?mode=memory&cache=shared"])
def test_une_base_en_memoire_n_a_pas_de_fichier(
    base: SimpleNamespace, tmp_path: Path, nom: str
) -> None:
    base.settings_dict["NAME"] = nom
    with celui_ci.tour():
        assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ou", ["ouvrir", "tenir"])
def test_un_disque_qui_refuse_laisse_la_base_repondre(
    base: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, ou: str
) -> None:
    def refuser(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    if ou == "tenir":
        monkeypatch.setattr(celui_ci.fcntl, "flock", refuser)
    else:
        base.settings_dict["NAME"] = "/nulle/part/base.sqlite3"
    passe = False
    with celui_ci.tour():
        passe = True
    assert passe
