"""Where the files wait: a storage of their own, on this disk or elsewhere. A try, a name."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

ALIAS = "impressions"


def magasin() -> Storage:
    return storages[ALIAS]


def deposer(projet: int, nom: str, octets: bytes) -> str:
    """Keep a file; the name it is found by."""
    return magasin().save(f"{projet}/{nom}.pdf", ContentFile(octets))


def lire(nom: str) -> bytes | None:
    """None when it has gone: someone cleared the folder, or another machine has it."""
    try:
        with magasin().open(nom) as fichier:
            return fichier.read()
    except FileNotFoundError:
        return None


def jeter(noms: Iterable[str]) -> None:
    for nom in noms:
        magasin().delete(nom)


def deposes_avant(limite: datetime) -> Iterator[str]:
    """Every file kept since before then, whether a row names it or not."""
    for projet in _dossiers():
        for fichier in magasin().listdir(projet)[1]:
            nom = str(PurePosixPath(projet) / fichier)
            if magasin().get_modified_time(nom) < limite:
                yield nom


def _dossiers() -> list[str]:
    try:
        return magasin().listdir("")[0]
    except FileNotFoundError:  # nothing was ever printed
        return []
