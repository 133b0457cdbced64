"""So many streams at once for one account, for one address, whatever the process that serves them.

A seat is a byte of one file that a process holds locked: the machine frees it when the process
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


class Sieges:
    def __init__(self, fichier: Path) -> None:
        fichier.parent.mkdir(parents=True, exist_ok=True)
        self.fichier = os.open(fichier, os.O_RDWR | os.O_CREAT, 0o600)
        finalize(self, os.close, self.fichier)
        self.prises: set[int] = set()  # by this process: a lock is no bar to whoever holds it

    def prendre(self, cle: str, maximum: int) -> int | None:
        """A seat of ``cle``, to be given back; None when all are taken."""
        debut = _rang(cle) * PAR_CLE
        for siege in range(debut, debut + min(maximum, PAR_CLE)):
            if siege not in self.prises:
                with suppress(OSError):  # another process has it
                    fcntl.lockf(self.fichier, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, siege)
                    self.prises.add(siege)
                    return siege
        return None

    def rendre(self, siege: int) -> None:
        self.prises.discard(siege)
        fcntl.lockf(self.fichier, fcntl.LOCK_UN, 1, siege)


def _rang(cle: str) -> int:
    return int.from_bytes(blake2b(cle.encode(), digest_size=8).digest()) % CLES
