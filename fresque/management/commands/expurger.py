"""Taking out of a fresque what should never have been written there, its history included."""

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from fresque.donnees.reecriture import expurger, passages
from fresque.donnees.reperage import BLANC, Mots
from fresque.management.projets import nomme
from pasapas.entretien.commandes import AvecABlanc

COURT = 3  # letters: fewer would take out half the words


class Command(AvecABlanc):
    help = (
        "Retire un nom d’enfant ou une information de santé de tous les textes d’une fresque et "
        "de son historique. On ne peut pas revenir en arrière."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("slug", help="l’adresse du projet, par exemple dragibus-2025")
        parser.add_argument("mots", help="les mots exacts, entre guillemets")

    def handle(self, *args: Any, **options: Any) -> None:
        projet = nomme(options["slug"])
        mots = " ".join(options["mots"].split())
        if len([lettre for lettre in mots if lettre.isalnum()]) < COURT:
            raise CommandError("Donnez au moins trois lettres : ces mots se trouvent partout.")
        if options["a_blanc"]:
            for table, passage in passages(Mots((projet.pk,), mots)):
                self.stdout.write(f"{table} : {passage}")
        with transaction.atomic():
            n = expurger(projet, mots)
            transaction.set_rollback(options["a_blanc"])
        debut = "Serait remplacé" if options["a_blanc"] else "Remplacé"
        self.stdout.write(
            f"{debut} par « {BLANC} » dans {n} ligne{'s' if n > 1 else ''}."
            if n
            else "Ces mots ne sont pas dans cette fresque."
        )
