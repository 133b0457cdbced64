"""The archive: a zip of tables (a JSON line each row), files, and a manifest that says it all."""

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from fresque.sauvegarde import sceau, schema
from fresque.sauvegarde.instantane import instantane
from fresque.sauvegarde.lignes import ecrire as ecrire_lignes
from fresque.sauvegarde.places import gardee, tables
from pasapas import VERSION
from pasapas.entretien import effacements
from pasapas.serveur import coffre, garde
from pasapas.serveur.fichiers import chemins
from pasapas.serveur.mots_du_systeme import en_francais

FORMAT = 1
MANIFESTE = "manifeste.json"
SECRET = "secret.txt"  # noqa: S105  (a name in the archive)
CHIFFREE = "Cette archive est chiffrée : donnez sa clé par PASAPAS_SAUVEGARDE_CLE."


class ArchiveRefusee(Exception):
    """Why this file is no archive that can be read here, in words."""


@dataclass
class Manifeste:
    """``pieces``: each entry, its rows or its bytes, its SHA-256. ``secret``: a mark of the secret
    under which second proofs were hidden, never the secret."""

    format: int
    version: str
    fait_le: str
    base: str
    migrations: dict[str, list[str]]
    secret: str
    pieces: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def quand(self) -> datetime:
        return datetime.fromisoformat(self.fait_le)


# --- Making one


def sauvegarder(*, cle: str = "", avec_le_secret: bool = False) -> Path:
    """Write an archive in the folder of archives, and the ledger of what was erased beside it.

    It bears its name once it is whole. Raises OSError.
    """
    maintenant = timezone.now()
    garde.dossier().mkdir(parents=True, exist_ok=True, mode=0o700)
    nom = f"pas-a-pas-{maintenant:{garde.FORME}}Z.zip" + (".chiffre" if cle else "")
    poignee, en_cours = tempfile.mkstemp(dir=garde.dossier(), prefix=".en-cours-")
    try:
        with os.fdopen(poignee, "wb") as sortie:
            cible: Any = sceau.Scelle(sortie, cle) if cle else sortie
            _remplir(cible, maintenant, avec_le_secret)
            if cle:
                cible.close()
            sortie.flush()
            os.fsync(sortie.fileno())
        archive = garde.dossier() / nom
        Path(en_cours).rename(archive)
    except BaseException:
        Path(en_cours).unlink(missing_ok=True)
        raise
    effacements.mettre_a_jour(garde.dossier() / effacements.FICHIER)
    return archive


def _remplir(cible: Any, maintenant: datetime, avec_le_secret: bool) -> None:
    with zipfile.ZipFile(cible, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as sac:
        with instantane():
            manifeste = Manifeste(
                FORMAT,
                VERSION,
                maintenant.isoformat(),
                connection.vendor,
                migrations_passees(),
                coffre.marque("sauvegarde", "secret"),
            )
            for modele in tables() if schema.a_jour() else _tables_d_avant(manifeste):
                nom = f"tables/{modele._meta.label}.jsonl"
                manifeste.pieces[nom] = _deposer(sac, nom, ecrire_lignes(modele))
        for nom in chemins(default_storage):
            with default_storage.open(nom) as fichier:
                piece = f"fichiers/{nom}"
                manifeste.pieces[piece] = _deposer(sac, piece, fichier.chunks())
        if avec_le_secret:
            manifeste.pieces[SECRET] = _deposer(sac, SECRET, [settings.SECRET_KEY.encode()])
        sac.writestr(MANIFESTE, json.dumps(manifeste.__dict__, ensure_ascii=False, indent=1))


def _tables_d_avant(manifeste: Manifeste) -> list[type[models.Model]]:
    """The code is new, and the base not yet: the archive is of the base (``mettre_a_jour``)."""
    alors = schema.modeles(manifeste.migrations)
    return [alors[nom] for nom in sorted(alors) if gardee(alors[nom])]


def _deposer(sac: zipfile.ZipFile, nom: str, morceaux: Iterable[bytes]) -> dict[str, Any]:
    somme, combien = hashlib.sha256(), 0
    with sac.open(nom, "w", force_zip64=True) as piece:
        for morceau in morceaux:
            piece.write(morceau)
            somme.update(morceau)
            combien += 1
    lignes = combien - 1 if nom.startswith("tables/") else None
    return {"sha256": somme.hexdigest(), "lignes": lignes}


def migrations_passees() -> dict[str, list[str]]:
    """Of the applications that are still ours."""
    passees: dict[str, list[str]] = {}
    for application, nom in sorted(MigrationRecorder(connection).applied_migrations()):
        passees.setdefault(application, []).append(nom)
    return {nom: dites for nom, dites in passees.items() if nom in apps.app_configs}


# --- Reading one


@contextmanager
def ouvrir(chemin: Path, cle: str = "") -> Iterator[tuple[zipfile.ZipFile, Manifeste]]:
    """The archive, once every piece of it was found whole. Raises ArchiveRefusee."""
    with _clair(chemin, cle) as clair:
        try:
            sac = zipfile.ZipFile(clair)
            manifeste = Manifeste(**json.loads(sac.read(MANIFESTE)))
        except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, EOFError) as faute:
            raise ArchiveRefusee(
                f"« {chemin.name} » n’est pas une archive de Pas à pas, ou elle est abîmée."
            ) from faute
        with sac:
            if manifeste.format > FORMAT:
                raise ArchiveRefusee(
                    f"Cette archive vient d’une version plus récente ({manifeste.version})."
                )
            for nom, dite in manifeste.pieces.items():
                if _somme(sac, nom) != dite["sha256"]:
                    raise ArchiveRefusee(f"L’archive est abîmée : « {nom} » a changé.")
            yield sac, manifeste


@contextmanager
def _clair(chemin: Path, cle: str) -> Iterator[IO[bytes]]:
    """The file itself, or what it hides, written aside for as long as it is read."""
    try:
        fichier = chemin.open("rb")
    except OSError as faute:
        raise ArchiveRefusee(f"« {chemin} » ne s’ouvre pas : {en_francais(faute)}.") from faute
    with fichier:
        scellee = fichier.read(len(sceau.DEBUT)) == sceau.DEBUT
        fichier.seek(0)
        if not scellee:
            yield fichier
            return
        if not cle:
            raise ArchiveRefusee(CHIFFREE)
        with tempfile.TemporaryFile() as clair:
            try:
                for morceau in sceau.ouvrir(fichier, cle):
                    clair.write(morceau)
            except sceau.MauvaiseCle as faute:
                raise ArchiveRefusee(f"L’archive ne s’ouvre pas : {faute}.") from faute
            clair.seek(0)
            yield clair


def _somme(sac: zipfile.ZipFile, nom: str) -> str:
    try:
        with sac.open(nom) as piece:
            return hashlib.file_digest(piece, "sha256").hexdigest()  # type: ignore[arg-type]
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError):
        return ""
