"""A real server on a database of its own, beside the one of the other tests."""

import os
from collections.abc import Iterator

import pytest

from bench.chaos.terrain import Terrain, base_a_soi, terrain
from tests.parcours.conftest import browser_type_launch_args

__all__ = ["browser_type_launch_args"]

URL = os.environ.get("DATABASE_URL", "")


@pytest.fixture(scope="session")
def lieu(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terrain]:
    dossier = tmp_path_factory.mktemp("tenue")
    with base_a_soi(URL, dossier) as (base, url), terrain(base, url, dossier / "var") as lieu:
        yield lieu
