"""Take a projet out as a file: ``manage.py export_projet ADRESSE > fichier.yaml``."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from fresque.fichier import exporter
from fresque.management.projets import nomme


class Command(BaseCommand):
    help = "Écrit un projet en YAML sur la sortie standard, sans aucune réponse individuelle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="l’adresse du projet, par exemple dragibus-2025")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        self.stdout.write(exporter(nomme(slug)), ending="")
