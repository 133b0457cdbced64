"""A chargé de mission and their region."""

from typing import Any

import pytest

from tests import factories as f
from tests.personnes import Visiteur
from tests.preuves import enroler


@pytest.fixture
def region(db: None) -> Any:
    return f.RegionFactory()


@pytest.fixture
def charge(region: Any) -> Visiteur:
    """A chargé de mission, who has just come in."""
    user = f.UserFactory(prenom="Pierre", nom="Lemoine")
    f.MandatFactory(user=user, region=region)
    client, client.user = Visiteur(), user
    enroler(user)
    client.force_login(user)
    return client
