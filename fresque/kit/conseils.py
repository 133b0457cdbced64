"""Each piece of advice of the kit, where it comes from and where one needs it (kit 1.1 to 1.5).

Labels and questions of the boxes are the kit's, word for word, and live with the planches; its
longer texts are told again in short in ``conseils.yaml``, with their source.
"""

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml

FICHIER = Path(__file__).with_name("conseils.yaml")
IMPRIMER = "imprimer"  # the only page that is no planche


@dataclass(frozen=True, slots=True)
class Conseil:
    """``lieux``: kinds of planche (``Planche.modele``) and pages where it stands; ``encarts``: the
    boxes of that planche it is about, all of them when empty."""

    code: str
    source: str
    texte: str
    lieux: list[str]
    encarts: list[str] = field(default_factory=list)
    titre: str = ""


@cache
def conseils() -> tuple[Conseil, ...]:
    """All of them, in the order of the kit."""
    sources = yaml.safe_load(FICHIER.read_text(encoding="utf-8"))
    return tuple(Conseil(source=une["source"], **dit) for une in sources for dit in une["conseils"])


def conseils_de(lieu: str) -> tuple[Conseil, ...]:
    """Those that stand at this kind of planche or page."""
    return tuple(conseil for conseil in conseils() if lieu in conseil.lieux)
