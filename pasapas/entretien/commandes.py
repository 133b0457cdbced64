"""What our commands have in common: trying without doing, and not stopping at the first fault."""

import logging
from argparse import REMAINDER
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

journal = logging.getLogger(__name__)


class AvecABlanc(BaseCommand):
    """A command that changes much says first what it would do: ``--a-blanc`` or ``--dry-run``."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--a-blanc",
            "--dry-run",
            action="store_true",
            dest="a_blanc",
            help="dire ce qui serait fait, ne rien faire",
        )


def essayer(quoi: str, faire: Callable[[], Any], rates: list[str]) -> Any:
    """What ``faire`` gives; None when it fails, and then ``quoi`` joins ``rates``."""
    try:
        return faire()
    except Exception as erreur:  # whatever it is, the next fresque, or step, must have its turn
        journal.exception("%s : étape en échec", quoi)
        rates.append(f"{quoi} ({type(erreur).__name__})")
        return None


class Remplacee(BaseCommand):
    """A library's command that does not know the wall between fresques: refused, whatever it is
    asked, and what to use is said."""

    a_la_place = ""
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reste", nargs=REMAINDER, help="rien de ce qui suit n’est lu")

    def run_from_argv(self, argv: list[str]) -> None:
        super().run_from_argv(argv[:2])

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError(self.a_la_place)
