"""Freeze a version: ``make liberer VERSION=1.0.0`` (on SQLite and PostgreSQL, by ``.ci/postgres``).

Writes the number, dates CHANGELOG.md, and keeps in ``tests/versions/<version>`` the digests of the
migrations, a demonstration as a base of each kind, and its archive: what ``test_versions.py`` will
upgrade for ever. Done again before the tag, it writes the same anew.
"""

import lzma
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from datetime import date
from pathlib import Path

from tests.flux import RACINE
from tests.versions.gel import (
    ARCHIVE,
    BASE_POSTGRESQL,
    BASE_SQLITE,
    DOSSIER,
    environnement_de,
    figer,
)

A_VENIR = "## À venir\n"


def main(version: str) -> None:
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        sys.exit("✗ Une version s’écrit 1.2.3.")
    postgres = os.environ.get("DATABASE_URL", "")
    if not postgres.startswith("postgres"):
        sys.exit("✗ À lancer par « make liberer VERSION=1.2.3 », qui démarre un PostgreSQL.")
    numeroter(version)
    dossier = DOSSIER / version
    dossier.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as temporaire:
        var = Path(temporaire)
        ici = environnement_de(var, f"sqlite:///{var}/base.sqlite3") | {"PASAPAS_DEMO": "1"}
        for commande in ("migrate", "demo", "sauvegarder"):
            manage(ici, commande)
        garder(compacte(var / "base.sqlite3"), dossier / BASE_SQLITE)
        [archive] = (var / "sauvegardes").glob("*.zip")
        shutil.copy(archive, dossier / ARCHIVE)
        manage(environnement_de(var, postgres), "restaurer", str(archive))
        garder(vidage(postgres), dossier / BASE_POSTGRESQL)
    figer(version)
    print(f"✓ {version} : {sum(f.stat().st_size for f in dossier.iterdir()) // 1024} ko")


def numeroter(version: str) -> None:
    for nom, motif in (
        ("pyproject.toml", r'^version = ".*"$'),
        ("pasapas/__init__.py", r'^VERSION = "[^"]*"'),
    ):
        fichier = RACINE / nom
        dit = f'{motif[1:].split()[0]} = "{version}"'
        texte = re.sub(motif, dit, fichier.read_text(), count=1, flags=re.MULTILINE)
        fichier.write_text(texte)
    changements = RACINE / "CHANGELOG.md"
    texte = re.sub(rf"\n## {re.escape(version)} \(.*\)\n", "\n", changements.read_text())
    titre = f"{A_VENIR}\n## {version} ({date.today():%d/%m/%Y})\n"
    changements.write_text(re.sub(r"\n{3,}", "\n\n", texte.replace(A_VENIR, titre, 1)))


def manage(environnement: dict[str, str], *arguments: str) -> None:
    subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments], cwd=RACINE, env=environnement, check=True
    )


def compacte(fichier: Path) -> bytes:
    copie = fichier.with_name("compacte.sqlite3")
    with closing(sqlite3.connect(fichier)) as base:
        base.execute("VACUUM INTO ?", [str(copie)])
    return copie.read_bytes()


def vidage(url: str) -> bytes:
    """Plain SQL that a driver can send: no command of psql's own."""
    sans = ["--no-owner", "--no-privileges", "--no-comments", "--rows-per-insert=200"]
    sorti = subprocess.run(  # noqa: S603
        [f"{os.environ['PASAPAS_PG_BIN']}/pg_dump", url, *sans], capture_output=True, check=True
    ).stdout
    return b"\n".join(ligne for ligne in sorti.splitlines() if not ligne.startswith(b"\\"))


def garder(octets: bytes, fichier: Path) -> None:
    fichier.write_bytes(lzma.compress(octets, preset=9))


if __name__ == "__main__":
    main(*sys.argv[1:])
