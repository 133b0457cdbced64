"""Back from an archive: ``manage.py restaurer ARCHIVE``."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from fresque.sauvegarde.archive import ArchiveRefusee
from fresque.sauvegarde.restauration import restaurer, secret_de
from pasapas.serveur.mots_du_systeme import en_francais

SOUS_UN_AUTRE = (
    "Le secret de ce serveur n’est pas celui de l’archive : remettez l’ancien (ou ajoutez-le à "
    "PASAPAS_SECRET_KEY_FALLBACKS). Sans lui, cartes d’accès, adresses d’agenda et secondes "
    "vérifications sont à refaire ; « manage.py seconde_preuve --retirer » rend l’entrée."
)


RIEN = "Rien n’est restauré : {}. Donnez une base neuve par DATABASE_URL, puis recommencez."


class Command(BaseCommand):
    help = (
        "Remet une archive dans une base vide, SQLite ou PostgreSQL, puis la met à jour. Refuse "
        "une archive abîmée, plus récente, ou une base qui tient déjà quelque chose."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument(
            "--dire-le-secret",
            action="store_true",
            help="ne rien restaurer : afficher le secret que l’archive emporte",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        chemin, cle = options["archive"], settings.SAUVEGARDE_CLE
        try:
            if options["dire_le_secret"]:
                secret = secret_de(chemin, cle)
                self.stdout.write(secret or "Cette archive n’emporte pas le secret.")
                return
            rapport = restaurer(chemin, cle=cle)
        except ArchiveRefusee as refus:
            raise CommandError(str(refus)) from refus
        except (OSError, DatabaseError) as panne:
            raise CommandError(RIEN.format(en_francais(panne))) from panne
        self.stdout.write(f"Restauré : {rapport.lignes} lignes, {rapport.fichiers} fichiers.")
        if rapport.effaces:
            self.stdout.write(
                f"Effacé à nouveau, puisque c’était effacé depuis l’archive : {rapport.effaces}."
            )
        for recueil in rapport.recueils:
            self.stdout.write(f"Recueil à rouvrir (ses réponses n’étaient pas gardées) : {recueil}")
        if not rapport.secret:
            self.stdout.write(SOUS_UN_AUTRE)
