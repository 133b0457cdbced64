"""Telling other processes that a fresque moved: its key and its version, never its content.

On PostgreSQL a notification leaves with the transaction, and never if it is rolled back.
On SQLite nothing needs saying: every process sees that the file changed (see ``veille``).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from pasapas.models import Presence, Projet

CANAL = "pasapas"
PORT = re.compile(r":\d+$")


@dataclass(frozen=True, slots=True)
class Etat:
    """What a listening browser may have to be told of one projet."""

    version: int
    presences: frozenset[tuple[int, str]]


def avancer(projet_pk: int) -> None:
    """One step of the version, announced by the very statement that makes it: « 12:345 »."""
    requete = "UPDATE pasapas_projet SET version = version + 1, modifie_le = %s WHERE id = %s"
    valeurs = [connection.ops.adapt_datetimefield_value(timezone.now()), projet_pk]
    if connection.vendor == "postgresql":
        requete += " RETURNING pg_notify(%s, id || ':' || version)"
        valeurs.append(CANAL)
    with connection.cursor() as curseur:
        curseur.execute(requete, valeurs)


def annoncer_presence(projet_pk: int) -> None:
    """Announce that someone came, left, or began to write: « 12: »."""
    if connection.vendor == "postgresql":
        with connection.cursor() as curseur:
            curseur.execute("SELECT pg_notify(%s, %s)", [CANAL, f"{projet_pk}:"])


def adresse(request: HttpRequest, slug: str) -> str:
    """Where this page listens; empty when this installation has no stream."""
    base = settings.FLUX_URL
    if base.startswith(":"):
        base = f"{request.scheme}://{PORT.sub('', request.get_host())}{base}"
    return f"{base.rstrip('/')}/flux/{slug}/" if base else ""


def etats(projets: Iterable[int]) -> dict[int, Etat]:
    """Where these projets stand: two queries, however many they are."""
    cles = list(projets)
    ici: dict[int, set[tuple[int, str]]] = {cle: set() for cle in cles}
    lignes = Presence.objects.recentes().filter(projet__in=cles)
    for cle, participant, encart in lignes.values_list("projet_id", "participant_id", "encart"):
        ici[cle].add((participant, encart))
    connus = Projet.objects.sans_projet("des versions, pour qui écoute déjà").filter(pk__in=cles)
    versions = connus.values_list("pk", "version")
    return {cle: Etat(version, frozenset(ici[cle])) for cle, version in versions}
