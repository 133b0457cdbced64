"""How people get in, prove who they are, and leave (docs/adr/0009-entrer.md)."""

from pasapas.comptes.demo import COMPTES_DEMO, MOT_DE_PASSE_DEMO

__all__ = ["COMPTES_DEMO", "MOT_DE_PASSE_DEMO"]
