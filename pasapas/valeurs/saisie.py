"""The fields of every form: what is pasted is never cut by the browser, what hides in it leaves.

Each says what is wrong beside itself; a text keeps its lines, anything else holds on one.
"""

import re
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_date

from pasapas.valeurs.periodes import Borne, comprendre
from pasapas.valeurs.signes import adresse, en_ligne, propre, serre
from pasapas.valeurs.textes import temps

FINESS = 9  # signs
CHIFFRES = 18  # of a key that a database can hold
ChampDeFormulaire: Any = forms.Field if TYPE_CHECKING else object
FICHIER_MAX = 2_000_000  # bytes
MEGAOCTETS = FICHIER_MAX // 1_000_000
ANNEES = range(1900, 2201)
PREMIERE, DERNIERE = ANNEES[0], ANNEES[-1]
ANNEE = f"L’année s’écrit avec ses quatre chiffres, de {PREMIERE} à {DERNIERE} : 2026, par exemple."


def refuse_annee(jour: date) -> None:
    """A year typed on two digits is the year 26 to a browser."""
    if jour.year not in ANNEES:
        raise ValidationError(ANNEE, code="annee")


def refuse_finess(numero: str) -> None:
    """Nine signs, once what separated them is gone."""
    if len(numero) != FINESS or not (numero.isalnum() and numero.isascii()):
        raise ValidationError(
            f"Un n° FINESS a {FINESS} signes ; celui-ci en a {len(numero)}.", code="finess"
        )


def cle_lue(texte: str) -> int:
    """The key of a row in what anyone may have typed; 0, which no row has, when it is none."""
    return int(texte) if texte.isdecimal() and len(texte) <= CHIFFRES else 0


def jour_lu(texte: str) -> date | None:
    """A day in what anyone may have typed; an early one may have no equivalent in UTC."""
    try:
        jour = parse_date(texte)
    except ValueError:
        return None
    return jour if jour and jour.year in ANNEES else None


class SansCoupe(ChampDeFormulaire):
    """The browser never cuts what is pasted: it is read whole, then its length is told."""

    nettoyer = staticmethod(en_ligne)

    def to_python(self, value: Any) -> Any:
        return super().to_python(self.nettoyer(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class LigneField(SansCoupe, forms.CharField):
    """A name, a title."""


class CodeField(SansCoupe, forms.CharField):
    """A code that someone was given."""

    nettoyer = staticmethod(adresse)


class MotField(SansCoupe, forms.SlugField):
    """A short name for machines: letters without accent, digits, dashes."""

    nettoyer = staticmethod(adresse)


class FinessField(SansCoupe, forms.CharField):
    """A number, however its groups are separated."""

    nettoyer = staticmethod(serre)
    default_validators = [refuse_finess]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "max_length": None})  # the rule says it better


class CourrielField(SansCoupe, forms.EmailField):
    nettoyer = staticmethod(adresse)


class SansCasse:
    """A form whose « courriel » lets someone in: capitals do not tell two addresses apart."""

    cleaned_data: dict[str, Any]

    def clean_courriel(self) -> str:
        return self.cleaned_data["courriel"].lower()


class PageField(SansCoupe, forms.URLField):
    """The address of a page."""

    nettoyer = staticmethod(adresse)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class MotDePasseField(SansCoupe, forms.CharField):
    """As typed, to the last sign."""

    nettoyer = staticmethod(str)  # type: ignore[assignment]

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"strip": False, **kwargs})


class TexteLongField(SansCoupe, forms.CharField):
    """Keeps the group's own spaces and lines; a text of spaces alone is none."""

    widget = forms.Textarea(attrs={"rows": 3, "data-grandit": ""})
    nettoyer = staticmethod(propre)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "strip": False})

    def to_python(self, value: Any) -> str:
        texte = super().to_python(value)
        return texte if texte.strip() else ""


class FichierField(forms.FileField):
    """A file to be read, of ``FICHIER_MAX`` at most."""

    default_error_messages = {"lourd": f"Ce fichier dépasse {MEGAOCTETS} Mo."}

    def to_python(self, data: Any) -> Any:
        fichier = super().to_python(data)
        if fichier is not None and fichier.size > FICHIER_MAX:
            raise ValidationError(self.error_messages["lourd"], code="lourd")
        return fichier


class JourField(forms.DateField):
    """A day: what a browser's calendar sends, or « 17/02/2026 »."""

    widget = forms.DateInput(
        attrs={"type": "date", "min": f"{PREMIERE}-01-01", "max": f"{DERNIERE}-12-31"},
        format="%Y-%m-%d",
    )
    default_error_messages = {"invalid": "Écrivez la date ainsi : 17/02/2026."}

    def to_python(self, value: Any) -> date | None:
        jour = super().to_python(adresse(value) if isinstance(value, str) else value)
        if jour is not None:
            refuse_annee(jour)
        return jour


