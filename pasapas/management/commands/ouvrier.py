"""What is done beside the pages: e-mails that leave, work that takes time."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from pasapas.travaux.ouvrier import Ouvrier


class Command(BaseCommand):
    help = (
        "Envoie les courriels et fait les travaux demandés par les pages. Un processus à garder "
        "en marche à côté d’elles ; plusieurs peuvent tourner ensemble."
    )

    requires_system_checks = ()  # they load every page, that this process never serves

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--une-fois", action="store_true", help="faire ce qui attend, puis s’arrêter"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        Ouvrier().tourner(une_fois=options["une_fois"])
