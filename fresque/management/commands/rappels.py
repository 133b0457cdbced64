"""Put the reminders of the day in the outbox. The worker does so each hour by itself."""

from typing import Any

from fresque.rappels.operations import passer
from pasapas.entretien.commandes import AvecABlanc


class Command(AvecABlanc):
    help = (
        "Prépare les rappels du jour : un e-mail au plus par personne, entre 7 h et 20 h là où "
        "elle est. L’ouvrier le fait chaque heure ; relancer ne renvoie rien."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        nombre = passer(a_blanc=options["a_blanc"])
        quoi = "à envoyer" if options["a_blanc"] else "dans la boîte d’envoi"
        self.stdout.write(f"Rappels {quoi} : {nombre}." if nombre else "Aucun rappel à envoyer.")
