"""People who write at once wait for each other in one direction only."""

import threading
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import connection, transaction

from fresque.models import Constat
from pasapas.ecriture import changements
from pasapas.ecriture.conciliation import noter_resultat, resultat, une_fois
from pasapas.ecriture.journal import Geste
from tests.factories import FacteurFactory, FicheActionFactory, ProjetFactory


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite n’a qu’un écrivain à la fois")
def test_une_ligne_s_ajoute_sous_une_fiche_en_cours_de_modification() -> None:
    """Made to wait, it would hold the projet that the other needs: PostgreSQL ended one of them."""
    fiche = FicheActionFactory()

    def ajouter() -> None:
        try:
            FacteurFactory(projet=fiche.projet, fiche=fiche)
            changements.bouger(fiche.projet)
        finally:
            connection.close()

    autre = threading.Thread(target=ajouter)
    with transaction.atomic():
        ligne = changements.verrouiller(fiche)
        autre.start()
        autre.join(10)
        assert not autre.is_alive()
        geste = Geste(fiche.projet, None, "fiche-1", "objectif")
        changements.modifier(geste, ligne, {"objectif": "Tenir"})


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor == 'sqlite'", reason="SQLite n’a qu’un écrivain à la fois")
def test_ce_qui_arrive_pendant_l_ajout_sous_la_meme_cle_trouve_sa_ligne() -> None:
    """The first text is still being written when the next one comes: it waits, then changes it."""
    debut = Geste(ProjetFactory(), None, "eclaire", "constats", uuid4(), "abc")
    vus = []

    def suite() -> None:
        geste = replace(debut, envoi="abcdef")
        try:
            with une_fois(geste) as nouvelle:
                vus.append((bool(nouvelle), resultat(geste, Constat)))
        finally:
            connection.close()

    autre = threading.Thread(target=suite)
    with une_fois(debut) as nouvelle:
        assert nouvelle
        autre.start()
        autre.join(0.5)
        assert (autre.is_alive(), vus) == (True, [])
        ligne = changements.ajouter(debut, Constat, {"texte": "abc"})
        noter_resultat(debut, ligne)
    autre.join(10)
    assert vus == [(True, ligne.pk)]
