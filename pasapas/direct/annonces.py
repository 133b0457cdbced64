"""Telling other processes that a fresque moved: its key and its version, never its content.

On PostgreSQL a notification leaves with the transaction, and never if it is rolled back.
On SQLite nothing needs saying: every process sees that the file changed (see ``veille``).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from pasapas.models import Presence, Projet
from pasapas.models.projet import MUR

CANAL = "pasapas"
PORT = re.compile(r":\d+$")


@dataclass(frozen=True, slots=True)
class Etat:
    """What a listening browser may have to be told of one projet."""

    version: int
    presences: frozenset[tuple[int, str]]


def avancer(
    projet_pk: int, planches: Collection[str] | None = None, *, travail: bool = True
) -> None:
    """One step of the version, announced by the very statement that makes it: « 12:345 ».

    It is the new tampon of these ``planches``, or of the whole mur. The date of the last change
    stays where nobody has worked (``travail``).
    """
    poses, valeurs = _tampons(planches)
    if travail:
        poses += ", modifie_le = %s"
        valeurs.append(connection.ops.adapt_datetimefield_value(timezone.now()))
    requete = " ".join(["UPDATE pasapas_projet SET version = version + 1,", poses, "WHERE id = %s"])
    valeurs.append(projet_pk)
    if connection.vendor == "postgresql":
        requete += " RETURNING pg_notify(%s, id || ':' || version)"
        valeurs.append(CANAL)
    with connection.cursor() as curseur:
        curseur.execute(requete, valeurs)


def _tampons(planches: Collection[str] | None) -> tuple[str, list[Any]]:
    """The new tampons in SQL, and its values. The one of the whole mur takes the place of all."""
    codes: list[Any] = [MUR] if planches is None else sorted(planches)
    if connection.vendor == "postgresql":
        neufs = ", ".join("%s::text, version + 1" for _ in codes)
        avant = "" if planches is None else "tampons || "
        return f"tampons = {avant}jsonb_build_object({neufs})", codes
    neufs = f"json_object({', '.join('%s, version + 1' for _ in codes)})"
    return f"tampons = {neufs if planches is None else f'json_patch(tampons, {neufs})'}", codes


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
