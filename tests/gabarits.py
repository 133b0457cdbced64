"""An unknown variable in one of our templates is a mistake, not an empty text."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage

NOS_GABARITS = str(Path(settings.BASE_DIR) / "templates")


class VariableInconnue(str):
    """``string_if_invalid`` that raises, unless the template is a package's own.

    ``{% if x %}`` and ``{% for y in x %}`` may still ask for a name that is not there.
    """

    def __new__(cls) -> "VariableInconnue":
        return super().__new__(cls, "%s")

    def __mod__(self, variable: object) -> str:
        cadre = sys._getframe(1)
        while cadre and "context" not in cadre.f_locals:
            cadre = cadre.f_back
        gabarit = cadre.f_locals["context"].render_context.template
        if str(gabarit.origin.name).startswith(NOS_GABARITS):
            raise AssertionError(f"Variable inconnue « {variable} » dans {gabarit.origin.name}")
        return ""


class Statiques(StaticFilesStorage):
    """Every page names the same ten files: where each is, worked out once."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.url = cache(super().url)
