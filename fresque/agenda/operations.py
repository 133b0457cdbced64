"""One person's secret address for one fresque: given, renewed, closed. Its digest alone stays."""

import secrets

from django.db.models import QuerySet

from fresque.models import Abonnement
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Participant, Role
from pasapas.serveur.coffre import marque, marques

USAGE = "pasapas.abonnement"


def s_abonne(participant: Participant) -> bool:
    """Whoever is of the fresque. A calendar asks by itself: of an adviser, the établissement must
    see each day on which they opened it."""
    return participant.role != Role.CHARGE_DE_MISSION


def siens(participant: Participant) -> QuerySet[Abonnement]:
    """The address they have, if any."""
    return Abonnement.objects.filter(projet=participant.projet_id, participant=participant)


@ensemble
def renouveler(participant: Participant, *, detaille: bool, siennes: bool = False) -> str:
    """The secret of a new address; the one before answers no more."""
    secret = secrets.token_urlsafe(32)
    Abonnement.objects.update_or_create(
        projet=participant.projet,
        participant=participant,
        defaults={
            "empreinte": marque(USAGE, secret),
            "detaille": detaille,
            "siennes": siennes,
        },
    )
    return secret


@ensemble
def choisir(participant: Participant, *, detaille: bool, siennes: bool) -> None:
    """What the address they have tells from now on."""
    siens(participant).update(detaille=detaille, siennes=siennes)


@ensemble
def fermer(participant: Participant) -> None:
    siens(participant).delete()


def trouver(secret: str) -> Abonnement | None:
    """The one that this address opens, as long as its person may open the fresque."""
    ouverts = Participant.objects.ouverts().sans_projet("l’adresse dit laquelle")
    ouverts = ouverts.filter(user__is_active=True).exclude(role=Role.CHARGE_DE_MISSION)
    return (
        Abonnement.objects.sans_projet("l’adresse dit laquelle")
        .filter(
            empreinte__in=marques(USAGE, secret), participant__in=ouverts.order_by().values("pk")
        )
        .select_related("projet__etablissement__region", "participant")
        .first()
    )
