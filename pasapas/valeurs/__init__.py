"""Frozen values the screen and the paper share, and the words a text may hold."""
