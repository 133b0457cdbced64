"""What the database refuses, a rule a line: its name, what it holds, what is said of it."""

from django.db import models
from django.db.models import Q


def regle(nom: str, tenue: Q, message: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=tenue, name=nom, violation_error_message=message)


def unique(
    nom: str, champs: tuple[str, ...], message: str, quand: Q | None = None
) -> models.UniqueConstraint:
    """``quand``: the rows of which it is so; all of them, unless said."""
    return models.UniqueConstraint(
        fields=champs, condition=quand, name=nom, violation_error_message=message
    )
