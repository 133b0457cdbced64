"""Answering someone who asks the host: everything kept about them, or its erasing."""

import json
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction

from fresque.donnees.effacement import PassationNecessaire, effacer, effacer_compte
from fresque.donnees.personne import Personne, de_courriel
from fresque.donnees.reecriture import portee
from fresque.donnees.releve import relever
from pasapas.entretien.commandes import AvecABlanc


class Command(AvecABlanc):
    help = (
        "Donne tout ce qui est gardé sur la personne de cette adresse e-mail (JSON, sur la sortie "
        "standard), avec ou sans compte ; « --effacer » l’efface partout."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("courriel", help="son adresse e-mail")
        parser.add_argument("--effacer", action="store_true", help="effacer au lieu de donner")
        parser.add_argument("--oui", action="store_true", help="ne pas demander confirmation")

    def handle(self, *args: Any, **options: Any) -> None:
        personne = de_courriel(options["courriel"].strip())
        if personne is None:
            raise CommandError(
                "Personne ne porte cette adresse. Pour quelqu’un sans adresse, une personne qui "
                "anime sa fresque peut l’effacer, page « Les données de cette fresque »."
            )
        if options["effacer"] and options["a_blanc"]:
            self._dire(personne)
        elif options["effacer"]:
            self._effacer(personne, options["oui"])
        else:
            contenu = relever(personne).en_json()
            self.stdout.write(
                json.dumps(contenu, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
            )

    def _dire(self, personne: Personne) -> None:
        """How far the erasing would reach. Done then undone, so that it refuses as it would."""
        dite = portee(personne)
        with transaction.atomic():
            effacer_ou_refuser(personne)
            transaction.set_rollback(True)
        noms = ", ".join(f"« {nom} »" for nom in dite.noms) or "aucun"
        self.stdout.write(
            f"Serait effacé, dans {len(personne.projets)} fresque(s). Noms cherchés : {noms}. "
            f"Textes réécrits : {dite.textes}. Changements de l’historique : {dite.changements}."
        )

    def _effacer(self, personne: Personne, oui: bool) -> None:
        noms = ", ".join(dict.fromkeys(str(nom) for nom in personne.noms))
        question = f"Effacer pour toujours {noms}, dans {len(personne.projets)} fresque(s) ? [oui] "
        if not oui and input(question).strip().lower() != "oui":
            raise CommandError("Rien n’a été effacé.")
        effacer_ou_refuser(personne)
        self.stdout.write("C’est effacé. Notez-le : après une restauration, ce sera à refaire.")


def effacer_ou_refuser(personne: Personne) -> None:
    try:
        if personne.user:
            effacer_compte(personne.user)
        else:
            effacer(personne)
    except PassationNecessaire as refus:
        raise CommandError(
            f"Cette personne est seule à piloter : {refus}. Nommez d’abord un ou une autre "
            "pilote. Rien n’a été effacé."
        ) from refus
