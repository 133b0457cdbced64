"""A process with the application already loaded: servers and answers are born of it at once.

One JSON command per line of standard input, one JSON answer per line of standard output:
["lancer", port, seconds it waits for a lock], ["serveur", port], ["tuer", port], ["arreter", port],
["embaucher", port of the mail server], or a question of interne.py or essai_ouvrier.py. A server is
gunicorn, in a process group of its own, as `gunicorn --preload` starts it; nothing is shared but
loaded code.
"""

import ctypes
import json
import os
import runpy
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from gunicorn.app.base import BaseApplication  # noqa: E402

from bench.chaos import essai_ouvrier  # noqa: E402
from bench.chaos.interne import QUESTIONS as SUR_LA_FRESQUE  # noqa: E402
from bench.client import HOTE  # noqa: E402
from bench.instance import RACINE  # noqa: E402
from pasapas.wsgi import application  # noqa: E402

PR_SET_CHILD_SUBREAPER = 36  # Linux: workers without a master become this process's children
REGLAGES = {
    **runpy.run_path(str(RACINE / "gunicorn.conf.py")),  # as every server of ours
    "keepalive": 60,
    "loglevel": "warning",
    "control_socket_disable": True,
}

QUESTIONS = SUR_LA_FRESQUE | essai_ouvrier.QUESTIONS


class Serveur(BaseApplication):
    def __init__(self, port: int) -> None:
        self.port = port
        super().__init__()

    def load_config(self) -> None:
        for nom, valeur in {**REGLAGES, "bind": f"{HOTE}:{self.port}"}.items():
            if nom in self.cfg.settings:
                self.cfg.set(nom, valeur)

    def load(self) -> Any:
        return application


class Couveuse:
    def __init__(self) -> None:
        self.serveurs: dict[int, int] = {}  # the process group of each server under way, by port

    def obeir(self, ordre: str, *arguments: Any) -> Any:
        if ordre == "lancer":
            self.serveurs[arguments[0]] = _naitre(lambda: _servir(*arguments))
            return self.serveurs[arguments[0]]
        if ordre == "embaucher":
            return _naitre(lambda: essai_ouvrier.servir(*arguments))
        if ordre in {"tuer", "arreter"}:
            return self._finir(*arguments, signal.SIGKILL if ordre == "tuer" else signal.SIGTERM)
        if ordre == "serveur":  # the one under way, if it still lives
            groupe = self.serveurs.get(*arguments, 0)
            return groupe if _vit(groupe) else 0
        return _repondre(ordre, *arguments)

    def _finir(self, port: int, signal_: int) -> int:
        """Stop the whole group, or with TERM its master, which sees to its workers."""
        if dernier := self.serveurs.pop(port, 0):
            (os.killpg if signal_ == signal.SIGKILL else os.kill)(dernier, signal_)
            with suppress(ChildProcessError):
                while True:  # until none is left: the port is free only then
                    os.waitpid(-dernier, 0)
        return 0

    def finir(self) -> None:
        for port in list(self.serveurs):
            self._finir(port, signal.SIGKILL)


def _vit(groupe: int) -> bool:
    return bool(groupe) and os.waitpid(groupe, os.WNOHANG) == (0, 0)


def _naitre(tache: Callable[[], None]) -> int:
    """Fork; the child does ``tache`` and nothing else."""
    enfant = os.fork()
    if enfant:
        return enfant
    code = 1
    try:
        tache()
        code = 0
    except SystemExit as sortie:
        code = sortie.code if isinstance(sortie.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _servir(port: int, attente: int) -> None:
    os.setsid()
    options = settings.DATABASES["default"]["OPTIONS"]
    if connection.vendor == "sqlite":
        options["timeout"] = attente
    else:
        options["options"] = f"-c lock_timeout={attente}s"
    os.dup2(os.open(os.devnull, os.O_RDWR), 0)
    os.dup2(2, 1)
    Serveur(port).run()


def _repondre(question: str, *arguments: Any) -> Any:
    """Asked in a child: the mother never holds a connection to the database."""
    lecture, ecriture = os.pipe()

    def tache() -> None:
        with os.fdopen(ecriture, "w") as tuyau:
            json.dump(QUESTIONS[question](*arguments), tuyau)

    enfant = _naitre(tache)
    os.close(ecriture)
    with os.fdopen(lecture) as tuyau:
        texte = tuyau.read()
    _, statut = os.waitpid(enfant, 0)
    return {"echec": question} if statut else json.loads(texte)


def main() -> None:
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)
    get_resolver().url_patterns  # noqa: B018  (the views are loaded now, not by each server)
    couveuse = Couveuse()
    try:
        for ligne in sys.stdin:
            sys.stdout.write(json.dumps(couveuse.obeir(*json.loads(ligne))) + "\n")
            sys.stdout.flush()
    finally:
        couveuse.finir()


if __name__ == "__main__":
    main()
