"""nginx and Caddy, from the very files of deploiement/, with a certificate that is checked."""

import pytest

from bench.chaos.mandataire import transmettre
from bench.chaos.portiers import PORTIERS, programme

pytestmark = pytest.mark.pur


@pytest.mark.parametrize("nom", PORTIERS)
def test_ce_que_le_mandataire_transmet(nom: str) -> None:
    """Who asks, under which name, whole bodies, the stream at once, no trace of who answers."""
    assert programme(nom), f"{nom} manque : .ci/setup dev"
    verdict = transmettre(nom)
    assert verdict.acquis == 15
    assert verdict.fautes == []
