"""A real server on a database of its own, beside the one of the other tests."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.chaos.terrain import Terrain, base_a_soi, terrain
from tests.modele import copier
from tests.parcours.conftest import browser_type_launch_args

__all__ = ["browser_type_launch_args"]

URL = os.environ.get("DATABASE_URL", "")


@contextmanager
def _lieu(dossier: Path) -> Iterator[Terrain]:
    with (
        base_a_soi(URL, dossier, copier) as (base, url),
        terrain(base, url, dossier / "var") as lieu,
    ):
        yield lieu


@pytest.fixture(scope="session")
def lieu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terrain]:
    with _lieu(tmp_path_factory.mktemp("tenue")) as lieu:
        yield lieu


@pytest.fixture
def lieu_a_part(tmp_path: Path) -> Iterator[Terrain]:
    """For what leaves the place unfit for others: tries counted against its address, say."""
    with _lieu(tmp_path) as lieu:
        yield lieu
