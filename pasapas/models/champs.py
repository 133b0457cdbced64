"""The two kinds of text the kit's boxes hold, and the base classes of every row."""

from collections.abc import Collection
from typing import Any, Self

from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property

from pasapas.valeurs.textes import refuse_caracteres_invisibles

from .cloison import Cloisonnee, CloisonneQuerySet

LONGUEUR_TEXTE = 20_000  # characters; about six printed sheets


class TexteCourt(models.CharField):
    """One line, 300 characters unless told; empty rather than null."""

    default_validators = [refuse_caracteres_invisibles]

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", 300)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class TexteLong(models.TextField):
    """Free text with lines and bullets, never HTML; empty rather than null."""

    default_validators = [refuse_caracteres_invisibles]

    def __init__(self, *args: object, **kwargs: object) -> None:
        kwargs.setdefault("max_length", LONGUEUR_TEXTE)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    @cached_property
    def validators(self) -> list:
        # Django only tells the browser of a long text's limit.
        return [*super().validators, MaxLengthValidator(self.max_length)]


class ContenuQuerySet(CloisonneQuerySet):
    def de(self, projet: models.Model) -> Self:
        return self.filter(projet=projet)


class ElementQuerySet(ContenuQuerySet):
    def presents(self) -> Self:
        """What is on the wall: the rows nobody has taken off."""
        return self.filter(retire_le=None)


class Contenu(Cloisonnee):
    """A row of one fresque. Every such row bears its projet: no query without one."""

    projet = models.ForeignKey(
        "pasapas.Projet",
        models.CASCADE,
        related_name="+",
        editable=False,
        verbose_name="projet",
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ContenuQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def nouveau(cls, projet: models.Model, **valeurs: Any) -> Self:
        """A row of this projet, not saved yet."""
        return cls(projet=projet, **valeurs)


class Element(Contenu):
    """A row of a list the group orders by hand; taken off rather than deleted."""

    ordre = models.PositiveIntegerField(default=0, editable=False)
    retire_le = models.DateTimeField("retiré le", null=True, editable=False)

    objects = ElementQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["ordre", "pk"]


def parmi(champ: str, choix: type[models.TextChoices], *, vide: bool = False) -> models.Q:
    """The condition of a check constraint: ``champ`` is one of ``choix`` (or empty)."""
    valeurs = [*choix.values, ""] if vide else choix.values
    return models.Q(**{f"{champ}__in": valeurs})


def longs(champs: Collection[str], modele: type[models.Model]) -> bool:
    """Whether all of these are long texts of their own, and there is one at least."""
    return bool(champs) and all(isinstance(modele._meta.get_field(c), TexteLong) for c in champs)
