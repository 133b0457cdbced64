"""The first account of an empty installation: ``manage.py premier_administrateur ADRESSE``."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from pasapas.models import User
from pasapas.serveur.hotes import racine


class Command(BaseCommand):
    help = (
        "Ouvre le compte du premier administrateur d’une installation et montre son mot de passe "
        "provisoire. Refuse s’il y en a déjà un : c’est lui qui nomme les suivants."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("courriel", help="son adresse e-mail")
        parser.add_argument("--prenom", default="")
        parser.add_argument("--nom", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        courriel = options["courriel"].strip().lower()
        try:
            validate_email(courriel)
        except ValidationError as refus:
            raise CommandError(" ".join(refus.messages)) from refus
        passe = secrets.token_urlsafe(15)
        with transaction.atomic():
            deja = User.objects.filter(is_superuser=True, is_active=True).first()
            if deja:
                raise CommandError(
                    f"Cette installation a déjà un administrateur ({deja.email}). S’il ne peut "
                    "plus entrer : manage.py changepassword, manage.py seconde_preuve --retirer."
                )
            if User.objects.filter(email=courriel).exists():
                raise CommandError("Un compte porte déjà cette adresse.")
            User.objects.create_superuser(
                courriel, passe, prenom=options["prenom"], nom=options["nom"]
            )
        self.stdout.write(
            f"Compte ouvert pour {courriel}.\nMot de passe provisoire, montré une seule fois : "
            f"{passe}\nEntrez à {racine()}{reverse('account_login')} : une seconde vérification "
            "vous sera demandée, puis « Ouvrir un établissement »."
        )
