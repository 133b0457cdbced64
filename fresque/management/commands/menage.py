"""Take away for good what is too old, and count again what is filled. To be run every day."""

from collections import Counter
from functools import partial
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from fresque.instant import recompter
from fresque.operations import tenir
from pasapas.entretien.commandes import AvecABlanc, essayer
from pasapas.entretien.menage import CORBEILLE, RAISON, etapes
from pasapas.models import Projet


class Command(AvecABlanc):
    help = (
        f"Vide les corbeilles de ce qui y est depuis plus de {CORBEILLE.days} jours, efface les "
        "clés d’écriture, les présences et les sessions qui ne servent plus, recompte les cases "
        "remplies. L’historique reste. Ce qui ne peut pas être rangé est dit, et le reste l’est."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["a_blanc"]:
            with transaction.atomic():
                rates = self._ranger("Partirait de la base", "serait à recompter")
                transaction.set_rollback(True)
        else:
            rates = self._ranger("Parti de la base", "recomptée")
        if rates:
            raise CommandError(f"Pas rangé, le journal dit pourquoi : {', '.join(rates)}.")

    def _ranger(self, parti: str, recomptee: str) -> list[str]:
        rates: list[str] = []
        lignes = [f"{parti} : {quoi}, {n}" for quoi, n in _purger(rates).items() if n]
        lignes += [f"Fresque {recomptee} : {nom}" for nom in _recompter(rates)]
        self.stdout.write("\n".join(lignes) or ("" if rates else "Rien à ranger."))
        return rates


def _purger(rates: list[str]) -> Counter[str]:
    """How many rows left, of each kind."""
    partis: Counter[str] = Counter()
    for etape in etapes(timezone.now()):
        partis[etape.quoi] += essayer(etape.titre, transaction.atomic(etape.faire), rates) or 0
    return partis


def _recompter(rates: list[str]) -> list[str]:
    """The fresques whose counts were not what their wall says; they are now."""
    projets = Projet.objects.sans_projet(RAISON).order_by("pk").values_list("pk", "slug")
    justes = (
        essayer(f"fresque « {slug} »", partial(_recompter_une, cle), rates) for cle, slug in projets
    )
    return [nom for nom in justes if nom]


@transaction.atomic
def _recompter_une(cle: int) -> str:
    """Its name, when it was counted wrong. One that has just been erased is not there to count."""
    if not Projet.objects.sans_projet(RAISON).filter(pk=cle).exists():
        return ""
    projet = tenir(Projet(pk=cle))
    return str(projet) if recompter(projet) else ""
