"""Entry point of the page servers (gunicorn)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pasapas.settings")
application = get_wsgi_application()
