"""Waiting for something to do, at almost no cost: PostgreSQL calls, SQLite's file is looked at."""

import os
import select
import signal
import time
from typing import Any

from django.db import connection

from pasapas.travaux.bail import CANAL

PAS_SQLITE = 0.2  # seconds between two looks at the file (one costs 20 microseconds)


class Reveil:
    def __init__(self) -> None:
        self.lien: Any = None  # the connection that listens
        self.version: int | None = None  # of the SQLite file, as last seen
        self.appele = False
        self.signal, ecriture = os.pipe()
        os.set_blocking(self.signal, False)
        os.set_blocking(ecriture, False)
        signal.set_wakeup_fd(ecriture, warn_on_full_buffer=False)

    def attendre(self, secondes: float, *tuyaux: int) -> None:
        """Until something was written, a signal came, one of these pipes speaks, or the time.

        Nothing is missed: what came since the last call ends this one at once.
        """
        if connection.vendor == "postgresql":
            self._attendre_un_appel(secondes, *tuyaux)
        else:
            self._regarder_le_fichier(secondes, *tuyaux)

    def _attendre_un_appel(self, secondes: float, *tuyaux: int) -> None:
        connection.ensure_connection()
        if connection.connection is not self.lien:
            self.lien = connection.connection
            self.lien.add_notify_handler(self._entendre)
            with connection.cursor() as curseur:
                curseur.execute(f"LISTEN {CANAL}")
            return  # what was said while nobody was listening
        if self.lien.closed:
            connection.close()
            return
        if not self.appele:
            lus = self.dormir(secondes, self.lien.fileno(), *tuyaux)
            if self.lien.fileno() in lus:  # a call, or the end of the connection
                with connection.cursor() as curseur:
                    curseur.execute("SELECT 1")
        self.appele = False

    def _entendre(self, appel: object) -> None:
        self.appele = True

    def _regarder_le_fichier(self, secondes: float, *tuyaux: int) -> None:
        fin = time.monotonic() + secondes
        while not self._a_change():
            pas = min(PAS_SQLITE, fin - time.monotonic())
            if pas <= 0 or self.dormir(pas, *tuyaux):
                return

    def _a_change(self) -> bool:
        """Changes whenever another connection, of any process, has written."""
        with connection.cursor() as curseur:
            version = curseur.execute("PRAGMA data_version").fetchone()[0]
        ici = (connection.connection, version)
        avant, (self.lien, self.version) = (self.lien, self.version), ici
        return avant != ici

    def dormir(self, secondes: float, *tuyaux: int) -> list[int]:
        lus, _, _ = select.select([self.signal, *tuyaux], [], [], max(0.0, secondes))
        if self.signal in lus:
            os.read(self.signal, 512)
        return lus
