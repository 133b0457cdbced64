"""The machine's Chromium: one kept open (Playwright), or one process for one print."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright


def find_chromium() -> str:
    """Its path, or nothing when this machine has none."""
    noms = ("chromium", "chromium-browser", "google-chrome")
    trouves = (shutil.which(nom) for nom in noms)
    return os.environ.get("PASAPAS_CHROMIUM") or next(filter(None, trouves), "")


def options() -> list[str]:
    """Chromium refuses its sandbox to root."""
    return ["--no-sandbox"] if os.getuid() == 0 else []


@contextmanager
def browse(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        navigateur = playwright.chromium.launch(executable_path=chromium, args=options())
        try:
            yield navigateur
        finally:
            navigateur.close()
