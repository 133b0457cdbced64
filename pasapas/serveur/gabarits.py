"""Templates as one writes them, pages as one sends them: what only sets a template out is left
aside when it is read, once, before Django compiles it."""

import re
from typing import Any

from django.template import Origin
from django.template.loaders.filesystem import Loader

NOMS = "(?:end)?(?:if|for|with|block|spaceless)|elif|else|empty|load|extends"
REGLE = rf"{{% (?:{NOMS})\b(?:(?!%}}).)*%}}"
REMARQUE = r"{% comment %}(?s:.)*?{% endcomment %}"
MARGE = re.compile(r"^[ \t]+", re.MULTILINE)
SEULES = re.compile(rf"^((?:{REMARQUE}|{REGLE}|[ \t])+)\n", re.MULTILINE)
JOINT = re.compile(r"{##}\n[ \t]*")


def alleger(gabarit: str) -> str:
    """No margin; a line that holds nothing but rules leaves no empty line; ``{##}`` at the end of
    a line joins the next one to it, where a space would be seen."""
    return SEULES.sub(r"\1", MARGE.sub("", JOINT.sub("", gabarit)))


class Gabarits(Loader):
    """Our own pages; e-mails and other plain texts stay as they are written."""

    def get_contents(self, origin: Origin) -> Any:
        contenu = super().get_contents(origin)
        return alleger(contenu) if origin.name.endswith(".html") else contenu
