"""Let somebody in who can no longer give a second proof: ``manage.py seconde_preuve``."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pasapas.models import User


class Command(BaseCommand):
    help = (
        "Dit quelles secondes vérifications a un compte, ou les retire (--retirer) : à sa "
        "prochaine entrée, la personne en choisit une nouvelle."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("courriel", help="l’adresse e-mail du compte")
        parser.add_argument("--retirer", action="store_true", help="les retirer toutes")

    def handle(self, *args: Any, **options: Any) -> None:
        compte = User.objects.filter(email__iexact=options["courriel"].strip()).first()
        if compte is None:
            raise CommandError(f"Aucun compte à l’adresse « {options['courriel']} ».")
        preuves = Authenticator.objects.filter(user=compte)
        if not options["retirer"]:
            noms = [str(preuve.get_type_display()) for preuve in preuves]
            self.stdout.write(", ".join(noms) or "Aucune seconde vérification.")
            return
        combien = preuves.count()
        preuves.delete()
        self.stdout.write(f"Secondes vérifications retirées : {combien}.")
