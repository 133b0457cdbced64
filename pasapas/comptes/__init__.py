"""How people get in, prove who they are, and leave (docs/adr/0009-entrer.md)."""
