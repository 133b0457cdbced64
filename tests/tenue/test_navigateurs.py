"""Two real browsers on one fiche, one round of each kind: the short version of `make chaos`."""

import pytest
from playwright.sync_api import Browser

from bench.chaos import navigateurs
from bench.chaos.terrain import Terrain

# What the server keeps of two people's windows, test_tenue tries on both databases: here, browsers.
pytestmark = [pytest.mark.navigateur, pytest.mark.tenue, pytest.mark.une_base]


def test_rien_de_ce_que_deux_personnes_tapent_ne_se_perd(lieu: Terrain, browser: Browser) -> None:
    verdict = navigateurs.mesurer(lieu, browser, len(navigateurs.TOURS), coupure=2)
    assert verdict.acquis == 11
    assert verdict.tenu, verdict
