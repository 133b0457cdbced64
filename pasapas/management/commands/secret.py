"""The server's secret, and how it is changed: ``manage.py secret``."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pasapas.entretien.cles import rechiffrer

SUITE = (
    "Les cartes d’accès, les adresses d’agenda et les bulletins à tirer donnés avant le changement "
    "servent encore tant que l’ancien secret reste dans PASAPAS_SECRET_KEY_FALLBACKS."
)


class Command(BaseCommand):
    help = (
        "Fabrique un nouveau secret (--nouveau), ou récrit sous le secret d’aujourd’hui ce que "
        "d’anciens secrets cachaient (--rechiffrer)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        geste = parser.add_mutually_exclusive_group(required=True)
        geste.add_argument("--nouveau", action="store_true", help="afficher un secret tout neuf")
        geste.add_argument(
            "--rechiffrer",
            action="store_true",
            help="secondes vérifications et courriels en attente passent au secret d’aujourd’hui",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["nouveau"]:
            self.stdout.write(secrets.token_urlsafe(60))
            return
        bilan = rechiffrer()
        self.stdout.write(f"Récrits sous le secret d’aujourd’hui : {bilan.repris}.")
        if settings.SECRET_KEY_FALLBACKS:
            self.stdout.write(SUITE)
        if bilan.perdus:
            raise CommandError(
                f"{bilan.perdus} ne s’ouvrent avec aucun des secrets donnés. Ajoutez l’ancien à "
                "PASAPAS_SECRET_KEY_FALLBACKS ; s’il est perdu, « manage.py seconde_preuve » rend "
                "l’entrée à chaque personne."
            )
