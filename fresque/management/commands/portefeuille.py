"""Write again how every établissement stands in the portefeuille: ``manage.py portefeuille``."""

from typing import Any

from fresque.console.tenue import tenir_tout
from pasapas.entretien.commandes import AvecABlanc


class Command(AvecABlanc):
    help = (
        "Remet le portefeuille des chargés de mission d’accord avec ce qui est écrit. Rien n’est à "
        "faire d’ordinaire : chaque écriture le fait déjà."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["a_blanc"]:
            self.stdout.write("Portefeuille : à blanc, rien n’est refait.")
            return
        self.stdout.write(f"Portefeuille : {tenir_tout()} établissement(s) tenus à jour.")
