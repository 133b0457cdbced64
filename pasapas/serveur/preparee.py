"""Queries asked at every request: their SQL is written once a day, not each time.

Django takes longer to write the SQL of the door than any database takes to answer it. The
rule itself stays where it is, in the queryset.
"""

from collections.abc import Callable, Mapping
from copy import copy
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Model, QuerySet
from django.db.models.query import ModelIterable
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

Ligne = TypeVar("Ligne", bound=Model)
Valeur = int | str  # what every database is given as it is


class Preparee(Generic[Ligne]):
    """``construire(**values)`` is the queryset. ``reperes`` are values that stand nowhere else
    in it: where they are in the SQL is where each value asked for goes.

    Written again each day, since rules may hold the date. No prefetch, no annotation.
    """

    def __init__(self, construire: Callable[..., QuerySet[Ligne]], **reperes: Valeur) -> None:
        self.construire, self.reperes = construire, reperes
        self.ecrite: tuple[object, SQLCompiler, str, tuple[Any, ...]] | None = None

    def premiere(self, **valeurs: Valeur) -> Ligne | None:
        """The first row for these values, or None: 1 query."""
        requete = SimpleNamespace(get_compiler=lambda using: self._compilateur(valeurs))
        source = SimpleNamespace(db=DEFAULT_DB_ALIAS, query=requete, _known_related_objects={})
        return next(iter(ModelIterable(source)), None)

    def lignes(self, **valeurs: Valeur) -> list[tuple[Any, ...]]:
        """The rows for these values, of a queryset that is a ``values_list``: 1 query."""
        return list(self._compilateur(valeurs).results_iter(tuple_expected=True))

    def _compilateur(self, valeurs: Mapping[str, Valeur]) -> SQLCompiler:
        """The one that wrote the SQL, for these values and the connection of this thread."""
        pour = {repere: valeurs[nom] for nom, repere in self.reperes.items()}
        modele, sql, trous = self._ecrire()
        compilateur = copy(modele)
        compilateur.connection = connections[DEFAULT_DB_ALIAS]
        compilateur.as_sql = lambda: (sql, tuple(pour.get(trou, trou) for trou in trous))
        return compilateur

    def _ecrire(self) -> tuple[SQLCompiler, str, tuple[Any, ...]]:
        jour = (timezone.localdate(), connection.vendor)
        if self.ecrite is None or self.ecrite[0] != jour:
            compilateur = self.construire(**self.reperes).query.get_compiler(DEFAULT_DB_ALIAS)
            sql, trous = compilateur.as_sql()
            if sorted(map(str, self.reperes.values())) != sorted(
                str(trou) for trou in trous if trou in self.reperes.values()
            ):
                raise ValueError("Chaque repère doit se trouver une fois, et une seule.")
            self.ecrite = (jour, compilateur, sql, trous)
        return self.ecrite[1:]
