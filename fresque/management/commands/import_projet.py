"""Bring in a projet from its file: ``manage.py import_projet FICHIER``."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from fresque.fichier import RapportErreurs, importer, lire
from pasapas.entretien.commandes import AvecABlanc
from pasapas.models import User
from pasapas.serveur.mots_du_systeme import en_francais


class Command(AvecABlanc):
    help = "Ouvre un projet d’après un fichier YAML (docs/format-projet.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("fichier", type=Path, help="le fichier à lire")
        parser.add_argument(
            "--pilote", metavar="ADRESSE", help="l’adresse e-mail du compte qui le pilotera"
        )

    def handle(self, *args: Any, fichier: Path, **options: Any) -> None:
        try:
            octets = fichier.read_bytes()
        except OSError as exc:
            raise CommandError(f"Impossible de lire {fichier} : {en_francais(exc)}.") from exc
        pilote = self.compte(options["pilote"])
        try:
            source = lire(octets)
            with transaction.atomic():
                projet = importer(source, createur=pilote)
                transaction.set_rollback(options["a_blanc"])
        except RapportErreurs as rapport:
            raise CommandError(f"{fichier} : {rapport}") from rapport
        if projet.slug != slugify(source.projet.id)[:100]:
            self.stdout.write(
                f"L’adresse « {source.projet.id} » n’est pas libre : le projet prend la suivante."
            )
        if options["a_blanc"]:
            self.stdout.write(f"Le fichier est bon : le projet serait importé, {projet.slug}.")
            return
        self.stdout.write(f"Projet importé : {projet.slug}")
        self.stdout.write(f"Adresse : {reverse('fresque:mur', args=[projet.slug])}")
        if pilote is None:
            self.stdout.write(
                "Personne n’y a encore accès : un fichier n’ouvre de porte à personne. "
                "Pour désigner un pilote, importez avec --pilote ADRESSE."
            )

    def compte(self, adresse: str | None) -> User | None:
        """The account with this e-mail address, which must exist."""
        if not adresse:
            return None
        compte = User.objects.filter(email__iexact=adresse).first()
        if compte is None:
            raise CommandError(f"Aucun compte n’a l’adresse {adresse}.")
        return compte
