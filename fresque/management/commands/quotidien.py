"""The work of every day, in one command: ``manage.py quotidien``."""

from functools import partial
from typing import Any

from django.core.management import call_command
from django.core.management.base import CommandError

from pasapas.entretien.commandes import AvecABlanc, essayer

# Each one whatever becomes of the others.
ETAPES = (
    "menage",
    "impressions",
    "residus",
    "conservation",
    "accompagnements",
    "portefeuille",
    "rappels",
)


class Command(AvecABlanc):
    help = (
        "Fait le travail de chaque jour : ménage, vieilles impressions, résidus des recueils, "
        "conservation, puis les rappels que l’ouvrier n’aurait pas décidés. Une étape qui échoue "
        "n’arrête pas les autres ; la commande finit alors en erreur et dit lesquelles revoir."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        rates: list[str] = []
        for nom in ETAPES:
            self.stdout.write(f"— {nom}")
            essayer(nom, partial(self._faire, nom, rates, options["a_blanc"]), rates)
        if rates:
            raise CommandError(f"Étapes à revoir : {', '.join(rates)}.")

    def _faire(self, nom: str, rates: list[str], a_blanc: bool) -> None:
        try:
            call_command(nom, a_blanc=a_blanc, stdout=self.stdout, stderr=self.stderr)
        except CommandError as echec:  # it says itself what it could not do
            self.stderr.write(f"{nom} : {echec}")
            rates.append(nom)
