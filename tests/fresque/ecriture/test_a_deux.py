"""Two people take the same lines off at the very same moment (PostgreSQL: real transactions)."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from typing import Any

import pytest
from django.db import connection

from fresque.models import Constat
from fresque.views import gestes
from pasapas.models import Evenement, Participant, Role
from tests import factories as f
from tests.personnes import visiteur

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite n’a qu’un écrivain"),
]


@pytest.mark.parametrize(("modele", "encart"), [(Constat, "constats"), (Participant, "autres")])
def test_deux_personnes_annulent_les_memes_lignes_par_les_deux_bouts(
    modele: Any, encart: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each stops after its first line, until the other has its own, or cannot."""
    projet = f.ProjetFactory()
    fabrique = f.ConstatFactory if modele is Constat else f.ParticipantFactory
    cles = [fabrique(projet=projet).pk for _ in range(3)]
    gens = [visiteur(projet, Role.PILOTE) for _ in range(2)]
    a_deux, faire = Barrier(2), gestes._faire

    def lentement(*recu: Any) -> None:
        faire(*recu)
        with suppress(BrokenBarrierError):
            a_deux.wait(0.5)

    monkeypatch.setattr(gestes, "_faire", lentement)

    def annuler(qui: Any, dites: list[int]) -> int:
        aussi = ",".join(map(str, dites[1:]))
        la = f"/projets/{projet.slug}/planches/eclaire/{encart}/lignes/{dites[0]}/retirer/"
        try:
            return int(qui.htmx("post", f"{la}?aussi={aussi}").status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as ensemble:
        rendus = list(ensemble.map(annuler, gens, [cles, cles[::-1]]))
    assert rendus == [200, 200]
    assert modele.objects.de(projet).filter(pk__in=cles, retire_le=None).count() == 0
    assert Evenement.objects.filter(action="retrait", objet_pk__in=cles).count() == len(cles)