class ChampLu(forms.Field):
    """A value read from a text: ``lire`` raises ValueError of one that says none."""

    def to_python(self, value: Any) -> Any:
        texte = adresse(str(value or "")).lower()
        if not texte:
            return None
        try:
            return self.lire(texte)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def lire(self, texte: str) -> Any:
        raise NotImplementedError


class MoisField(ChampLu):
    """A month: « 2025-02 » (what browsers send) or « 02/2025 » (what people type)."""

    widget = forms.TextInput(
        attrs={
            "type": "month",
            "placeholder": "2025-02",
            "autocomplete": "off",
            "min": f"{PREMIERE}-01",
            "max": f"{DERNIERE}-12",
        }
    )
    default_error_messages = {"invalid": "Écrivez le mois ainsi : 02/2025."}

    def lire(self, texte: str) -> date:
        morceaux = texte.replace("-", "/").split("/")
        if len(morceaux) == 2 and len(morceaux[0]) >= 4:
            morceaux.reverse()
        mois, annee = (int(morceau) for morceau in morceaux)
        jour = date(annee, mois, 1)
        refuse_annee(jour)
        return jour

    def prepare_value(self, value: Any) -> Any:
        return value.strftime("%Y-%m") if isinstance(value, date | datetime) else value


NOMS_MAX = 20
NOM_MAX = 100  # signs
ENTRE_NOMS = re.compile(r"[,;\n]")


def noms_de(texte: str) -> list[str]:
    """« Cabinet Durand, l’équipe de nuit »: each name once, in the order they were typed."""
    return list(
        dict.fromkeys(nom for un in ENTRE_NOMS.split(texte) if (nom := en_ligne(un).strip()))
    )


class NomsField(SansCoupe, forms.CharField):
    """Several names on one line."""

    nettoyer = staticmethod(propre)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        noms = noms_de(super().to_python(value))
        if len(noms) > NOMS_MAX:
            raise ValidationError(f"{NOMS_MAX} noms au plus.", code="trop")
        for nom in noms:
            if len(nom) > NOM_MAX:
                raise ValidationError(
                    f"« {nom[:30]}… » : un nom a {NOM_MAX} signes au plus ; séparez les noms par "
                    "des virgules.",
                    code="long",
                )
        return noms

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value


HEURE = re.compile(r"(\d{1,2})\s*(?:h|heures?|:|\.)?\s*(?:(\d{2})(?:\s*(?:min|:00))?)?")
DUREE = re.compile(r"(?:(\d{1,2})\s*h(?:eures?)?)?\s*(?:(\d{1,3})\s*(?:min(?:utes?)?)?)?")
MIDI = {"midi": "12:00", "minuit": "0:00"}
HEURES_MAX = 12  # a bare number up to there is hours, then minutes; and no séance is longer


class HeureField(ChampLu):
    """An hour of the day: « 14:30 » (what browsers send), « 14 h 30 », « 14h », « midi »."""

    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    default_error_messages = {"invalid": "Écrivez l’heure ainsi : 14 h 30 (de 0 h à 23 h 59)."}

    def lire(self, texte: str) -> time:
        lue = HEURE.fullmatch(MIDI.get(texte, texte))
        if lue is None:
            raise ValueError(texte)
        return time(int(lue[1]), int(lue[2] or 0))

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%H:%M}" if isinstance(value, time) else value


class DureeField(ChampLu):
    """How long, in minutes: « 1 h 30 », « 45 min », « 2 » (hours), « 90 » (minutes)."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "1 h 30"})
    default_error_messages = {
        "invalid": f"Écrivez la durée ainsi : 1 h 30, ou 45 min ({HEURES_MAX} h au plus)."
    }

    def lire(self, texte: str) -> int:
        lue = DUREE.fullmatch(texte)
        heures, minutes = (int(n or 0) for n in lue.groups()) if lue else (0, 0)
        if texte.isdecimal() and minutes <= HEURES_MAX:
            heures, minutes = minutes, 0
        total = heures * 60 + minutes
        if not 0 < total <= HEURES_MAX * 60:
            raise ValueError(texte)
        return total

    def prepare_value(self, value: Any) -> Any:
        return temps(value) if isinstance(value, int) else value


class BorneField(ChampLu):
    """A month or a day: « 03/2026 », « 12/03/2026 », « mars 2026 », with its year."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "placeholder": "03/2026"})
    default_error_messages = {"invalid": "Écrivez un mois (03/2026) ou un jour (12/03/2026)."}

    def lire(self, texte: str) -> Borne | None:
        # Read from two centuries, it says the same: its year is written.
        periode, autre = (comprendre(texte, date(annee, 1, 1)) for annee in (1950, 2050))
        if periode.debut is None or periode.debut != periode.fin or periode != autre:
            raise ValueError(texte)
        return periode.fin

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, Borne):
            return value
        jour = f"{value.jour:02d}/" if value.jour else ""
        return f"{jour}{value.mois:02d}/{value.annee}"
