"""Give a projet a pilote when nobody can do it from inside: ``manage.py inviter_pilote``."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from fresque.donnees.preavis import un_facteur
from fresque.management.projets import nomme
from fresque.operations import ajouter_participant
from pasapas.acces import correspondance, invitations, roles
from pasapas.models import Invitation, Participant, Projet, Role
from pasapas.serveur.hotes import racine

SANS_FACTEUR = (
    "Cette installation n’envoie pas d’e-mails (PASAPAS_EMAIL_URL). Relancez sans --envoyer, et "
    "remettez le code à la personne."
)


class Command(BaseCommand):
    help = "Invite un ou une pilote, quand plus personne ne mène le projet. Affiche le code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("projet", help="l’adresse courte du projet, par exemple dragibus-2025")
        parser.add_argument("courriel", help="l’adresse e-mail de la personne")
        parser.add_argument("--nom", default="", help="son nom, si elle n’est pas déjà nommée")
        parser.add_argument("--prenom", default="", help="son prénom")
        parser.add_argument(
            "--envoyer",
            action="store_true",
            help="envoyer l’invitation par e-mail, au lieu d’en montrer le code",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        projet = nomme(options["projet"])
        if options["envoyer"] and not un_facteur():
            raise CommandError(SANS_FACTEUR)
        try:
            validate_email(options["courriel"])
            with transaction.atomic():
                invitation, jeton = inviter(projet, options)
                if options["envoyer"]:
                    adresse = f"{racine()}{reverse('invitation')}"
                    correspondance.envoyer_invitation(invitation, jeton, adresse)
        except ValidationError as refus:
            raise CommandError(" ".join(refus.messages)) from refus
        if options["envoyer"]:
            courriel = invitation.courriel
            self.stdout.write(invitations.partie(courriel))
            return
        self.stdout.write(
            f"Invitation prête, pour {invitations.DUREE_DITE} et une seule fois. Remettez ce code "
            f"à la personne, à saisir sur la page {reverse('invitation')} :\n\n{jeton}"
        )


def inviter(projet: Projet, options: dict[str, Any]) -> tuple[Invitation, str]:
    """The secret of an invitation for who bears this address in the projet, or someone new."""
    geste = roles.geste_d_acces(projet, None)
    courriel = options["courriel"].lower()
    gens = Participant.objects.de(projet).presents().exclude(role=Role.CHARGE_DE_MISSION)
    connu = gens.filter(courriel__iexact=courriel).order_by("pk").first()
    nom = options["nom"] or courriel.partition("@")[0]
    valeurs = {"prenom": options["prenom"], "nom": nom, "courriel": courriel}
    personne = connu or ajouter_participant(geste, valeurs)
    roles.rouvrir(geste, personne)
    roles.changer_role(geste, personne, Role.PILOTE)
    return invitations.inviter(geste, personne, courriel)
