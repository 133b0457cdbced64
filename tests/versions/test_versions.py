"""A version that people run is upgraded by those that follow: its migrations do not change, new
ones leave the node of before alive, its bases and its archive open."""

import lzma
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from pasapas import VERSION
from pasapas.entretien.migrations_sures import fautes, rupture
from tests.flux import RACINE
from tests.versions.gel import (
    ARCHIVE,
    BASE_POSTGRESQL,
    BASE_SQLITE,
    DOSSIER,
    actuelles,
    environnement_de,
    figees,
    versions,
)

URL = os.environ.get("DATABASE_URL", "")
POSTGRES = URL.startswith("postgres")


@pytest.mark.pur
def test_une_migration_figee_ne_change_plus() -> None:
    ici = actuelles()
    changees = {nom for nom, dit in figees().items() if ici.get(nom) != dit}
    assert changees == set(), "Écrire une migration de plus, ou « make liberer » avant l’étiquette."
    assert versions()


@pytest.mark.pur
def test_une_migration_nouvelle_laisse_vivre_la_version_d_avant() -> None:
    connues = figees()
    chargeur = MigrationLoader(None)
    dites = []
    for (application, nom), migration in chargeur.disk_migrations.items():
        if f"{application}/migrations/{nom}.py" in connues or not rupture_possible(application):
            continue
        if not rupture(migration):
            avant = chargeur.project_state((application, nom), at_end=False)
            dites += fautes(migration, avant)
    assert dites == [], "rupture = « … » dans la migration dit pourquoi c’est permis."


def rupture_possible(application: str) -> bool:
    """Our own applications: the libraries have their rules."""
    return (RACINE / application / "migrations").is_dir()


def champ(**options: object) -> models.CharField:
    return models.CharField(max_length=20, **options)


SURES = [
    migrations.AddField("ligne", "note", champ(null=True)),
    migrations.AddField("ligne", "note", champ(db_default="")),
    migrations.AddField("ligne", "note", champ(default="", db_default="")),
    migrations.AlterField("ligne", "texte", models.CharField(max_length=90, null=True)),
    migrations.AlterField("ligne", "texte", champ(null=False, db_default="")),
    migrations.AddIndex("ligne", models.Index(fields=["texte"], name="i")),
    migrations.RunPython(migrations.RunPython.noop),
    migrations.CreateModel("Neuve", [("nom", champ())]),
]
PAS_SURES = [
    migrations.AddField("ligne", "note", champ()),
    migrations.AddField("ligne", "note", champ(default="")),
    migrations.RemoveField("ligne", "texte"),
    migrations.RenameField("ligne", "texte", "mots"),
    migrations.RenameModel("Ligne", "Rangee"),
    migrations.DeleteModel("Ligne"),
    migrations.AlterModelTable("ligne", "autre"),
    migrations.AlterField("ligne", "texte", champ()),
    migrations.AlterField("ligne", "texte", champ(null=True, unique=True)),
    migrations.AlterField("ligne", "texte", models.CharField(max_length=5, null=True)),
    migrations.AlterField("ligne", "texte", models.IntegerField(null=True)),
    migrations.AddConstraint("ligne", models.UniqueConstraint(fields=["texte"], name="u")),
    migrations.RunSQL("DELETE FROM ligne"),
    migrations.SeparateDatabaseAndState([migrations.RemoveField("ligne", "texte")]),
]


@pytest.mark.pur
def test_ce_qui_est_sur_et_ce_qui_ne_l_est_pas() -> None:
    etat = ProjectState()
    creer = migrations.CreateModel("Ligne", [("id", models.AutoField(primary_key=True))])
    creer.fields.append(("texte", champ(null=True)))
    creer.state_forwards("fiches", etat)

    def dites(*operations: object) -> list[str]:
        classe = type("Migration", (migrations.Migration,), {"operations": [*operations]})
        return list(fautes(classe("0099_essai", "fiches"), etat))

    assert [une for une in SURES if dites(une)] == []
    assert [une for une in PAS_SURES if len(dites(une)) != 1] == []
    neuve = migrations.CreateModel("Autre", [("nom", champ())])
    assert dites(neuve, migrations.AddField("autre", "note", champ())) == []


@pytest.fixture
def lieu(tmp_path: Path) -> Iterator[tuple[dict[str, str], str]]:
    """An environment of its own, and its base: a new one on the server, or a file."""
    nom = f"version_{os.getpid()}"
    if not POSTGRES:
        fichier = tmp_path / "base.sqlite3"
        yield environnement_de(tmp_path, f"sqlite:///{fichier}"), str(fichier)
        return
    url = urlunsplit(urlsplit(URL)._replace(path=f"/{nom}"))
    with psycopg.connect(URL, autocommit=True) as lien:
        lien.execute(f"CREATE DATABASE {nom}")
    yield environnement_de(tmp_path, url), url
    with psycopg.connect(URL, autocommit=True) as lien:
        lien.execute(f"DROP DATABASE {nom} WITH (FORCE)")


def poser(version: str, ou: str) -> None:
    """The base that this version left."""
    fichier = DOSSIER / version / (BASE_POSTGRESQL if POSTGRES else BASE_SQLITE)
    octets = lzma.decompress(fichier.read_bytes())
    if not POSTGRES:
        Path(ou).write_bytes(octets)
        return
    with psycopg.connect(ou, autocommit=True) as lien:
        lien.execute(octets)


def lancer(environnement: dict[str, str], *arguments: str) -> str:
    fait = subprocess.run(  # noqa: S603
        [sys.executable, *arguments], cwd=RACINE, env=environnement, capture_output=True, text=True
    )
    assert fait.returncode == 0, fait.stderr
    return fait.stdout


@pytest.mark.parametrize("version", versions())
def test_la_base_d_une_version_se_met_a_jour_et_chaque_page_s_ouvre(
    version: str, lieu: tuple[dict[str, str], str]
) -> None:
    environnement, base = lieu
    poser(version, base)
    dit = lancer(environnement, "manage.py", "mettre_a_jour")
    assert f"Version du code : {VERSION}." in dit
    assert "Reste à faire" in dit
    assert len([*Path(environnement["PASAPAS_VAR"], "sauvegardes").glob("*.zip")]) == 1
    environnement["PASAPAS_DEMO"] = "1"  # no second proof is asked
    vues = int(lancer(environnement, "-m", "tests.versions.visite").split()[0])
    assert vues > 60


@pytest.mark.une_base  # « make liberer » restores it into a PostgreSQL
@pytest.mark.parametrize("version", versions())
def test_l_archive_d_une_version_se_restaure(
    version: str, lieu: tuple[dict[str, str], str]
) -> None:
    environnement, _ = lieu
    archive = DOSSIER / version / ARCHIVE
    dit = lancer(environnement, "manage.py", "restaurer", str(archive))
    assert int(dit.split()[2]) > 1000  # rows
    assert "secret" not in dit  # the same: second proofs are read
    assert "à passer : 0" in lancer(environnement, "manage.py", "mettre_a_jour", "--a-blanc")
