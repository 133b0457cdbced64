"""How people get in, prove who they are, and leave (docs/adr/0009-entrer.md)."""

from pasapas.comptes.demo import (
    ADMINISTRATION_DEMO,
    AUTRES_DEMO,
    COLLEGUE_DEMO,
    COMPTES_DEMO,
    MOT_DE_PASSE_DEMO,
)

__all__ = [
    "ADMINISTRATION_DEMO",
    "AUTRES_DEMO",
    "COLLEGUE_DEMO",
    "COMPTES_DEMO",
    "MOT_DE_PASSE_DEMO",
]
