"""Erase what is no longer to be kept, two months after saying so. To be run every day."""

from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from fresque.donnees.conservation import passer
from fresque.donnees.preavis import un_facteur
from pasapas.entretien.commandes import AvecABlanc


class Command(AvecABlanc):
    help = (
        "Prévient les pilotes des fresques que personne ne touche plus, et les titulaires des "
        "comptes qui ne servent plus ; efface ce dont l’effacement est annoncé depuis deux mois. "
        "À lancer chaque jour."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        a_blanc = options["a_blanc"]
        passage = passer(timezone.localdate(), a_blanc=a_blanc)
        self._dire("À prévenir" if a_blanc else "Prévenus", passage.prevenus)
        self._dire("À effacer" if a_blanc else "Effacés", passage.effaces)
        if not any((passage.prevenus, passage.effaces, passage.echecs, passage.rates)):
            self.stdout.write("Rien à prévenir, rien à effacer.")
        dits = [self._echecs(passage.echecs)] if passage.echecs else []
        if passage.rates:
            dits.append(f"Pas traités, le journal dit pourquoi : {', '.join(passage.rates)}.")
        if dits:
            raise CommandError(" ".join(dits))

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
