"""A row as an archive writes it: values that both databases know, nothing rounded."""

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection, models

from fresque.donnees.registre import partout

PAR_FOIS = 500  # rows read, or written, at once


def ecrire(modele: type[models.Model]) -> Iterator[bytes]:
    """The names of its columns, then its rows, a line each, by key."""
    champs = modele._meta.concrete_fields
    yield _ligne([champ.attname for champ in champs])
    rangees = partout(modele).order_by("pk").values_list(*(c.attname for c in champs))
    for rangee in rangees.iterator(chunk_size=PAR_FOIS):
        yield _ligne([_dite(champ, un) for champ, un in zip(champs, rangee, strict=True)])


def _ligne(valeurs: Sequence[Any]) -> bytes:
    """Keys in one order: PostgreSQL keeps that of nobody."""
    dites = json.dumps(valeurs, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return dites.encode() + b"\n"


def _dite(champ: models.Field, valeur: Any) -> Any:
    if isinstance(champ, models.JSONField):
        return valeur
    valeur = champ.get_prep_value(valeur)
    match valeur:
        case datetime() | date() | time():
            return valeur.isoformat()
        case Decimal() | UUID():
            return str(valeur)
        case timedelta():
            return valeur / timedelta(microseconds=1)
        case bytes() | memoryview():
            return base64.b64encode(valeur).decode()
    return valeur


def lire(modele: type[models.Model], lignes: Iterable[bytes]) -> int:
    """Put these rows in the table of ``modele``: how many there were. Raises ValueError."""
    suite = iter(lignes)
    noms = json.loads(next(suite))
    champs = [_champ(modele, nom) for nom in noms]
    nom = connection.ops.quote_name
    colonnes = ", ".join(nom(str(champ.column)) for champ in champs)
    trous = ", ".join(["%s"] * len(champs))
    # Names of tables and columns are the models' own.
    sql = f"INSERT INTO {nom(modele._meta.db_table)} ({colonnes}) VALUES ({trous})"  # noqa: S608  # nosec B608
    combien, lot = 0, []
    with connection.cursor() as curseur:
        for ligne in suite:
            valeurs = zip(champs, json.loads(ligne), strict=True)
            lot.append([_lue(champ, valeur) for champ, valeur in valeurs])
            combien += 1
            if len(lot) == PAR_FOIS:
                curseur.executemany(sql, lot)
                lot = []
        if lot:
            curseur.executemany(sql, lot)
    return combien


def _champ(modele: type[models.Model], nom: str) -> models.Field:
    for champ in modele._meta.concrete_fields:
        if champ.attname == nom:
            return champ
    raise ValueError(f"{modele._meta.label} n’a pas de colonne « {nom} ».")


def _lue(champ: models.Field, valeur: Any) -> Any:
    if valeur is not None and not isinstance(champ, models.JSONField):
        cible = champ.target_field if isinstance(champ, models.ForeignKey) else champ
        if isinstance(cible, models.DurationField):
            valeur = timedelta(microseconds=valeur)
        elif isinstance(cible, models.BinaryField):
            valeur = base64.b64decode(valeur)
        else:
            valeur = cible.to_python(valeur)
    return champ.get_db_prep_save(valeur, connection)
