"""What is destroyed at closing leaves as little as a program can below the database."""

import logging

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diagnostic.campagnes import cloture, recueil, residus
from diagnostic.models import BulletinAnonyme, Campagne
from tests.diagnostic.campagnes_outils import recueil_ouvert
from tests.factories import ProjetFactory

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = BulletinAnonyme._meta.db_table


def clore() -> None:
    """A recueil, answered and closed."""
    passation = recueil_ouvert(ProjetFactory())
    for _ in range(5):
        recueil.repondre(passation, recueil.nouvelle_cle(), "q01", "3")
    cloture.geler(passation.campagne, timezone.localdate())


def fichier_de_la_table() -> int:
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_relation_filenode(%s)", [TABLE])
        return curseur.fetchone()[0]


def test_la_cloture_efface_ce_qui_reste_sous_la_base() -> None:
    avant = fichier_de_la_table() if connection.vendor == "postgresql" else 0
    with CaptureQueriesContext(connection) as requetes:
        clore()
    assert not Campagne.objects.get().ouverte
    if connection.vendor == "postgresql":
        # Written again, whole: how many dead rows go depends on the transactions open meanwhile.
        assert fichier_de_la_table() != avant
    else:
        faites = [requete["sql"] for requete in requetes]
        assert faites[-3:-1] == ["PRAGMA busy_timeout = 5000", "PRAGMA wal_checkpoint(TRUNCATE)"]
        assert faites[-1] == f"PRAGMA busy_timeout = {attente()}"


def attente() -> int:
    with connection.cursor() as curseur:
        curseur.execute("PRAGMA busy_timeout")
        return curseur.fetchone()[0]


def test_chaque_jour_on_y_revient(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("residus")
    assert capsys.readouterr().out == "Résidus des recueils effacés.\n"
    call_command("residus", a_blanc=True)
    assert capsys.readouterr().out == "Les résidus des recueils seraient effacés.\n"


def test_un_nettoyage_manque_se_dit_et_ne_defait_rien(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def casser() -> bool:
        raise DatabaseError("secret")

    monkeypatch.setitem(residus.NETTOYAGES, connection.vendor, casser)
    with caplog.at_level(logging.WARNING):
        clore()
    assert not Campagne.objects.get().ouverte
    assert "Résidus d’un recueil non effacés : DatabaseError" in caplog.text
    assert "secret" not in caplog.text
    with pytest.raises(CommandError, match="résidus de recueils restent"):
        call_command("residus")
