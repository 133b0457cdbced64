"""French in any template: ``{{ le|jour }}``, « 1er décembre 2026 »; ``{{ texte|insecables }}``."""

from datetime import date
from typing import Any

from django import template
from django.template.defaultfilters import stringfilter

from pasapas.valeurs import textes

register = template.Library()
register.filter("de", textes.de)
register.filter("insecables", stringfilter(textes.insecables), is_safe=True)


@register.filter(expects_localtime=True)
def jour(valeur: Any, suite: str = "F Y") -> str:
    """``suite``: what follows the day; « F », without its year."""
    return textes.jour(valeur, suite) if isinstance(valeur, date) else ""
