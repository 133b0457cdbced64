"""What every template may ask for."""

from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html


def demo(request: HttpRequest) -> dict[str, object]:
    """``mode_demo``: this installation shows the example project to anyone."""
    return {"mode_demo": settings.DEMO}


def envoi(request: HttpRequest) -> dict[str, str]:
    """``cle_envoi``: what a form that creates or sends something carries, so that sent twice it
    is done once (``pasapas.entree.recus``)."""
    return {"cle_envoi": format_html('<input type="hidden" name="envoi" value="{}">', uuid4())}
