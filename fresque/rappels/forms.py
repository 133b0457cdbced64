"""How a person wants to be reminded."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField

from fresque.models.rappels import MOMENTS, UN_MOMENT, ChoixRappels, Rythme


class ChoixRappelsForm(forms.ModelForm):
    class Meta:
        model = ChoixRappels
        fields = ("rythme", *MOMENTS)
        widgets = {"rythme": forms.RadioSelect}

    @property
    def moments(self) -> list[BoundField]:
        return [self[nom] for nom in MOMENTS]

    def clean(self) -> dict[str, Any]:
        """Said beside the first box rather than by the constraint."""
        dites = super().clean() or {}
        if dites.get("rythme") == Rythme.MIENNES and not any(dites.get(nom) for nom in MOMENTS):
            self.add_error("j30", ValidationError(UN_MOMENT, code="aucun_moment"))
        return dites
