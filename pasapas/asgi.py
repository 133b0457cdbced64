"""Entry point of the stream servers (uvicorn pasapas.asgi:application)."""

import logging
import os
import sys

import django
from django.core.exceptions import ImproperlyConfigured

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasapas.settings")
try:
    django.setup()
except ImproperlyConfigured as manque:
    sys.exit(f"✗ {manque}")
logging.captureWarnings(True)

from pasapas.direct.flux import Flux  # noqa: E402  (needs the settings)

application = Flux()
