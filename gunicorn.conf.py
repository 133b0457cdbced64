"""How the pages are served: `make demo`, a real server and the trials all read this."""

import sys

from django.core.exceptions import ImproperlyConfigured

try:
    from pasapas.settings import LOGGING
except ImproperlyConfigured as manque:
    sys.exit(f"✗ {manque}")

logconfig_dict = LOGGING
