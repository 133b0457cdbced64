"""Where the files wait: a storage of their own, on this disk or elsewhere. A try, a name."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from pasapas.serveur.fichiers import chemins

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
    for nom in chemins(magasin()):
        if magasin().get_modified_time(nom) < limite:
            yield nom
