"""One write, one transaction: what it is made of is undone with it, and needs no savepoint. Where
it ends, each fresque it moved is told so, once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from operator import itemgetter
from typing import ParamSpec, TypeVar

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from pasapas.direct.annonces import avancer
from pasapas.ecriture.tour import tour


class Disparue(ObjectDoesNotExist):
    """A row that was there when the page read it, and is no more: somebody else has just taken it
    away for good. Behind the door, there is nothing at its address."""


@dataclass(frozen=True, slots=True)
class Mouvement:
    """What a write moved on one fresque: which planches (None: any of them), whether a box may
    have been filled or emptied, whether someone worked on it, whether more than the words of a
    long text changed (a row, a date, a choice, a name)."""

    planches: frozenset[str] | None = None
    compte: bool = True
    travail: bool = True
    faits: bool = True

    def avec(self, autre: "Mouvement | None") -> "Mouvement":
        if autre is None:
            return self
        ensemble = {self.planches, autre.planches}
        return Mouvement(
            None if None in ensemble else frozenset().union(*filter(None, ensemble)),
            self.compte or autre.compte,
            self.travail or autre.travail,
            self.faits or autre.faits,
        )


Arguments = ParamSpec("Arguments")
Rendu = TypeVar("Rendu")


class Mouvements(dict[int, Mouvement]):
    """Of one write, by the key of the projet; and the ``etablissements`` it wrote, which may have
    no projet yet."""

    def __init__(self) -> None:
        super().__init__()
        self.etablissements: set[int] = set()


_en_cours: ContextVar[Mouvements | None] = ContextVar("ecriture_en_cours", default=None)
# What the roof does where a write ends, in its transaction, holding the projet: see its AppConfig.
A_LA_FIN: list[Callable[[Mouvements], None]] = []


@contextmanager
def ecriture() -> Iterator[None]:
    """The transaction of one whole write. An error that happens inside undoes all of it.

    Rows are held as they are written, and their projets last, in one order for everyone. A write
    inside another one is a part of it.
    """
    dehors = _en_cours.get()
    ici = Mouvements()
    with tour(), transaction.atomic():
        jeton = _en_cours.set(ici)
        try:
            yield
        finally:
            _en_cours.reset(jeton)
        if dehors is None:  # each fresque steps in one order for everyone, then is counted
            for projet, mouvement in sorted(ici.items(), key=itemgetter(0)):
                avancer(projet, mouvement.planches, travail=mouvement.travail)
            for faire in A_LA_FIN:
                faire(ici)
    if dehors is not None:
        dehors |= {projet: fait.avec(dehors.get(projet)) for projet, fait in ici.items()}
        dehors.etablissements |= ici.etablissements


def en_cours() -> Mouvements | None:
    """The write under way, if any: what it holds is held until its end."""
    return _en_cours.get()


def ensemble(operation: Callable[Arguments, Rendu]) -> Callable[Arguments, Rendu]:
    """All or nothing: a write of its own, or a part of the write under way."""

    @wraps(operation)
    def tout_ou_rien(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Rendu:
        seule = en_cours() is None
        with ecriture() if seule else transaction.atomic(savepoint=False):
            return operation(*args, **kwargs)

    return tout_ou_rien
