"""Whether mails really leave: ``manage.py essai_courriel ADRESSE``."""

from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pasapas.models import Ouvrier
from pasapas.serveur.hotes import racine
from pasapas.serveur.mots_du_systeme import en_francais
from pasapas.travaux.boite import noter_parti

OBJET = "[Pas à pas] Essai d’envoi"
TEXTE = (
    "Ce message vient de {racine}.\n\nSi vous le lisez, l’installation envoie ses courriels. "
    "Regardez aussi de qui il paraît venir ({de}) et s’il n’est pas tombé dans les indésirables."
)


class Command(BaseCommand):
    help = "Envoie tout de suite un courriel d’essai, et dit ce que le serveur d’envoi a répondu."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("adresse", help="à qui l’envoyer : une adresse que vous lisez")

    def handle(self, *args: Any, **options: Any) -> None:
        de = settings.DEFAULT_FROM_EMAIL
        texte = TEXTE.format(racine=racine(), de=de)
        try:
            EmailMessage(OBJET, texte, de, [options["adresse"]], connection=get_connection()).send()
        except (OSError, SMTPException) as refus:
            raise CommandError(
                f"Le courriel n’est pas parti : {en_francais(refus)}. "
                "Le réglage est PASAPAS_EMAIL_URL."
            ) from refus
        noter_parti(options["adresse"])
        self.stdout.write(f"Remis au serveur d’envoi, pour {options['adresse']}. Lisez-le.")
        if not Ouvrier.objects.la().exists():
            self.stdout.write(
                "Aucun ouvrier n’est en marche : les courriels de l’application attendent. "
                "Démarrez « manage.py ouvrier »."
            )
