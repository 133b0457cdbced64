"""Telling other processes that a fresque moved: its key and its version, never its content.

On PostgreSQL a notification leaves with the transaction, and never if it is rolled back.
On SQLite nothing needs saying: every process sees that the file changed (see ``veille``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from pasapas.models import Presence, Projet

CANAL = "pasapas"
PORT = re.compile(r":\d+$")


@dataclass(frozen=True, slots=True)
class Etat:
    """What a listening browser may have to be told of one projet."""

    version: int
    presences: frozenset[tuple[int, str]]


def publier(projet: Projet) -> None:
    """Announce the version this transaction is making: « 12:345 »."""
    table = connection.ops.quote_name(Projet._meta.db_table)
    _notifier(f"SELECT pg_notify(%s, id || ':' || version) FROM {table} WHERE id = %s", projet.pk)  # noqa: S608


def annoncer_presence(projet_pk: int) -> None:
    """Announce that someone came, left, or began to write: « 12: »."""
    _notifier("SELECT pg_notify(%s, %s)", f"{projet_pk}:")


def adresse(request: HttpRequest, slug: str) -> str:
    """Where this page listens; empty when this installation has no stream."""
    base = settings.FLUX_URL
    if base.startswith(":"):
        base = f"{request.scheme}://{PORT.sub('', request.get_host())}{base}"
    return f"{base.rstrip('/')}/flux/{slug}/" if base else ""


def _notifier(requete: str, valeur: Any) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            curseur.execute(requete, [CANAL, valeur])


def etats(projets: Iterable[int]) -> dict[int, Etat]:
    """Where these projets stand: two queries, however many they are."""
    cles = list(projets)
    ici: dict[int, set[tuple[int, str]]] = {cle: set() for cle in cles}
    lignes = Presence.objects.recentes().filter(projet__in=cles)
    for cle, participant, encart in lignes.values_list("projet_id", "participant_id", "encart"):
        ici[cle].add((participant, encart))
    versions = Projet.objects.filter(pk__in=cles).values_list("pk", "version")
    return {cle: Etat(version, frozenset(ici[cle])) for cle, version in versions}
