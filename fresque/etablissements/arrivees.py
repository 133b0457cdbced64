"""What administrateurs and chargés de mission see of those who start."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import timezone

from pasapas.acces import correspondance
from pasapas.models import (
    Courriel,
    Etablissement,
    Invitation,
    Mandat,
    Participant,
    Projet,
    Role,
    User,
)
from pasapas.models.travaux import Etat

RAISON = "la liste de qui administre, ou de la région d’un mandat"
PAR_PAGE = 50


@dataclass(frozen=True, slots=True)
class Pilote:
    """Someone who leads a fresque, or was asked to, and how far it has come."""

    pk: int
    nom: str
    courriel: str
    entre: bool
    acceptee_le: datetime | None = None
    invitation: Invitation | None = None  # the last one
    lettre: Courriel | None = None  # what carries the invitation, once it is asked for

    @property
    def etat(self) -> str:
        """Where the e-mail is, in a word for the page."""
        if self.lettre is None:
            return ""
        if self.lettre.etat == Etat.ABANDONNE:
            return "abandonne"
        return "attend" if self.lettre.vivant else ""

    @property
    def attend(self) -> bool:
        """Invited, and the invitation still opens the door."""
        derniere = self.invitation
        if self.entre or derniere is None or derniere.close_le or derniere.expire_le is None:
            return False
        return derniere.expire_le > timezone.now()


def a_confirmer(user: User) -> QuerySet[Etablissement]:
    """Those nobody vouches for yet, that ``user`` may: an administrateur everywhere, a chargé de
    mission in the region of each mandate."""
    attendent = Etablissement.objects.sans_projet(RAISON).filter(confirme=False)
    attendent = attendent.select_related("region").order_by("-pk")
    if user.is_staff and user.has_perm("pasapas.change_etablissement"):
        return attendent
    mandats = Mandat.objects.ouverts().filter(user=user)
    return attendent.filter(region__in=mandats.values("region"))


def peut_confirmer(user: User) -> bool:
    administre = user.is_staff and user.has_perm("pasapas.change_etablissement")
    return administre or Mandat.objects.ouverts().filter(user=user).exists()


def fresques() -> QuerySet[Projet]:
    """Every one, the last opened first."""
    toutes = Projet.objects.sans_projet(RAISON)
    return toutes.select_related("etablissement__region").order_by("-pk")


def avec_leurs_pilotes(projets: Sequence[Projet]) -> list[tuple[Projet, list[Pilote]]]:
    """3 queries, however many there are."""
    gens = Participant.objects.sans_projet(RAISON).presents().filter(role=Role.PILOTE)
    gens = gens.filter(projet__in=projets).select_related("user").order_by("pk")
    lettres = Invitation.objects.sans_projet(RAISON).filter(participant__in=gens.values("pk"))
    dernieres = {i.participant_id: i for i in lettres.order_by("cree_le", "pk")}
    acceptees = lettres.exclude(acceptee_le=None).order_by(F("acceptee_le"), "pk")
    entrees = {i.participant_id: i.acceptee_le for i in acceptees}
    partis = correspondance.des_invitations(dernieres.values())
    siens: dict[int, list[Pilote]] = {}
    for personne in gens:
        derniere = dernieres.get(personne.pk)
        siens.setdefault(personne.projet_id, []).append(
            Pilote(
                personne.pk,
                str(personne),
                (personne.user.email if personne.user else "") or personne.courriel,
                entre=personne.user_id is not None,
                acceptee_le=entrees.get(personne.pk),
                invitation=derniere,
                lettre=partis.get(str(derniere.pk)) if derniere else None,
            )
        )
    return [(projet, siens.get(projet.pk, [])) for projet in projets]
