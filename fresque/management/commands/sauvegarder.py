"""One archive of all the installation holds: ``manage.py sauvegarder``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from fresque.sauvegarde.archive import sauvegarder
from fresque.sauvegarde.rotation import JOURS, MOIS, SEMAINES, a_garder
from pasapas.serveur import garde
from pasapas.serveur.mots_du_systeme import en_francais

EN_CLAIR = (
    "Le secret du serveur n’entre que dans une archive chiffrée : donnez une clé par "
    "PASAPAS_SAUVEGARDE_CLE."
)


class Command(BaseCommand):
    help = (
        "Écrit une archive (données, fichiers, sommes de contrôle, version) pendant que l’on "
        "continue d’écrire. Avec PASAPAS_SAUVEGARDE_CLE, elle est chiffrée."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--tourner",
            action="store_true",
            help=f"n’en garder que {JOURS} de jour, {SEMAINES} de semaine et {MOIS} de mois",
        )
        parser.add_argument(
            "--avec-le-secret",
            action="store_true",
            help="y mettre aussi le secret du serveur (archive chiffrée seulement)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        cle = settings.SAUVEGARDE_CLE
        if options["avec_le_secret"] and not cle:
            raise CommandError(EN_CLAIR)
        try:
            archive = sauvegarder(cle=cle, avec_le_secret=options["avec_le_secret"])
        except OSError as panne:
            raise CommandError(f"Pas de sauvegarde : {en_francais(panne)}.") from panne
        self.stdout.write(f"{archive} ({archive.stat().st_size // 1024 + 1} ko)")
        if options["tourner"]:
            self._tourner()

    def _tourner(self) -> None:
        dates = {fichier: garde.date_de(fichier) for fichier in garde.archives()}
        gardees = a_garder(date for date in dates.values() if date)
        for fichier, date in dates.items():
            if date not in gardees:
                fichier.unlink(missing_ok=True)
                self.stdout.write(f"retirée : {fichier.name}")
