"""Watching the database for one stream process, however many browsers listen to it.

One task and one database connection for all: PostgreSQL says when a fresque moves, SQLite is
asked whether its file changed. Either way the listened projets are read again every few
seconds, so that a lost message, or someone who left without a word, is seen all the same.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Protocol

import psycopg
from django.db import Error, connection, connections

from pasapas.direct.annonces import CANAL, Etat, etats

PAS_SQLITE = 0.1  # seconds between two looks at the file (one costs 6 microseconds)
RELECTURE = 5.0  # seconds between two readings nothing called for
REPRISE = 1.0  # seconds before trying a lost database again
journal = logging.getLogger(__name__)


class Ecoutants(Protocol):
    """Those who listen, by projet."""

    def projets(self) -> Iterable[int]: ...
    def dire_version(self, projet: int, version: int) -> None: ...
    def dire_etats(self, etats: Mapping[int, Etat]) -> None: ...


class Veille:
    def __init__(self, salle: Ecoutants) -> None:
        self.salle = salle
        self.appel = asyncio.Event()
        # Django's connections belong to a thread: this one is the watcher's.
        self.fil = ThreadPoolExecutor(1, thread_name_prefix="veille")

    async def tourner(self) -> None:
        ecouter = self._notifications if connection.vendor == "postgresql" else self._fichier
        try:
            while True:
                try:
                    async with asyncio.TaskGroup() as taches:
                        taches.create_task(self._relectures())
                        taches.create_task(ecouter())
                except* Exception:
                    journal.exception("La veille s’est arrêtée : elle reprend.")
                await asyncio.sleep(REPRISE)
        finally:
            self.fil.submit(connections.close_all)
            self.fil.shutdown(wait=False)

    async def _dans_le_fil(self, faire: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.get_running_loop().run_in_executor(self.fil, faire, *arguments)

    async def _relectures(self) -> None:
        while True:
            with suppress(TimeoutError):
                await asyncio.wait_for(self.appel.wait(), RELECTURE)
            self.appel.clear()
            projets = list(self.salle.projets())
            if not projets:
                continue
            try:
                self.salle.dire_etats(await self._dans_le_fil(etats, projets))
            except Error as panne:
                await self._attendre(panne)
                self.appel.set()

    async def _fichier(self) -> None:
        vu = None
        while True:
            await asyncio.sleep(PAS_SQLITE)
            try:
                ici = await self._dans_le_fil(_version_du_fichier)
            except Error as panne:
                await self._attendre(panne)
                continue
            if ici != vu:
                vu = ici
                self.appel.set()

    async def _notifications(self) -> None:
        while True:
            try:
                lien = await psycopg.AsyncConnection.connect(**_acces(), autocommit=True)
                async with lien:
                    await lien.execute(f"LISTEN {CANAL}")
                    self.appel.set()  # what was said while nobody was listening
                    async for notification in lien.notifies():
                        self._entendre(notification.payload)
            except psycopg.Error as panne:
                await self._attendre(panne)

    def _entendre(self, message: str) -> None:
        projet, _, version = message.partition(":")
        if version:
            self.salle.dire_version(int(projet), int(version))
        else:
            self.appel.set()  # someone came or went: read who is here

    async def _attendre(self, panne: Exception) -> None:
        journal.warning("Base de données injoignable, nouvel essai : %s", panne)
        await self._dans_le_fil(connections.close_all)
        await asyncio.sleep(REPRISE)


def _version_du_fichier() -> int:
    """Changes whenever another connection, of any process, has written."""
    with connection.cursor() as curseur:
        return curseur.execute("PRAGMA data_version").fetchone()[0]


def _acces() -> dict[str, Any]:
    acces = connection.get_connection_params()
    return {nom: acces[nom] for nom in acces.keys() - {"cursor_factory", "context"}}
