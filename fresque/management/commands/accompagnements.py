"""What an accompaniment needs of every day: ``manage.py accompagnements``."""

from typing import Any

from django.urls import reverse

from fresque.accompagnement.relais import faire_les_relais
from pasapas.acces import partages
from pasapas.entretien.commandes import AvecABlanc
from pasapas.models import Accompagnement, Partage
from pasapas.serveur.hotes import racine

RAISON = "chaque jour, tous les accompagnements"


class Command(AvecABlanc):
    help = (
        "Fait les relais dont le jour est venu entre chargés de mission, et demande, une fois, "
        "l’accord des établissements à qui personne ne l’a encore demandé."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        muets = Partage.objects.sans_projet(RAISON).filter(accepte=None, annonce_le=None)
        muets = muets.select_related("projet", "conseil").order_by("pk")
        if options["a_blanc"]:
            prevus = Accompagnement.objects.sans_projet(RAISON).exclude(releve_le=None).count()
            self.stdout.write(f"Relais prévus : {prevus}. Accords à demander : {muets.count()}.")
            return
        faits = faire_les_relais()
        demandes = 0
        for partage in muets:
            adresse = racine() + reverse("fresque:acces", args=[partage.projet.slug])
            partages.annoncer(partage, adresse)
            demandes += 1
        self.stdout.write(f"Relais faits : {faits}. Accords demandés : {demandes}.")
