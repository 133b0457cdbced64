"""The two commands: what they print, where, and how they end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from fresque.fichier import exporter
from pasapas.models import Projet, User
from tests.fresque.fichier.outils import EXEMPLE, MINIMAL, RACINE
from tests.personnes import ouvertes_a

pytestmark = pytest.mark.django_db
SANS_ACCES = (
    "Personne n’y a encore accès : un fichier n’ouvre de porte à personne. "
    "Pour désigner un pilote, importez avec --pilote ADRESSE.\n"
)


def test_import_dit_l_adresse(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_projet", str(EXEMPLE))

    assert capsys.readouterr().out == (
        "Projet importé : dragibus-2025\nAdresse : /projets/dragibus-2025/\n" + SANS_ACCES
    )


def test_import_d_une_adresse_deja_prise(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_projet", str(EXEMPLE))
    capsys.readouterr()

    call_command("import_projet", str(EXEMPLE))

    assert capsys.readouterr().out == (
        "L’adresse « dragibus-2025 » n’est pas libre : le projet prend la suivante.\n"
        "Projet importé : dragibus-2025-2\nAdresse : /projets/dragibus-2025-2/\n" + SANS_ACCES
    )
    identifiants = Projet.objects.order_by("pk").values_list("slug", "identifiant")
    assert list(identifiants) == [
        ("dragibus-2025", "dragibus-2025"),
        ("dragibus-2025-2", "dragibus-2025"),
    ]


def test_import_refuse(tmp_path: Path) -> None:
    fichier = tmp_path / "projet.yaml"
    fichier.write_text(MINIMAL.replace("version: 1", "version: un") + "projets: []\n")

    with pytest.raises(CommandError) as refus:
        call_command("import_projet", str(fichier))

    assert str(refus.value) == (
        f"{fichier} : Fichier refusé, rien n’a été écrit : 2 erreurs.\n"
        "- ligne 1, version : attendu 1, la seule version de ce format, lu « un »\n"
        "- ligne 6, projets : clé inconnue « projets » ; vouliez-vous écrire « projet » ?"
    )
    assert Projet.objects.count() == 0


def test_import_d_un_fichier_absent() -> None:
    with pytest.raises(CommandError, match="Impossible de lire rien : rien n’existe à cet endroit"):
        call_command("import_projet", "rien")


def test_export_ecrit_le_fichier_sur_la_sortie(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("import_projet", str(EXEMPLE))
    capsys.readouterr()

    call_command("export_projet", "dragibus-2025")

    assert capsys.readouterr().out == exporter(Projet.objects.get())


def test_export_d_un_projet_inconnu() -> None:
    with pytest.raises(CommandError, match="Aucun projet à l’adresse «\u00a0rien\u00a0»"):
        call_command("export_projet", "rien")


def test_refus_en_ligne_de_commande(tmp_path: Path) -> None:
    """The report goes to standard error, and the shell hears of it."""
    env = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path / 'vide.sqlite3'}"}

    issue = subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", "import_projet", "--skip-checks", os.devnull],
        cwd=RACINE,
        env=env,
        capture_output=True,
        text=True,
    )

    assert (issue.returncode, issue.stdout) == (1, "")
    assert issue.stderr == (
        f"CommandError: {os.devnull} : Fichier refusé, rien n’a été écrit : 1 erreur.\n"
        "- le fichier est vide\n"
    )


def test_import_avec_pilote_lui_ouvre_la_fresque(capsys: pytest.CaptureFixture[str]) -> None:
    compte = User.objects.create_user("pilote@example.org", prenom="Ada", nom="Pilote")
    call_command("import_projet", str(EXEMPLE), "--pilote", "Pilote@example.org")

    assert [p.slug for p in ouvertes_a(compte)] == ["dragibus-2025"]
    assert "Personne" not in capsys.readouterr().out


def test_import_avec_un_pilote_inconnu_n_ecrit_rien() -> None:
    with pytest.raises(CommandError, match="Aucun compte n’a l’adresse"):
        call_command("import_projet", str(EXEMPLE), "--pilote", "personne@example.org")
    assert not Projet.objects.exists()
