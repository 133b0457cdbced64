"""Entry point of the stream servers (uvicorn pasapas.asgi:application)."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasapas.settings")
django.setup()

from pasapas.direct.flux import Flux  # noqa: E402  (needs the settings)

application = Flux()
