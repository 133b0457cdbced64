"""Erase what is no longer to be kept, two months after saying so. To be run every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from fresque.donnees.conservation import passer
from fresque.donnees.preavis import un_facteur


class Command(BaseCommand):
    help = (
        "Prévient les pilotes des fresques que personne ne touche plus, et les titulaires des "
        "comptes qui ne servent plus ; efface ce dont l’effacement est annoncé depuis deux mois. "
        "À lancer chaque jour."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--a-blanc", action="store_true", help="dire ce qui serait fait, ne rien faire"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        a_blanc = options["a_blanc"]
        passage = passer(timezone.localdate(), a_blanc=a_blanc)
        self._dire("À prévenir" if a_blanc else "Prévenus", passage.prevenus)
        self._dire("À effacer" if a_blanc else "Effacés", passage.effaces)
        if not (passage.prevenus or passage.effaces or passage.echecs):
            self.stdout.write("Rien à prévenir, rien à effacer.")
        if passage.echecs:
            raise CommandError(self._echecs(passage.echecs))

    def _dire(self, titre: str, noms: list[str]) -> None:
        for nom in noms:
            self.stdout.write(f"{titre} : {nom}")

    @staticmethod
    def _echecs(noms: list[str]) -> str:
        cause = (
            "le message n’est pas parti"
            if un_facteur()
            else "cette installation n’envoie pas d’e-mails (PASAPAS_EMAIL_URL)"
        )
        liste = ", ".join(noms)
        return (
            f"Préavis non donnés, {cause} : {liste}. Rien n’est effacé sans préavis ; "
            "un nouvel essai aura lieu au prochain passage."
        )
