"""So many streams at once for one account, for one address, whatever the process that serves them.

A place is a byte of one file that a process holds locked: the machine frees it when the process
ends, however it ends, and nothing of who listens is ever written. Several machines count apart.
"""

import fcntl
import os
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from weakref import finalize

PAR_CLE = 4096  # bytes set apart for each account or address: more than any maximum
CLES = 2**40


class Places:
    def __init__(self, fichier: Path) -> None:
        fichier.parent.mkdir(parents=True, exist_ok=True)
        self.fichier = os.open(fichier, os.O_RDWR | os.O_CREAT, 0o600)
        finalize(self, os.close, self.fichier)
        self.prises: set[int] = set()  # by this process: a lock is no bar to whoever holds it

    def prendre(self, cle: str, maximum: int) -> int | None:
        """A place of ``cle``, to be given back; None when all are taken."""
        debut = _rang(cle) * PAR_CLE
        for place in range(debut, debut + min(maximum, PAR_CLE)):
            if place not in self.prises:
                with suppress(OSError):  # another process has it
                    fcntl.lockf(self.fichier, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
                    self.prises.add(place)
                    return place
        return None

    def rendre(self, place: int) -> None:
        self.prises.discard(place)
        fcntl.lockf(self.fichier, fcntl.LOCK_UN, 1, place)


def _rang(cle: str) -> int:
    return int.from_bytes(blake2b(cle.encode(), digest_size=8).digest()) % CLES
