"""Pas à pas: what every annexe stands on, and the wiring of them all."""

VERSION = "0.1.0"  # the same in pyproject.toml: a test holds it
