"""One archive of an installation, and the way back (docs/adr/0040, docs/heberger.md)."""
