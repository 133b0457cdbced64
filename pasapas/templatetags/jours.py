"""A day as one says it, « 1er décembre 2026 »: ``{{ x.close_le|jour }}``, in any template."""

from datetime import date
from typing import Any

from django import template

from pasapas.valeurs import textes

register = template.Library()


@register.filter(expects_localtime=True)
def jour(valeur: Any, suite: str = "F Y") -> str:
    """``suite``: what follows the day; « F », without its year."""
    return textes.jour(valeur, suite) if isinstance(valeur, date) else ""
