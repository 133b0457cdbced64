"""Nobody sees or changes what is not theirs: every address, every role, every place."""

from collections.abc import Callable
from typing import Any

import pytest

from pasapas.adresses import PROJET, Adresse, adresses
from tests.base import empreinte
from tests.droits.exemples import COUSINES
from tests.droits.matrice import Monde, cellules, essayer

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
TOUTES = adresses()
AU_MOINS = 3000
COMMUNS = {"slug", "code", "nom"}  # parameters that name no row


@pytest.mark.parametrize("adresse", TOUTES, ids=[adresse.titre for adresse in TOUTES])
def test_chaque_cellule(
    adresse: Adresse, monde: Monde, record_property: Callable[[str, Any], None]
) -> None:
    essais = [essayer(cellule, monde) for cellule in cellules(adresse, monde)]
    record_property("cellules", len(essais))
    assert "\n".join([faute for fautes in essais for faute in fautes][:30]) == ""
    assert empreinte() == monde.empreinte


def test_assez_de_cellules(monde: Monde) -> None:
    assert sum(1 for adresse in TOUTES for _ in cellules(adresse, monde)) >= AU_MOINS


def test_chaque_ligne_a_ses_cousines() -> None:
    """An address that names a row says which rows of the same fresque are not there."""
    nomment = {a.nom for a in TOUTES if a.acces == PROJET and set(a.parametres) - COMMUNS}
    assert nomment == set(COUSINES)
