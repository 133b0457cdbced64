"""Clean below the database what destroyed answers may have left there. To be run every day."""

from typing import Any

from django.core.management.base import CommandError

from diagnostic.campagnes.residus import nettoyer
from pasapas.entretien.commandes import AvecABlanc


class Command(AvecABlanc):
    help = (
        "Efface sous la base ce que des réponses individuelles détruites y ont laissé (fichier "
        "-wal de SQLite, lignes mortes de PostgreSQL). La clôture le fait déjà ; chaque jour, "
        "cette commande reprend ce qu’elle n’a pas pu faire."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["a_blanc"]:
            self.stdout.write("Les résidus des recueils seraient effacés.")
        elif not nettoyer():
            raise CommandError("Des résidus de recueils restent : le journal dit pourquoi.")
        else:
            self.stdout.write("Résidus des recueils effacés.")
