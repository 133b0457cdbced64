"""The page « Qui a accès » as values: everyone of the projet, and how they come in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from django.db.models import Q
from django.utils import timezone

from pasapas.acces import correspondance
from pasapas.acces.permissions import peut_gerer
from pasapas.models import (
    CarteAcces,
    Consultation,
    Courriel,
    Invitation,
    Partage,
    Participant,
    Projet,
    Role,
)
from pasapas.models.travaux import Etat

VISITES = 10  # the last days an adviser came
CE_QUE_PEUT = {
    Role.PILOTE: "mène le projet et peut tout y faire, y compris nommer d’autres pilotes",
    Role.ANIMATEUR: "anime le groupe, écrit, invite, imprime les cartes d’accès",
    Role.CONTRIBUTEUR: "écrit sur la fresque",
    Role.LECTEUR: "lit la fresque et l’imprime",
    Role.CHARGE_DE_MISSION: "lit la fresque pour accompagner l’établissement",
}
RANGS = list(CE_QUE_PEUT)
UnePreuve = TypeVar("UnePreuve", Invitation, CarteAcces)


@dataclass(frozen=True, slots=True)
class Acces:
    """One person, and how they come in. ``invitation``: the one waiting for an answer, and
    ``courriel`` what carries it, until long after it left; ``acceptee``: what let them in."""

    participant: Participant
    ouvert: bool
    invitation: Invitation | None
    courriel: Courriel | None
    acceptee: Invitation | None
    carte: CarteAcces | None
    visites: tuple[Consultation, ...]
    gerable: bool
    partage: Partage | None = None

    @property
    def role(self) -> str:
        return self.participant.role_dit

    @property
    def est_conseil(self) -> bool:
        return self.participant.role == Role.CHARGE_DE_MISSION

    @property
    def compte(self) -> bool:
        """They come in with an account of their own, which has an address."""
        user = self.participant.user
        return bool(user and user.email)

    @property
    def entre(self) -> bool:
        """They can come in today."""
        return self.ouvert and bool(self.participant.user or self.carte)

    @property
    def ferme(self) -> bool:
        """They came in once, or could have; not any more."""
        clos = self.participant.acces_clos_le
        return bool(clos and clos < timezone.localdate())

    @property
    def sans_mandat(self) -> bool:
        """An adviser who was accepted, and whose mandate is over."""
        return self.est_conseil and bool(self.participant.user) and not (self.ouvert or self.ferme)

    @property
    def depuis(self) -> datetime | None:
        """Since when they can come in; None for whoever cannot yet."""
        return self.participant.acces_depuis if self.participant.user else None

    @property
    def jusqu_au(self) -> date | None:
        return self.participant.acces_clos_le

    @property
    def a_renvoyer(self) -> bool:
        """The invitation is too old, or its e-mail was given up."""
        expire = self.invitation.expire_le if self.invitation else None
        return bool(expire and expire <= timezone.now()) or self.abandonnee

    @property
    def abandonnee(self) -> bool:
        return bool(self.courriel and self.courriel.etat == Etat.ABANDONNE)

    @property
    def en_attente(self) -> bool:
        """The e-mail has not left yet."""
        return bool(self.courriel and self.courriel.vivant)


@dataclass(frozen=True, slots=True)
class Registre:
    """Everyone of the projet, in the order of the page."""

    entrent: tuple[Acces, ...]
    conseils: tuple[Acces, ...]
    attendus: tuple[Acces, ...]
    fermes: tuple[Acces, ...]
    demandes: tuple[Partage, ...] = ()


def registre(projet: Projet, vu_par: Participant) -> Registre:
    """Who has access, as ``vu_par`` may see it: 7 queries, however many people."""
    montres = _montres(projet)
    acces = _tous(projet, vu_par, montres)
    entres = {a.participant.user_id for a in acces if a.est_conseil and a.entre}
    conseils = [a for a in acces if a.est_conseil]
    autres = [a for a in acces if not a.est_conseil]
    return Registre(
        entrent=tuple(a for a in autres if a.entre),
        conseils=tuple(conseils),
        attendus=tuple(a for a in autres if not a.entre and not a.ferme),
        fermes=tuple(a for a in autres if a.ferme),
        demandes=tuple(
            partage
            for conseil, partage in montres.items()
            if partage.accepte is None and conseil not in entres
        ),
    )


def un_acces(projet: Projet, vu_par: Participant, pk: int) -> Acces | None:
    """The access of one person of the projet."""
    return next(iter(_tous(projet, vu_par, _montres(projet), pk)), None)


def _montres(projet: Projet) -> dict[int, Partage]:
    """What is shown, by the account of the adviser."""
    siens = Partage.objects.de(projet).select_related("conseil")
    return {partage.conseil_id: partage for partage in siens}


def _tous(
    projet: Projet, vu_par: Participant, montres: dict[int, Partage], pk: int | None = None
) -> list[Acces]:
    gens = Participant.objects.de(projet).presents().select_related("user")
    if pk is not None:
        gens = gens.filter(pk=pk)
    ouverts = set(Participant.objects.de(projet).ouverts().values_list("pk", flat=True))
    utiles = Q(close_le=None) | Q(acceptee_le__isnull=False)
    lettres = list(Invitation.objects.de(projet).filter(utiles).order_by("cree_le", "pk"))
    invitations = _par_personne(lettre for lettre in lettres if lettre.close_le is None)
    acceptees = _par_personne(lettre for lettre in lettres if lettre.acceptee_le)
    partis = correspondance.des_invitations(invitations.values())
    cartes = _par_personne(CarteAcces.objects.de(projet).vivantes())
    visites: dict[int, list[Consultation]] = {}
    for visite in Consultation.objects.de(projet)[: VISITES * 5]:
        visites.setdefault(visite.participant_id, []).append(visite)
    return [
        Acces(
            participant=personne,
            ouvert=personne.pk in ouverts,
            invitation=(invitation := invitations.get(personne.pk)),
            courriel=partis.get(str(invitation.pk)) if invitation else None,
            acceptee=acceptees.get(personne.pk),
            carte=cartes.get(personne.pk),
            visites=tuple(visites.get(personne.pk, ())[:VISITES]),
            gerable=peut_gerer(vu_par, personne),
            partage=montres.get(personne.user_id or 0),
        )
        for personne in sorted(
            gens.order_by("nom", "prenom", "pk"), key=lambda une: RANGS.index(Role(une.role))
        )
    ]


def _par_personne(preuves: Iterable[UnePreuve]) -> dict[int, UnePreuve]:
    return {preuve.participant_id: preuve for preuve in preuves}
