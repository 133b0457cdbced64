"""Take a projet out as a file: ``manage.py export_projet ADRESSE > fichier.yaml``."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fresque.fichier import exporter
from pasapas.models import Projet


class Command(BaseCommand):
    help = "Écrit un projet en YAML sur la sortie standard, sans aucune réponse individuelle."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="l’adresse du projet, par exemple dragibus-2025")

    def handle(self, *args: Any, slug: str, **options: Any) -> None:
        projet = (
            Projet.objects.sans_projet("ligne de commande")
            .select_related("etablissement__region")
            .filter(slug=slug)
            .first()
        )
        if projet is None:
            raise CommandError(f"Aucun projet à l’adresse « {slug} ».")
        self.stdout.write(exporter(projet), ending="")
