"""A page server opens a few pages for itself before it answers anybody; it always starts."""

import logging
from typing import Any

import pytest
from django.db import DatabaseError

from fresque.instant import memoire
from fresque.views import chauffe
from pasapas.serveur.requete import Application
from tests.factories import ProjetFactory

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]


@pytest.fixture(autouse=True)
def meme_connexion(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' own is not closed under their feet."""
    monkeypatch.setattr(chauffe.connections, "close_all", lambda: None)


def test_le_mur_touche_en_dernier_est_deja_lu(caplog: Any, django_assert_num_queries: Any) -> None:
    projet = ProjetFactory()
    with caplog.at_level(logging.INFO):
        chauffe.chauffer(Application())
    assert [une.levelname for une in caplog.records] == ["INFO"], caplog.text
    projet.refresh_from_db()
    assert any(str(projet.pk) in str(cle) for cle in memoire.gardes)


def test_une_base_absente_n_empeche_pas_de_demarrer(
    caplog: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absente(*arguments: Any) -> None:
        raise DatabaseError("rien")

    monkeypatch.setattr(chauffe, "instant", absente)
    ProjetFactory()
    chauffe.chauffer(Application())
    assert "Démarré à froid : DatabaseError" in caplog.text
