"""One world for all the cells of a worker, built once and undone at the end."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.template import Template
from django.test.utils import _TestState

from tests import factories as f
from tests.droits.bibliotheques import meubler
from tests.droits.lieux import LIEUX, fonder
from tests.droits.matrice import Monde
from tests.droits.papier import Papier
from tests.droits.visiteurs import inviter


@pytest.fixture(scope="module")
def monde(django_db_setup: None, django_db_blocker: Any) -> Iterator[Monde]:
    """Thousands of refusals, each as it should be: nobody needs to read them in a journal. What
    is looked at is what was sent: no template has to tell its context."""
    patch = pytest.MonkeyPatch()
    patch.setattr(Template, "_render", _TestState.saved_data.template_render)
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        meubler()
        lieux = {nom: fonder(nom, f.RegionFactory()) for nom in LIEUX}
        monde = Monde(lieux, inviter(lieux), Papier(patch))
        yield monde
        transaction.set_rollback(True)
    logging.disable(logging.NOTSET)
    patch.undo()
