"""People who write at once wait for each other in one direction only."""

import threading

import pytest
from django.db import connection, transaction

from pasapas import editing
from pasapas.journal import Geste
from tests.factories import FacteurFactory, FicheActionFactory


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite n’a qu’un écrivain à la fois")
def test_une_ligne_s_ajoute_sous_une_fiche_en_cours_de_modification() -> None:
    """Made to wait, it would hold the projet that the other needs: PostgreSQL ended one of them."""
    fiche = FicheActionFactory()

    def ajouter() -> None:
        try:
            FacteurFactory(projet=fiche.projet, fiche=fiche)
            editing.bouger(fiche.projet)
        finally:
            connection.close()

    autre = threading.Thread(target=ajouter)
    with transaction.atomic():
        ligne = editing.verrouiller(fiche)
        autre.start()
        autre.join(10)
        assert not autre.is_alive()
        geste = Geste(fiche.projet, None, "fiche-1", "objectif")
        editing.modifier(geste, ligne, {"objectif": "Tenir"})
