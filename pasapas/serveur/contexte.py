"""What every template may ask for."""

from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html

BISCUIT = "confort"
CONFORTS = ("contraste", "grand")  # stronger contrast, larger text


def conforts(request: HttpRequest) -> tuple[str, ...]:
    """What the person asked for on this device, and nothing else that a cookie may say."""
    dits = request.COOKIES.get(BISCUIT, "").split("-")
    return tuple(choix for choix in CONFORTS if choix in dits)


def confort(request: HttpRequest) -> dict[str, object]:
    """``conforts``: each is a class of the page. What follows the person's system is in the CSS."""
    return {"conforts": conforts(request)}


def demo(request: HttpRequest) -> dict[str, object]:
    """``mode_demo``: this installation shows the example project to anyone."""
    return {"mode_demo": settings.DEMO}


def envoi(request: HttpRequest) -> dict[str, str]:
    """``cle_envoi``: what a form that creates or sends something carries, so that sent twice it
    is done once (``pasapas.entree.recus``)."""
    return {"cle_envoi": format_html('<input type="hidden" name="envoi" value="{}">', uuid4())}
