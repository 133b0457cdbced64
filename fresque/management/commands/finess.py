"""Fill the table where établissements are looked up: ``manage.py finess fichier.csv``."""

from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fresque.accompagnement.finess import COLONNES, FichierRefuse, importer, lire_colonnes
from pasapas.serveur.mots_du_systeme import en_francais


class Command(BaseCommand):
    help = (
        "Importe un fichier CSV d’établissements (FINESS) dans la table où la console les "
        "cherche. Les noms des colonnes sont des données : --colonnes."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", type=Path)
        parser.add_argument(
            "--colonnes",
            type=Path,
            default=COLONNES,
            help="le fichier YAML qui dit quelle colonne est quoi",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            octets = options["fichier"].read_bytes()
            bilan = importer(octets, lire_colonnes(options["colonnes"]))
        except OSError as refus:
            raise CommandError(
                f"Ce fichier ne se lit pas : {refus.filename}, {en_francais(refus)}."
            ) from refus
        except (FichierRefuse, yaml.YAMLError, KeyError) as refus:
            raise CommandError(str(refus)) from refus
        self.stdout.write(
            f"Lues : {bilan.lues}. Gardées : {bilan.gardees}. D’une autre catégorie ou sans "
            f"numéro : {bilan.laissees}."
        )
