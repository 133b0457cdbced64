"""New people of a projet: invited by name, or an adviser accepted by the établissement."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone

from fresque.operations import ajouter_participant
from fresque.operations import tenir as tenir_projet
from pasapas.acces import invitations, partages
from pasapas.acces.roles import (
    autoriser,
    dire,
    ecrire,
    fermer,
    geste_d_acces,
    tenir,
    tenir_les_roles,
)
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Etablissement, Invitation, Mandat, Participant, Projet, Role, User
from pasapas.valeurs.textes import de


@ensemble
def inviter_quelqu_un(geste: Geste, valeurs: Mapping[str, Any]) -> tuple[Invitation, str]:
    """Someone who is not on the wall yet: they come on it, and are invited.

    Sent twice, it invites once: the projet is held while the address is looked for.
    """
    tenir_projet(geste.projet)
    gens = Participant.objects.de(geste.projet).presents()
    connu = gens.filter(courriel__iexact=valeurs["courriel"]).first()
    if connu:
        raise ValidationError(
            f"C’est l’adresse {de(connu)}, déjà sur la fresque : réglez son accès dans la liste."
        )
    participant = ajouter_participant(geste, valeurs)
    return invitations.inviter(geste, participant, valeurs["courriel"])


def charges_de_mission(projet: Projet) -> QuerySet[User]:
    """Those of the établissement's region who do not read this fresque yet; nobody, while it is
    not confirmed: no portefeuille holds it."""
    if not projet.etablissement.confirme:
        return User.objects.none()
    mandats = Mandat.objects.ouverts().filter(region=projet.etablissement.region_id)
    deja = Participant.objects.de(projet).ouverts().filter(role=Role.CHARGE_DE_MISSION)
    return (
        User.objects.filter(is_active=True, pk__in=mandats.values("user"))
        .exclude(pk__in=deja.exclude(user=None).values("user"))
        .order_by("nom", "prenom", "pk")
    )


def projets_menes(user: User | None, etablissement: Etablissement) -> QuerySet[Projet]:
    """The projets of an établissement that ``user`` leads as a pilote."""
    if user is None:
        return Projet.objects.none()
    menes = Participant.objects.ouverts().filter(user=user, role=Role.PILOTE)
    return Projet.objects.filter(
        etablissement=etablissement, pk__in=menes.values("projet")
    ).order_by("pk")


def _chez_eux(geste: Geste) -> Iterator[Geste]:
    """The same gesture on each projet of the établissement that its author leads."""
    user = geste.auteur.user if geste.auteur else None
    for projet in projets_menes(user, geste.projet.etablissement):
        yield geste_d_acces(projet, geste.auteur)


@ensemble
def accepter_conseil(
    geste: Geste, user: User, annexes: Collection[int] = frozenset()
) -> list[Projet]:
    """``user`` reads these ``annexes`` of every projet of the établissement that the pilote leads.

    A projet in which they already take another part is left as it is.
    """
    acceptes = []
    for ici in _chez_eux(geste):
        if _accepter_dans(ici, user):
            partages.repondre(ici, user, annexes)
            acceptes.append(ici.projet)
    return acceptes


@ensemble
def changer_le_partage(geste: Geste, user: User, annexes: Collection[int]) -> None:
    """What ``user`` reads from now on, wherever this pilote leads and they were accepted."""
    for ici in _chez_eux(geste):
        ouverts = Participant.objects.de(ici.projet).ouverts()
        if ouverts.filter(user=user, role=Role.CHARGE_DE_MISSION).exists():
            tenir_les_roles(ici.projet)
            autoriser(ici)
            partages.repondre(ici, user, annexes)


def _accepter_dans(geste: Geste, user: User) -> bool:
    gens = Participant.objects.de(geste.projet)
    connu = gens.filter(user=user).first()
    if connu and (connu.role != Role.CHARGE_DE_MISSION or connu.retire_le):
        return False
    annonce = Q(role=Role.CHARGE_DE_MISSION, user=None, courriel__iexact=user.email or "-")
    ligne = connu or gens.presents().filter(annonce).order_by("pk").first()
    ligne = tenir(geste, ligne) if ligne else _nouveau_conseil(geste, user)
    autoriser(geste, ligne)
    ligne.user, ligne.acces_depuis, ligne.acces_clos_le = user, timezone.now(), None
    ecrire(geste, ligne, "user", "acces_depuis", "acces_clos_le")
    dire(geste, ligne, "accès ouvert, pour accompagner l’établissement")
    return True


def _nouveau_conseil(geste: Geste, user: User) -> Participant:
    role = {"fonction": "Chargé ou chargée de mission", "role": Role.CHARGE_DE_MISSION}
    return ajouter_participant(geste, {**user.identite, **role})


@ensemble
def partir(geste: Geste, participant: Participant) -> None:
    """Leave at once; to an adviser who does, nothing is shown any more, in the portefeuille
    either."""
    fermer(geste, participant)
    if participant.role == Role.CHARGE_DE_MISSION:
        partages.refuser(geste, participant.user)


@ensemble
def remercier_conseil(geste: Geste, participant: Participant) -> None:
    """Close at once an adviser's access, here and wherever this pilote leads for them."""
    for ici in _chez_eux(geste):
        gens = Participant.objects.de(ici.projet).presents().filter(role=Role.CHARGE_DE_MISSION)
        for ligne in gens.filter(user=participant.user).exclude(user=None):
            fermer(ici, ligne)
            partages.refuser(ici, participant.user)
