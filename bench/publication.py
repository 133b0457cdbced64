"""One version published for each line read: the step of ``changements.bouger``, and no more."""

import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from bench.requetes import SLUG  # noqa: E402
from pasapas.ecriture import changements  # noqa: E402
from pasapas.models import Projet  # noqa: E402

if __name__ == "__main__":
    projet = Projet.objects.get(slug=SLUG)
    for _ in sys.stdin:
        with transaction.atomic():
            changements.bouger(projet)
        print(flush=True)
