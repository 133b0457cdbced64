"""Bounding what the worker itself does: so many seconds, and few once it is told to stop."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

GRACE = 1.5  # seconds left to what is under way when the worker is told to stop


class TropLong(TimeoutError):
    """It took longer than its kind may."""


class Arret(BaseException):
    """The worker must go: whatever it holds is given back. Not an error that code may catch."""


class _Montre:
    arret = False  # told to stop
    dedans = False  # something bounded is under way


montre = _Montre()


def _trop_long(signum: int, cadre: FrameType | None) -> None:
    raise TropLong


def _partir(signum: int, cadre: FrameType | None) -> None:
    raise Arret


@contextmanager
def limite(secondes: float) -> Iterator[None]:
    """Raises TropLong inside, wherever it is, or Arret. Only a process's first thread can."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    avant = signal.signal(signal.SIGALRM, _trop_long)
    signal.setitimer(signal.ITIMER_REAL, secondes)
    montre.dedans = True
    try:
        if montre.arret:
            raise Arret
        yield
    finally:
        montre.dedans = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, avant)


def arreter() -> None:
    """Called by a signal: what is under way has a moment to end, nothing else begins."""
    montre.arret = True
    if montre.dedans:
        signal.signal(signal.SIGALRM, _partir)
        signal.setitimer(signal.ITIMER_REAL, GRACE)
