"""How the pages are served: `make demo`, a real server and the trials all read this."""

import sys
from logging.config import dictConfig
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from gunicorn.config import Config
from gunicorn.glogging import Logger

try:
    from pasapas.settings import LOGGING
except ImproperlyConfigured as manque:
    sys.exit(f"✗ {manque}")


class Journal(Logger):
    """The same lines as those of the application."""

    def setup(self, cfg: Config) -> None:
        super().setup(cfg)
        dictConfig(LOGGING)


logger_class = Journal
worker_class = "pasapas.serveur.guichet.Guichet"
workers = 2
threads = 4  # per worker; prints take three of them at most (fresque/pdf/moteur.py)
worker_connections = 400  # per worker: a process may often open no more than 1024 files
graceful_timeout = 2  # seconds: what is under way when told to stop; then it is asked again
sendfile = False  # a file leaves as any answer does


def post_worker_init(worker: Any) -> None:
    """Before this worker answers anybody."""
    from fresque.views.chauffe import chauffer

    chauffer(worker.wsgi)
