"""What every template may ask for."""

from django.conf import settings
from django.http import HttpRequest


def demo(request: HttpRequest) -> dict[str, object]:
    """``mode_demo``: this installation shows the example project to anyone."""
    return {"mode_demo": settings.DEMO}
