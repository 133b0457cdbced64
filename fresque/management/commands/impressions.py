"""Printed files that have served: ``manage.py impressions``. The worker does so each hour."""

from typing import Any

from fresque.impression.operations import GARDE, oublier_les_vieilles
from pasapas.entretien.commandes import AvecABlanc


class Command(AvecABlanc):
    help = (
        f"Jette les fichiers imprimés depuis plus de {GARDE.days} jours : ils se refont d’un "
        "geste. L’ouvrier le fait chaque heure."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        nombre = oublier_les_vieilles(a_blanc=options["a_blanc"])
        quoi = "à jeter" if options["a_blanc"] else "jetés"
        self.stdout.write(f"Fichiers {quoi} : {nombre}." if nombre else "Aucun fichier à jeter.")
