"""What a version leaves behind it: migrations that do not change, and bases to be upgraded."""

import hashlib
import json
import os
from pathlib import Path

from tests.flux import RACINE

DOSSIER = Path(__file__).resolve().parent
MIGRATIONS = "migrations.json"
BASE_SQLITE, BASE_POSTGRESQL, ARCHIVE = "base.sqlite3.xz", "base.sql.xz", "archive.zip"
SECRET = "celui-des-bases-gardees-par-les-versions-et-de-rien-d-autre-au-monde"


def versions() -> list[str]:
    """Those kept here, the oldest first."""
    nommees = [dossier.name for dossier in DOSSIER.iterdir() if (dossier / MIGRATIONS).exists()]
    return sorted(nommees, key=lambda nom: [int(rang) for rang in nom.split(".")])


def figees() -> dict[str, str]:
    """The digest of each migration that a version holds."""
    toutes: dict[str, str] = {}
    for version in versions():
        toutes |= json.loads((DOSSIER / version / MIGRATIONS).read_text())
    return toutes


def actuelles() -> dict[str, str]:
    fichiers = sorted(RACINE.glob("*/migrations/[0-9]*.py"))
    return {
        str(fichier.relative_to(RACINE)): hashlib.sha256(fichier.read_bytes()).hexdigest()
        for fichier in fichiers
    }


def figer(version: str) -> None:
    texte = json.dumps(actuelles(), indent=1)
    (DOSSIER / version / MIGRATIONS).write_text(f"{texte}\n")


def environnement_de(var: Path, url: str) -> dict[str, str]:
    gardes = ("PATH", "LD_LIBRARY_PATH", "PASAPAS_PG_BIN", "FONTCONFIG_FILE")
    return {
        **{nom: os.environ[nom] for nom in gardes if nom in os.environ},
        "DJANGO_SETTINGS_MODULE": "pasapas.settings",
        "DATABASE_URL": url,
        "PASAPAS_VAR": str(var),
        "PASAPAS_SECRET_KEY": SECRET,
        "PYTHONPATH": str(RACINE),
    }
