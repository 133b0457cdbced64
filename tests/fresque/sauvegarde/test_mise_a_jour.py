"""``manage.py mettre_a_jour``: said before it is done, and how to come back when it fails
(``tests/versions``: for real, from each version)."""

import io
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from fresque.management.commands import mettre_a_jour

pytestmark = pytest.mark.django_db(transaction=True)
UNE = SimpleNamespace(app_label="fiches", name="0099_essai", rupture="")


@pytest.fixture(autouse=True)
def dossier(settings: Any, tmp_path: Path) -> Path:
    settings.SAUVEGARDES, settings.SAUVEGARDE_CLE = tmp_path / "archives", ""
    settings.STATIC_ROOT, settings.MEDIA_ROOT = tmp_path / "static", tmp_path / "media"
    return settings.SAUVEGARDES


def dire(*options: str) -> str:
    sortie = io.StringIO()
    call_command("mettre_a_jour", *options, stdout=sortie)
    return sortie.getvalue()


def test_a_blanc_ne_touche_a_rien(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mettre_a_jour, "a_passer", lambda: [UNE])
    dit = dire("--a-blanc")
    assert "Migrations à passer : 1.\n  fiches 0099_essai" in dit
    assert "Rien n’a été fait" in dit
    assert not dossier.exists()


@pytest.mark.parametrize(("rupture", "suffit"), [("", True), ("plus lue depuis 1.1", False)])
def test_ce_qui_echoue_dit_comment_revenir(
    rupture: str, suffit: bool, dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without a break, the code of before still serves; with one, the archive comes back."""
    une = SimpleNamespace(**{**vars(UNE), "rupture": rupture})
    monkeypatch.setattr(mettre_a_jour, "a_passer", lambda: [une])
    faites = []

    def rater(commande: str, **options: Any) -> str:
        faites.append(commande)
        raise DatabaseError("disque plein")

    monkeypatch.setattr(mettre_a_jour, "_dire", rater)
    with pytest.raises(CommandError) as echec:
        dire()
    [archive] = dossier.glob("*.zip")
    dit = str(echec.value)
    assert dit.startswith("base : DatabaseError : disque plein")
    assert f"manage.py restaurer {archive}" in dit
    assert ("La base n’a pas à revenir en arrière" in dit) == suffit
    assert faites == ["migrate"]
    if connection.vendor == "postgresql":  # the next one is not kept waiting
        with mettre_a_jour.seul():
            pass


def test_sans_place_pour_l_archive_rien_ne_commence(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plein").touch()
    settings.SAUVEGARDES = tmp_path / "plein"
    monkeypatch.setattr(mettre_a_jour, "_dire", lambda *a, **k: pytest.fail("trop loin"))
    with pytest.raises(CommandError, match="Rien n’a été touché"):
        dire()


def test_une_base_plus_recente_que_le_code_est_refusee(dossier: Path) -> None:
    plus = MigrationRecorder.Migration.objects.create(app="fiches", name="9999_demain")
    try:
        with pytest.raises(CommandError, match="fiches 9999_demain"):
            dire()
    finally:
        plus.delete()
    assert not dossier.exists()
