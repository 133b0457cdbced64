"""The kinds of values the format knows. Their limits are those of the models, read there."""

import datetime as dt
import re
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from functools import partial
from typing import Annotated, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import EmailField, Model, SlugField, URLField
from django.db.models import Field as ChampModele
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from pasapas.lecture.messages import attendu
from pasapas.valeurs.periodes import Borne as BornePeriode
from pasapas.valeurs.saisie import ANNEE, ANNEES
from pasapas.valeurs.signes import adresse

ENTIER_MAX = 2_147_483_647  # PostgreSQL's integer
HEURE = re.compile(r"([01]?[0-9]|2[0-3]):[0-5][0-9]")
JOURS_MAX = Decimal("9999.9")


class Bloc(BaseModel):
    """A block of keys. ``ECRITS``: those written even when they are empty; ``TUS``: those
    left out when they say nothing but the default. ``MOIS``: those whose date is a month. How it
    is checked is worked out when a file is first read: most processes read none."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, defer_build=True)
    ECRITS: ClassVar[frozenset[str]] = frozenset()
    TUS: ClassVar[frozenset[str]] = frozenset()
    MOIS: ClassVar[frozenset[str]] = frozenset()


def refus(message: str) -> PydanticCustomError:
    # Braces would be taken for a placeholder.
    return PydanticCustomError("fichier", "{message}", {"message": message})


def texte(modele: type[Model], nom: str) -> Any:
    """A text with the limits of a model's field."""
    regles: Any = modele._meta.get_field(nom)
    return Annotated[str, BeforeValidator(partial(_valider_texte, regles))]


def champ(modele: type[Model], nom: str) -> Any:
    """The same as a key. Nothing, null and the empty text say the same: the field's default, or
    that it must be filled."""
    regles, nature = modele._meta.get_field(nom), texte(modele, nom)
    if not regles.blank and not regles.has_default():  # type: ignore[union-attr]
        return nature
    return Annotated[nature, Field(default=str(regles.get_default()))]  # type: ignore[union-attr]


def sinon(defaut: Any) -> BeforeValidator:
    """Null says the same as a key left out."""
    return BeforeValidator(lambda valeur: defaut if valeur is None else valeur)


def liste(element: Any) -> Any:
    """A list; nothing and null are the empty list."""
    return Annotated[list[element], sinon([]), Field(default_factory=list)]


def bloc(modele: type[BaseModel]) -> Any:
    """A block of keys that may be left out, or left empty."""
    return Annotated[modele, sinon({}), Field(default_factory=modele)]


def booleen(defaut: bool) -> Any:
    """true or false; nothing and null are ``defaut``."""
    return Annotated[bool, sinon(defaut), Field(default=defaut)]


def _valider_texte(regles: ChampModele, valeur: Any) -> Any:
    if valeur is None:
        valeur = ""
    if not isinstance(valeur, str):
        return valeur
    valeur = getattr(regles, "nettoyer", adresse)(valeur)
    if not valeur:
        if regles.blank or regles.has_default():
            return str(regles.get_default())
        raise refus("ce texte ne peut pas être vide")
    if regles.choices:
        codes = [code for code, _ in regles.choices]
        if valeur not in codes:
            raise refus(attendu(f"un de ces mots : {', '.join(codes)}", valeur))
        return valeur
    if regles.max_length is not None and len(valeur) > regles.max_length:
        raise refus(f"{len(valeur)} caractères, c’est plus que les {regles.max_length} admis")
    try:
        regles.run_validators(valeur)
    except ValidationError as exc:
        raise refus(_dire_refus(regles, valeur, exc.error_list[0])) from exc
    return valeur


def _dire_refus(regles: ChampModele, valeur: str, erreur: ValidationError) -> str:
    if isinstance(regles, EmailField):
        return attendu("une adresse e-mail", valeur)
    if isinstance(regles, URLField):
        return attendu("une adresse de page en https://…", valeur)
    if isinstance(regles, SlugField):
        return attendu("un mot fait de lettres sans accent, de chiffres et de tirets", valeur)
    return " ".join(erreur.messages)


def _convertir(lire: Callable[[str], dt.date], quoi: str, valeur: Any) -> Any:
    if isinstance(valeur, str):
        with suppress(ValueError):
            valeur = lire(adresse(valeur))
    if isinstance(valeur, dt.date) and valeur.year not in ANNEES:
        raise refus(ANNEE)
    if valeur is None or type(valeur) is dt.date:
        return valeur
    raise refus(attendu(quoi, valeur))


