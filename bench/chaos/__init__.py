"""Breakage on purpose: what was acknowledged must still be there, once, and nothing answers 500."""
