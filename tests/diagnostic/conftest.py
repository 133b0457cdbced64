"""The example's campagne, answered and closed."""

import pytest

from diagnostic.models import Campagne
from pasapas.models import Projet
from tests.diagnostic.passages import campagne, clore, exemple


@pytest.fixture
def close(projet: Projet) -> Campagne:
    return clore(campagne(projet, exemple(), nom="Janvier"))
