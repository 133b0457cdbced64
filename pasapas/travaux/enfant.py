"""Heavy work, in a child of the worker: bounded in time and memory, killed without harm.

The child computes and says how far it has come; the worker alone holds the lease and writes the
end. Killed with -9, the worker takes the child along.
"""

import ctypes
import logging
import os
import resource
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connections

from pasapas.models import Travail
from pasapas.travaux import bail
from pasapas.travaux.sortes import (
    Refus,
    Sorte,
    conclure,
    en_mots,
    manquer,
    trop_grand,
    trop_long,
)

PR_SET_PDEATHSIG = 1  # Linux
RETENUE = 10
PART = Path("/proc/self/autogroup")  # how nice the whole session is
journal = logging.getLogger(__name__)
PROGRES, ECHEC, REFUS = b"p", b"e", b"r"


class Enfant:
    """One heavy work under way."""

    def __init__(self, travail: Travail, sorte: Sorte) -> None:
        self.travail, self.sorte = travail, sorte
        self.lieu = TemporaryDirectory(prefix="pasapas-travail.")
        self.resultat = Path(self.lieu.name) / "resultat"
        self.dit: list[bytes] = []
        self.reste = b""
        _charger(sorte)
        connections.close_all()  # two processes never share one
        self.tuyau, ecriture = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.tuyau)
            _vivre(travail, sorte, self.resultat, ecriture)
        os.close(ecriture)
        os.set_blocking(self.tuyau, False)
        self.limite = time.monotonic() + sorte.secondes
        self.relance = time.monotonic() + bail.bail().total_seconds() / 3

    def suivre(self) -> bool:
        """Hear it, hold its lease; False once there is nothing more to wait for."""
        progres = self._ecouter()
        pid, statut = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            self._ecouter()
            self._conclure(os.waitstatus_to_exitcode(statut))
            return False
        if time.monotonic() > self.limite:
            self.tuer()
            manquer(self.travail, trop_long(self.sorte))
            return False
        if not self._tenir(progres):
            self.tuer()
            return False
        return True

    def echeance(self) -> float:
        """In how many seconds to look again, if nothing is heard before."""
        return max(0.0, min(self.limite, self.relance) - time.monotonic())

    def abandonner(self) -> None:
        """The worker stops: somebody else will do it."""
        self.tuer()
        bail.rendre(self.travail)

    def tuer(self) -> None:
        for tuer in (os.killpg, os.kill):  # killed at its birth, it leads no group yet
            with suppress(ProcessLookupError):
                tuer(self.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(self.pid, 0)
        self._ranger()

    def _tenir(self, progres: int | None) -> bool:
        if progres is None and time.monotonic() < self.relance:
            return bail.est_tenue(self.travail)
        self.relance = time.monotonic() + bail.bail().total_seconds() / 3
        return bail.prolonger(self.travail, **({} if progres is None else {"progres": progres}))

    def _ecouter(self) -> int | None:
        """What the child said since; the last progress, if any."""
        with suppress(BlockingIOError):
            while morceau := os.read(self.tuyau, 65536):
                self.reste += morceau
        *lignes, self.reste = self.reste.split(b"\n")
        self.dit += lignes
        dits = [int(ligne[1:]) for ligne in lignes if ligne[:1] == PROGRES]
        return dits[-1] if dits else None

    def _conclure(self, code: int) -> None:
        dernier = self.dit[-1] if self.dit else b""
        if code == 0:
            resultat = self.resultat.read_bytes()
            self._ranger()
            conclure(self.travail, self.sorte, resultat)
            return
        self._ranger()
        mots = dernier[1:].decode(errors="replace")
        if dernier[:1] == REFUS:
            manquer(self.travail, mots, True)
        elif dernier[:1] == ECHEC:
            manquer(self.travail, mots)
        else:
            manquer(self.travail, f"Le programme s’est arrêté net ({code}).")

    def _ranger(self) -> None:
        os.close(self.tuyau)
        self.lieu.cleanup()


def _charger(sorte: Sorte) -> None:
    """In the worker, which has one thread: its children are born with it."""
    try:
        sorte.avant()
    except Exception as panne:  # the child loads it again, and says why it cannot
        journal.warning("« %s » n’a pu se préparer : %s", sorte.nom, type(panne).__name__)


def _vivre(travail: Travail, sorte: Sorte, resultat: Path, tuyau: int) -> None:
    """The whole life of the child; it never comes back."""
    code = 1
    try:
        _naitre(sorte)
        resultat.write_bytes(sorte.faire(travail, _dire(tuyau)) or b"")
        code = 0
    except MemoryError:
        _ecrire(tuyau, ECHEC, trop_grand(sorte))
    except Refus as refus:
        _ecrire(tuyau, REFUS, str(refus))
    except Exception as erreur:  # said to the worker, which tries again
        _ecrire(tuyau, ECHEC, en_mots(erreur, sorte)[0])
    finally:
        os._exit(code)


def _naitre(sorte: Sorte) -> None:
    """A session of its own, the worker's death as its own, no more memory than allowed, and after
    the pages when there is not enough processor for all: Linux shares it between sessions first,
    and there a nice process takes as much as the whole server."""
    os.setsid()
    os.nice(RETENUE)
    with suppress(OSError):  # elsewhere, or where sessions are not told apart
        PART.write_text(str(RETENUE))
    signal.set_wakeup_fd(-1)
    for signal_ in (signal.SIGTERM, signal.SIGINT, signal.SIGALRM):
        signal.signal(signal_, signal.SIG_DFL)
    with suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    with suppress(FileNotFoundError):  # elsewhere than on Linux, time alone is bounded
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        octets = pages * resource.getpagesize() + sorte.memoire_mo * 1024 * 1024
        resource.setrlimit(resource.RLIMIT_AS, (octets, octets))


def _dire(tuyau: int) -> Callable[[int], None]:
    return lambda progres: _ecrire(tuyau, PROGRES, str(progres))


def _ecrire(tuyau: int, quoi: bytes, mots: str) -> None:
    """One line, short enough to be written whole."""
    os.write(tuyau, quoi + " ".join(mots.split()).encode()[:200] + b"\n")
