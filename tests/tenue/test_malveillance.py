"""The short version of `make chaos PARTIE=malveillance`: no time is looked at, only answers."""

import pytest

from bench.chaos import malveillance
from bench.chaos.terrain import Terrain

# What holds here is threads, seats and sockets; `make chaos` tries both databases.
pytestmark = [pytest.mark.tenue, pytest.mark.une_base]


def test_les_pages_se_servent_malgre_la_malveillance(
    lieu_a_part: Terrain, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ninety people who send or read nothing are there while the pages are asked for: with a thread
    each, nobody would be answered before they leave."""
    monkeypatch.setattr(malveillance, "PLAFOND", float("inf"))
    monkeypatch.setattr(malveillance, "TABLEAU_MAX", float("inf"))
    verdict = malveillance.mesurer(
        lieu_a_part, pages=5, impressions=4, ecoutes=30, papier=("eclaire",)
    )
    assert verdict.fautes == []
    assert verdict.tenu, verdict
    assert set(verdict.codes) <= {200, 302, 422, 503}
