"""An unknown variable in one of our templates is a mistake, not an empty text."""

import sys
from pathlib import Path

from django.conf import settings

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
