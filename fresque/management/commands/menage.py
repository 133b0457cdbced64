"""Take away for good what is too old, and count again what is filled. To be run every day."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.utils import timezone

from fresque.assemblage import assembler
from fresque.operations import compter, est_compte, tenir
from pasapas.entretien.menage import RAISON, purger
from pasapas.models import Projet


class Command(BaseCommand):
    help = (
        "Vide les corbeilles de ce qui y est depuis plus de trente jours, efface les clés "
        "d’écriture, les présences et les sessions qui ne servent plus, recompte les cases "
        "remplies. L’historique reste. À lancer chaque jour."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--a-blanc", action="store_true", help="dire ce qui serait fait, ne rien faire"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["a_blanc"]:
            with transaction.atomic():
                self._ranger("Partirait de la base", "serait à recompter")
                transaction.set_rollback(True)
        else:
            self._ranger("Parti de la base", "recomptée")

    def _ranger(self, parti: str, recomptee: str) -> None:
        lignes = [f"{parti} : {quoi}, {n}" for quoi, n in purger(timezone.now()) if n]
        lignes += [f"Fresque {recomptee} : {nom}" for nom in _recompter()]
        self.stdout.write("\n".join(lignes) or "Rien à ranger.")


def _recompter() -> list[str]:
    """The fresques whose counts were not what their wall says; they are now."""
    justes = []
    for cle in Projet.objects.sans_projet(RAISON).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            projet = tenir(Projet(pk=cle))
            planches = assembler(projet).planches
            if not est_compte(projet, planches):
                compter(projet, planches)
                justes.append(str(projet))
    return justes
