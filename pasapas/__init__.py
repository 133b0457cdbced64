"""Pas à pas: what every annexe stands on, and the wiring of them all."""

VERSION = "1.0.0"  # the same in pyproject.toml: a test holds it
