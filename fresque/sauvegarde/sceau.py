"""An archive that only its key opens: a line for each piece, numbered, the last one marked."""

import base64
import hashlib
from collections.abc import Iterator
from typing import IO

from cryptography.fernet import Fernet, InvalidToken

TAILLE = 1 << 20  # bytes of a piece
DEBUT = b"pasapas-sauvegarde-1\n"


class MauvaiseCle(Exception):
    """Another key, or a file that was damaged."""


def _coffre(cle: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"sauvegarde:{cle}".encode()).digest()))


class Scelle:
    """A file to write to, whose bytes leave hidden for ``sortie``."""

    def __init__(self, sortie: IO[bytes], cle: str) -> None:
        self.sortie, self.coffre = sortie, _coffre(cle)
        self.reste, self.rang, self.ecrits = bytearray(), 0, 0
        sortie.write(DEBUT)

    def write(self, octets: bytes) -> int:
        self.reste += octets
        self.ecrits += len(octets)
        while len(self.reste) > TAILLE:
            self._piece(bytes(self.reste[:TAILLE]), b"+")
            del self.reste[:TAILLE]
        return len(octets)

    def tell(self) -> int:
        return self.ecrits

    def flush(self) -> None:
        self.sortie.flush()

    def close(self) -> None:
        self._piece(bytes(self.reste), b".")
        self.reste.clear()

    def _piece(self, octets: bytes, marque: bytes) -> None:
        clair = marque + self.rang.to_bytes(8, "big") + octets
        self.sortie.write(self.coffre.encrypt(clair) + b"\n")
        self.rang += 1


def ouvrir(entree: IO[bytes], cle: str) -> Iterator[bytes]:
    """What was sealed, piece by piece. Raises MauvaiseCle: cut short, changed, or not ours."""
    if entree.readline() != DEBUT:
        raise MauvaiseCle("ce fichier n’est pas une archive chiffrée")
    coffre, marque = _coffre(cle), b""
    for rang, ligne in enumerate(entree):
        try:
            clair = coffre.decrypt(ligne.strip())
        except InvalidToken as faute:
            raise MauvaiseCle("la clé n’est pas la bonne, ou le fichier est abîmé") from faute
        if marque == b"." or int.from_bytes(clair[1:9], "big") != rang:
            raise MauvaiseCle("des morceaux manquent, ou ont changé de place")
        marque = clair[:1]
        yield clair[9:]
    if marque != b".":
        raise MauvaiseCle("le fichier s’arrête avant sa fin")
