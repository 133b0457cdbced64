"""What every template may ask for."""

from django.conf import settings
from django.http import HttpRequest

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
