"""One write, one transaction: what it is made of is undone with it, and needs no savepoint."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.db import transaction

_en_cours: ContextVar[object | None] = ContextVar("ecriture_en_cours", default=None)


@contextmanager
def ecriture() -> Iterator[None]:
    """The transaction of one whole write. An error that happens inside undoes all of it."""
    with transaction.atomic():
        jeton = _en_cours.set(object())
        try:
            yield
        finally:
            _en_cours.reset(jeton)


def en_cours() -> object | None:
    """The write under way, if any: what it holds is held until its end."""
    return _en_cours.get()


def ensemble(operation: Callable[..., Any]) -> Callable[..., Any]:
    """All or nothing: a transaction of its own, or a part of the write under way."""

    @wraps(operation)
    def tout_ou_rien(*args: Any, **kwargs: Any) -> Any:
        with transaction.atomic(savepoint=en_cours() is None):
            return operation(*args, **kwargs)

    return tout_ou_rien
