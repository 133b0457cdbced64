"""The application's settings, plus one trivial page to compare with."""

from pasapas.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
