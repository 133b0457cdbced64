"""What the database refuses, a rule a line: its name, what it holds, what is said of it."""

from django.db import models
from django.db.models import Q


def regle(nom: str, tenue: Q, message: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=tenue, name=nom, violation_error_message=message)


def parmi(champ: str, choix: type[models.TextChoices], *, vide: bool = False) -> Q:
    """``champ`` is one of ``choix`` (or empty)."""
    return Q(**{f"{champ}__in": [*choix.values, ""] if vide else choix.values})


def connu(
    nom: str, champ: str, choix: type[models.TextChoices], quoi: str, *, vide: bool = False
) -> models.CheckConstraint:
    """The same as a rule; ``quoi``: what the field says, « Ce rôle »."""
    return regle(nom, parmi(champ, choix, vide=vide), f"{quoi} n’est pas dans la liste.")


def unique(
    nom: str, champs: tuple[str, ...], message: str, quand: Q | None = None
) -> models.UniqueConstraint:
    """``quand``: the rows of which it is so; all of them, unless said."""
    return models.UniqueConstraint(
        fields=champs, condition=quand, name=nom, violation_error_message=message
    )