def _lire_date(valeur: str) -> dt.date:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", valeur):
        raise ValueError(valeur)
    return dt.date.fromisoformat(valeur)


def _lire_mois(valeur: str) -> dt.date:
    return _lire_date(f"{valeur}-01")


def _valider_jours(valeur: Any) -> Any:
    if valeur is None:
        return None
    if isinstance(valeur, bool) or not isinstance(valeur, int | Decimal):
        raise refus(attendu("un nombre de jours comme 2 ou 0.5", valeur))
    jours = Decimal(valeur)
    if not 0 <= jours <= JOURS_MAX or jours != round(jours, 1):
        raise refus(attendu(f"un nombre de jours de 0 à {JOURS_MAX}, au dixième près", valeur))
    return jours


def _valider_phase(valeur: Any) -> Any:
    if valeur is None:
        raise refus("il manque la phase : 1, 2, 3 ou terminé")
    phases = {"1": 1, "2": 2, "3": 3, "termine": "termine", "terminé": "termine"}
    if isinstance(valeur, bool) or str(valeur) not in phases:
        raise refus(attendu("1, 2, 3 ou terminé", valeur))
    return phases[str(valeur)]


def _valider_reponse(valeur: Any) -> Any:
    if valeur is None or (type(valeur) is int and 1 <= valeur <= 32_767):
        return valeur
    if isinstance(valeur, str) and 0 < len(valeur) <= 3:
        return valeur
    raise refus(attendu("un niveau (1, 2…), nsp, nc ou null", valeur))


def _valider_heure(valeur: Any) -> Any:
    """YAML reads 14:30 without quotes as 870, a number of sixties."""
    if type(valeur) is int and 0 <= valeur < 24 * 60:
        valeur = f"{valeur // 60:02d}:{valeur % 60:02d}"
    if valeur is None or (isinstance(valeur, str) and HEURE.fullmatch(valeur)):
        return valeur
    raise refus(attendu("une heure comme 14:30", valeur))


def _valider_borne(valeur: Any) -> Any:
    """« 2025-02 » or « 2025-02-17 », which sort and compare as they are written."""
    if valeur is None or isinstance(valeur, str | dt.date | BornePeriode):
        with suppress(ValueError):
            return None if valeur is None else str(BornePeriode.lire(adresse(str(valeur))))
    raise refus(attendu("un mois comme 2025-02 ou un jour comme 2025-02-17", valeur))


def _valider_version(valeur: Any) -> Any:
    if type(valeur) is int and valeur == 1:
        return valeur
    raise refus(attendu("1, la seule version de ce format", valeur))


def _valider_renvoi(valeur: Any) -> Any:
    if valeur in (None, ""):
        raise refus("ce renvoi ne peut pas être vide")
    return valeur


UNE_DATE = BeforeValidator(partial(_convertir, _lire_date, "une date comme 2025-02-17"))
UN_MOIS = BeforeValidator(partial(_convertir, _lire_mois, "un mois comme 2025-02"))
Date = Annotated[dt.date | None, UNE_DATE, Field(default=None)]
DateExigee = Annotated[dt.date, UNE_DATE]
Mois = Annotated[dt.date | None, UN_MOIS, Field(default=None)]
Heure = Annotated[str | None, BeforeValidator(_valider_heure), Field(default=None)]
Borne = Annotated[str | None, BeforeValidator(_valider_borne), Field(default=None)]
Entier = Annotated[int | None, Field(default=None, ge=0, le=ENTIER_MAX)]
Numero = Annotated[int, Field(ge=1, le=ENTIER_MAX)]
NumeroOuRien = Annotated[int | None, Field(default=None, ge=1, le=ENTIER_MAX)]
NombreDeJours = Annotated[Decimal | None, BeforeValidator(_valider_jours)]
Jours = Annotated[NombreDeJours, Field(default=None)]
Phase = Annotated[int | str, BeforeValidator(_valider_phase)]
Reponse = Annotated[int | str | None, BeforeValidator(_valider_reponse)]
Version = Annotated[int, BeforeValidator(_valider_version)]
# Names something else of the file; ``references`` checks that it exists.
Renvoi = Annotated[str, sinon(""), Field(default="")]
RenvoiExige = Annotated[str, BeforeValidator(_valider_renvoi)]
