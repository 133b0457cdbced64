"""The world of the rights matrix, with a poison in every text."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.test import client

from pasapas.serveur.requete import Requete
from tests.droits.conftest import monde
from tests.droits.matrice import Monde
from tests.hostile.poison import empoisonner

__all__ = ["monde"]


@pytest.fixture(scope="module")
def empoisonne(monde: Monde) -> Iterator[Monde]:
    patch = pytest.MonkeyPatch()
    patch.setattr(client, "WSGIRequest", Requete)  # as the real server does
    empoisonner(monde)
    cache.clear()
    yield monde
    patch.undo()
