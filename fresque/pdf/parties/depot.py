"""Where sheets are kept: a folder per fresque in the storage « feuilles », read by every process.

Nothing here is needed: what is missing, cut short or altered is made again, and a storage that
refuses a file costs time, never a print.
"""

import hashlib
import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils import timezone

from pasapas.serveur.fichiers import chemins

ALIAS = "feuilles"
AGE = timedelta(days=30)  # since it was made, or made young again
RAJEUNIR = timedelta(days=7)  # one that still serves after that is written again
SIGNE = b"pas-a-pas feuille 1"
journal = logging.getLogger(__name__)


def lire(slug: str, nom: str) -> bytes | None:
    """What was kept under this name. None: make it."""
    try:
        with _stockage().open(f"{slug}/{nom}") as ouvert:
            entier: bytes = ouvert.read()
    except FileNotFoundError:
        return None
    except Exception as panne:  # each storage has its own: whatever it is, the sheet can be made
        journal.warning("Feuille illisible (%s).", type(panne).__name__)
        return None
    entete, _, octets = entier.partition(b"\n")
    signe, _, reste = entete.rpartition(b" ")
    signe, _, somme = signe.rpartition(b" ")
    if signe != SIGNE or somme != _somme(octets):
        return None
    if timezone.now().timestamp() - int(reste) > RAJEUNIR.total_seconds():
        garder(slug, nom, octets)
    return octets


def garder(slug: str, nom: str, octets: bytes) -> None:
    """Keep it for the next one who asks, in this process or another."""
    entete = b" ".join((SIGNE, _somme(octets), b"%d" % timezone.now().timestamp()))
    try:
        _stockage().save(f"{slug}/{nom}", ContentFile(entete + b"\n" + octets))
    except Exception as panne:  # full, read only, away: the print is what matters
        journal.warning("Feuille non gardée (%s).", type(panne).__name__)


def oublier(slug: str) -> None:
    """Take out all that is kept of a fresque: something of it was erased, or all of it."""
    stockage = _stockage()
    for chemin in chemins(stockage, f"{slug}/"):
        stockage.delete(chemin)


def menage(maintenant: datetime | None = None) -> int:
    """Take out what is old, then the oldest while there is too much. How many left."""
    stockage = _stockage()
    limite = (maintenant or timezone.now()) - AGE
    fichiers = sorted(_fichiers(stockage))
    place, partis = sum(taille for _, taille, _ in fichiers), 0
    for ecrit_le, taille, chemin in fichiers:
        if ecrit_le >= limite and place <= settings.FEUILLES_OCTETS:
            break
        stockage.delete(chemin)
        place -= taille
        partis += 1
    return partis


def _fichiers(stockage: Storage) -> Iterator[tuple[datetime, int, str]]:
    """When each file was written, its size. One that another process takes out is left out."""
    for chemin in chemins(stockage):
        with suppress(FileNotFoundError):
            yield stockage.get_modified_time(chemin), stockage.size(chemin), chemin


def _stockage() -> Storage:
    return storages[ALIAS]


def _somme(octets: bytes) -> bytes:
    return hashlib.sha256(octets).hexdigest()[:32].encode()
