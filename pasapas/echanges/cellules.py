"""What a cell may say, and what it means: each refusal in the words of our forms."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from import_export import widgets

from pasapas.echanges.formats import dire
from pasapas.lecture.classeur import ErreurDeTableur
from pasapas.valeurs.pliage import plier

OUI_NON = {"oui": True, "vrai": True, "1": True, "x": True, "non": False, "faux": False, "0": False}
LETTRES = re.compile(r"[^a-z0-9]+")


def serrer(texte: Any) -> str:
    """« ASE-PJJ » and « ase_pjj » are one word."""
    return LETTRES.sub("", plier(str(texte or "")).lower())


class Cellule(widgets.Widget):
    """``lire`` gives the value, or raises ValueError with the reason."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, ErreurDeTableur):
            raise ValueError(f"« {value} » : le tableur n’a pas su calculer cette case.")
        try:
            return self.lire("" if value is None else str(value).strip())
        except ValidationError as refus:
            raise ValueError(" ".join(refus.messages)) from refus

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return dire(value)

    def lire(self, dit: str) -> Any:
        return dit


class DeForme(Cellule):
    """As a field of our forms reads it."""

    def __init__(self, champ: forms.Field, *, vide: Any = None) -> None:
        super().__init__()
        self.champ, self.vide = champ, vide

    def lire(self, dit: str) -> Any:
        return self.champ.clean(dit) if dit else self.vide


class Choix(Cellule):
    """A word of a list: as it reads, or its code."""

    def __init__(self, choix: type[models.TextChoices], *, vide: Any = "") -> None:
        super().__init__()
        self.choix, self.vide = choix, vide
        self.mots = {serrer(un.label): un.value for un in choix}
        self.mots |= {serrer(un.value): un.value for un in choix}

    def lire(self, dit: str) -> Any:
        if not dit:
            return self.vide
        if serrer(dit) not in self.mots:
            attendus = ", ".join(str(un.label) for un in self.choix)
            raise ValueError(f"« {dit[:60]} » n’est pas dans la liste : {attendus}.")
        return self.mots[serrer(dit)]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.choix(value).label) if value else ""


class OuiNon(Cellule):
    def lire(self, dit: str) -> bool:
        if not dit:
            return False
        if serrer(dit) not in OUI_NON:
            raise ValueError(f"« {dit[:60]} » : écrivez oui ou non.")
        return OUI_NON[serrer(dit)]


class Liee(Cellule):
    """A row of another table by its natural key: ``trouver`` gives it, or None."""

    def __init__(
        self, trouver: Callable[[str], Any], cle: Callable[[Any], str], inconnue: str
    ) -> None:
        super().__init__()
        self.trouver, self.cle, self.inconnue = trouver, cle, inconnue

    def lire(self, dit: str) -> Any:
        if not dit:
            return None
        trouvee = self.trouver(dit)
        if trouvee is None:
            raise ValueError(self.inconnue.format(dit[:80]))
        return trouvee

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.cle(value) if value is not None else ""
