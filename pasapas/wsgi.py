"""Entry point of the page servers (gunicorn)."""

import logging
import os

import django

from pasapas.serveur.requete import Application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasapas.settings")
django.setup(set_prefix=False)
logging.captureWarnings(True)
application = Application()
