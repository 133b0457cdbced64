"""On SQLite, whole writes wait for one another here, a millisecond at a time: left to SQLite, who
waits sleeps up to a tenth of a second while the base is free. Nothing to do on PostgreSQL."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.db import connection

PAS = 0.001  # seconds between two looks
PATIENCE = 20  # seconds: the timeout of the base (settings); it then answers for itself


@contextmanager
def tour() -> Iterator[None]:
    """The turn of this write, from before its transaction opens until after it is closed."""
    fichier = None if connection.in_atomic_block else _verrou()
    if fichier is None:
        yield
        return
    with fichier:  # closing it gives the turn back, and so does the end of the process
        _attendre(fichier)
        yield


def _verrou() -> IO[str] | None:
    """A file beside the base, shared by every process that writes there."""
    nom = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or ":memory:" in nom or "mode=memory" in nom:
        return None
    try:
        return open(f"{nom}-tour", "a", encoding="ascii")
    except OSError:  # a full disk: the base will say so
        return None


def _attendre(fichier: IO[str]) -> None:
    fin = time.monotonic() + PATIENCE
    while time.monotonic() < fin:
        try:
            fcntl.flock(fichier, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            time.sleep(PAS)
        except OSError:  # no locks on this disk: nobody has a turn
            return
