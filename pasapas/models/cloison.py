"""The wall between fresques: while a request is answered, no row of a fresque is read, changed
or deleted without something in hand: its projet, its établissement, a row it hangs on, or the
person it is about (docs/adr/0011).

Outside of a request (commands, migrations, tests) nothing is refused here: what our own code
may write there is held by tests/test_cloison.py.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Self

from django.db import models
from django.db.models import sql
from django.db.models.expressions import Col
from django.db.models.lookups import Exact, In
from django.db.models.sql.where import AND, OR, WhereNode

MURS = {"pasapas.Projet", "pasapas.Etablissement"}
PERSONNE = "pasapas.User"
_fermee: ContextVar[bool] = ContextVar("cloison_fermee", default=False)


class SansProjet(RuntimeError):
    """A query that could bring back the rows of any fresque."""


@contextmanager
def cloison(*, fermee: bool = True) -> Iterator[None]:
    """Close the wall, or open it, for what happens inside."""
    jeton = _fermee.set(fermee)
    try:
        yield
    finally:
        _fermee.reset(jeton)


def ouvrir() -> None:
    """Open it until the end of the request: the back office sees every fresque."""
    _fermee.set(False)


class Requete(sql.Query):
    """``libre``: something in hand says which rows these are."""

    libre = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        exiger(self)
        return super().get_compiler(*args, **kwargs)


def exiger(requete: Any) -> None:
    """Raise SansProjet when the wall is closed and the query crosses it."""
    if _fermee.get() and not requete.libre and not requete.combinator and not _bornee(requete):
        nom = requete.model.__name__
        raise SansProjet(
            f"{nom} est lu sans projet : {nom}.objects.de(projet), une relation d’une ligne "
            f"en main, ou {nom}.objects.sans_projet(« la raison »)."
        )


def _bornee(requete: Any) -> bool:
    """Does every row it can return belong to a projet or an établissement that it names?"""
    return requete.is_empty() or _borne(requete.where, requete.model)


def _borne(noeud: Any, modele: type[models.Model]) -> bool:
    if isinstance(noeud, WhereNode):
        tous: Callable[[Iterator[bool]], bool] = any if noeud.connector == AND else all
        connu = noeud.connector in {AND, OR} and bool(noeud.children) and not noeud.negated
        return connu and tous(_borne(enfant, modele) for enfant in noeud.children)
    nomme = isinstance(noeud, Exact | In) and isinstance(noeud.lhs, Col)
    return nomme and not isinstance(noeud.rhs, Col) and _est_un_mur(noeud.lhs.target, modele)


def _est_un_mur(champ: models.Field, modele: type[models.Model]) -> bool:
    """The key of a projet or of an établissement, seen from a row that hangs on it."""
    if champ.remote_field:
        return champ.remote_field.model._meta.label in MURS
    return champ.primary_key and champ.model is not modele and champ.model._meta.label in MURS


def _en_main(valeur: Any) -> bool:
    """A row of a fresque or a person, or several: not their mere keys, that anyone can type."""
    if isinstance(valeur, list | tuple | set):
        return bool(valeur) and all(_en_main(une) for une in valeur)
    if not isinstance(valeur, models.Model) or valeur.pk is None:
        return False
    return isinstance(valeur, Cloisonnee) or valeur._meta.label == PERSONNE


class CloisonneQuerySet(models.QuerySet):
    """Rows of fresques: ``de(projet)`` first, or a reason to go without."""

    def __init__(
        self,
        model: type[models.Model] | None = None,
        query: sql.Query | None = None,
        using: str | None = None,
        hints: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(model, query or Requete(model), using, hints)

    def sans_projet(self, raison: str) -> Self:
        """Rows of whatever fresque; ``raison`` says why this is right, to whoever reads it."""
        if not raison:
            raise ValueError("Dire pourquoi ces lignes se lisent sans projet.")
        return self.en_main()

    def celle(self, ligne: "Cloisonnee") -> Self:
        """The row in hand, as the database has it now."""
        return self.filter(pk=ligne.pk).en_main()

    def en_main(self) -> Self:
        """For the methods of querysets that name their rows in another way than by a projet."""
        lignes = self._chain()  # type: ignore[attr-defined]
        lignes.query.libre = True
        return lignes

    def update(self, **valeurs: Any) -> int:
        exiger(self.query)
        return super().update(**valeurs)

    def _update(self, valeurs: Any) -> int:
        exiger(self.query)
        return super()._update(valeurs)  # type: ignore[misc]

    def _raw_delete(self, using: str) -> int:  # type: ignore[override]
        exiger(self.query)
        return super()._raw_delete(using)

    def bulk_update(self, objs: Any, fields: Any, batch_size: int | None = None) -> int:
        return super(CloisonneQuerySet, self.en_main()).bulk_update(objs, fields, batch_size)

    def _add_hints(self, **hints: Any) -> None:
        """A related manager names the row it starts from: it is in hand."""
        super()._add_hints(**hints)  # type: ignore[misc]
        if _en_main(hints.get("instance")):
            self.query.libre = True  # type: ignore[attr-defined]

    def _filter_or_exclude_inplace(self, negate: bool, args: Any, kwargs: Any) -> None:
        """``filter(campagne=campagne)``: the row it hangs on was read through the wall already."""
        super()._filter_or_exclude_inplace(negate, args, kwargs)  # type: ignore[misc]
        if not negate and any(_en_main(valeur) for valeur in kwargs.values()):
            self._query.libre = True  # type: ignore[attr-defined]


class Cloisonnee(models.Model):
    """A row that belongs to one fresque, or to one établissement."""

    SUR: tuple[str, ...] = ()  # the planches on which any such row shows, when it is always these
    DITS: frozenset[str] = frozenset()  # long texts that a list of many fresques says too

    objects = CloisonneQuerySet.as_manager()

    class Meta:
        abstract = True

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        """The planches on which these fields show, or on which the row comes or goes.

        None: any of them, or one more or one less. What is often written says better, and
        tests/fresque/mur/test_tampons.py holds that it says enough.
        """
        return frozenset(self.SUR) or None

    def validate_unique(self, exclude: Any = None) -> None:
        """Whether another row is in the way is for the database to say, whoever owns it."""
        with cloison(fermee=False):
            super().validate_unique(exclude)

    def validate_constraints(self, exclude: Any = None) -> None:
        with cloison(fermee=False):
            super().validate_constraints(exclude)
