"""The two kinds of text the kit's boxes hold, and the base classes of every row."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils.functional import cached_property

from pasapas.valeurs import saisie
from pasapas.valeurs.periodes import Borne
from pasapas.valeurs.saisie import refuse_finess
from pasapas.valeurs.signes import adresse, en_ligne, propre, serre

from .cloison import Cloisonnee, CloisonneQuerySet

ChampTape: Any = models.Field if TYPE_CHECKING else object
ChampLu: Any = models.CharField  # what it gives back is no text
Autre = TypeVar("Autre", bound=models.Model)
LONGUEUR_TEXTE = 20_000  # characters; about six printed sheets


class Saisi(ChampTape):
    """What people type. ``saisie`` is the field of its forms; in the database it is a plain column:
    ``colonne`` says which."""

    saisie: type = forms.Field
    colonne = ""

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": self.saisie, **kwargs})

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        nom, chemin, args, kwargs = super().deconstruct()
        return nom, self.colonne or chemin, args, kwargs


class SansSigneCache(Saisi):
    """``nettoyer`` says what becomes of each sign, whatever road the text came by."""

    nettoyer = staticmethod(en_ligne)
    saisie: type = saisie.LigneField

    def clean(self, value: Any, model_instance: models.Model | None) -> Any:
        return super().clean(self.net(value), model_instance)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        return super().get_db_prep_save(self.net(value), connection)

    def net(self, valeur: Any) -> Any:
        return self.nettoyer(valeur) if isinstance(valeur, str) else valeur


class TexteCourt(SansSigneCache, models.CharField):
    """One line, 300 characters unless told; empty rather than null."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)


class Finess(TexteCourt):
    """The number of an établissement: nine signs, however they were grouped."""

    nettoyer = staticmethod(serre)
    saisie = saisie.FinessField
    colonne = "pasapas.models.champs.TexteCourt"
    default_validators = [refuse_finess]


class AdresseMail(SansSigneCache, models.EmailField):
    nettoyer = staticmethod(adresse)
    saisie = saisie.CourrielField
    colonne = "django.db.models.EmailField"


class Page(SansSigneCache, models.URLField):
    """The address of a page."""

    nettoyer = staticmethod(adresse)
    saisie = saisie.PageField
    colonne = "django.db.models.URLField"


class Jour(Saisi, models.DateField):
    """A date that people type."""

    default_validators = [saisie.refuse_annee]
    saisie = saisie.JourField
    colonne = "django.db.models.DateField"


class Heure(Saisi, models.TimeField):
    """An hour of the day that people type; where it is, nothing says: the établissement does."""

    saisie = saisie.HeureField
    colonne = "django.db.models.TimeField"


class Duree(Saisi, models.PositiveSmallIntegerField):
    """Minutes."""

    saisie = saisie.DureeField
    colonne = "django.db.models.PositiveSmallIntegerField"

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": self.saisie, **kwargs})


class BorneDePeriode(ChampLu):
    """A month or a day, as « 2026-03 » or « 2026-03-12 »: sorted, and no day is made up."""

    description = "un mois ou un jour"

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **{"max_length": 10, "null": True, "blank": True, **kwargs})

    def from_db_value(self, valeur: str | None, *_: object) -> Borne | None:
        return self.to_python(valeur)

    def to_python(self, value: Any) -> Borne | None:
        if value in (None, "") or isinstance(value, Borne):
            return value or None
        if isinstance(value, date):
            return Borne.du_jour(value)
        try:
            return Borne.lire(value)
        except ValueError:
            raise ValidationError("Écrivez un mois ou un jour.", code="invalid") from None

    def get_prep_value(self, value: Any) -> str | None:
        return None if value in (None, "") else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs: Any) -> Any:
        return models.Field.formfield(self, **{"form_class": saisie.BorneField, **kwargs})

    def run_validators(self, value: Any) -> None:
        """Reading it was the check."""

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        nom, _, args, kwargs = super().deconstruct()
        return nom, "django.db.models.CharField", args, {**kwargs, "null": True, "blank": True}


class TexteLong(SansSigneCache, models.TextField):
    """Free text with lines and bullets, never HTML; empty rather than null."""

    nettoyer = staticmethod(propre)
    saisie = saisie.TexteLongField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
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

    objects = ContenuQuerySet.as_manager()  # type: ignore[misc]

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

    objects = ElementQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        ordering = ["ordre", "pk"]


class Presente(Cloisonnee):
    """One of those who were there, in the order they were named. ``noter_presents`` writes it."""

    participant = models.ForeignKey("pasapas.Participant", models.CASCADE, related_name="+")
    ordre = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["ordre", "pk"]

    def __str__(self) -> str:
        return str(self.participant)


def facultatif(
    vers: type[Autre], nom: str | None = None, *, related_name: str = "+", editable: bool = True
) -> "models.ForeignKey[Autre | None, Autre | None]":
    """A link that may be missing: the row stays when the one it leads to goes."""
    return models.ForeignKey(
        vers,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name=related_name,
        editable=editable,
        verbose_name=nom,
    )


def longs(champs: Collection[str], modele: type[models.Model]) -> bool:
    """Whether all of these are long texts of their own, and there is one at least."""
    return bool(champs) and all(isinstance(modele._meta.get_field(c), TexteLong) for c in champs)


def par_cle(champ: str, lignes: Iterable[Any]) -> Mapping[Any, list[Any]]:
    """Rows by the row they hang on, which ``champ`` is the key of: none is an empty list."""
    groupes: Mapping[Any, list[Any]] = defaultdict(list)
    for ligne in lignes:
        groupes[getattr(ligne, champ)].append(ligne)
    return groupes
