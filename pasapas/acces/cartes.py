"""Letting someone in without an e-mail: a short code on a card, which the animateur prints.

The code is written on the sheet and nowhere else: the database keeps its digest, made with
the server's own secret, since a short code could be walked back from a plain one.
"""

import re
import secrets
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from pasapas.acces.permissions import ROLES_A_CARTE
from pasapas.acces.roles import (
    autoriser,
    dire,
    fermer_preuves,
    geste_d_acces,
    tenir,
    tenir_les_roles,
)
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.transactions import ensemble
from pasapas.models import CarteAcces, Participant, Projet, User
from pasapas.models.projet import ParticipantQuerySet
from pasapas.serveur import coffre

ALPHABET = "2346789ABCDEFGHJKMNPQRTVWXYZ"  # no 0 O, 1 I L, 5 S, U V together
GROUPES, TAILLE = 3, 4  # K7QF-2M9T-XPD4: 57 bits
DUREE = timedelta(days=365)
FRAICHES = (
    "Une carte a été préparée depuis que cette page est ouverte, pour : {noms}. La feuille est "
    "sans doute dans vos téléchargements. En préparer une autre rendrait ces cartes "
    "inutilisables : décochez ces personnes ou, si la feuille est perdue, cochez « Remplacer »."
)
SEPARATIONS = re.compile(r"[\W_]+")
USAGE = "pasapas.carte"


def nouveau_code() -> str:
    signes = [secrets.choice(ALPHABET) for _ in range(GROUPES * TAILLE)]
    return "-".join("".join(signes[i : i + TAILLE]) for i in range(0, len(signes), TAILLE))


def nu(code: str) -> str:
    """The code as it counts: capitals, without spaces nor dashes."""
    return SEPARATIONS.sub("", code).upper()


def empreinte(code: str) -> str:
    return coffre.marque(USAGE, nu(code))


def porteurs() -> ParticipantQuerySet:
    """Who may come in with a card: no account with an address, no role that leads."""
    sans_adresse = Q(user=None) | Q(user__email=None, user__is_active=True)
    tous = Participant.objects.ouverts().sans_projet("la carte dit lequel, et qui elle fait entrer")
    return tous.filter(sans_adresse, role__in=ROLES_A_CARTE)


def porteurs_de(projet: Projet) -> QuerySet[Participant]:
    return porteurs().de(projet).order_by("nom", "prenom", "pk")


@ensemble
def renouveler(
    geste: Geste, participants: Iterable[Participant], *, connues: Collection[str] | None = None
) -> list[tuple[Participant, str]]:
    """A new card for each, and its code, to be printed now: it is never shown again.

    An older card is dead, and the sessions it opened are over. With ``connues``, the ids of
    the cards the author has seen, any other card is a sheet just printed: ValidationError.
    """
    cartes = []
    lignes = [changements.verrouiller(p) for p in sorted(participants, key=lambda p: p.pk)]
    tenir_les_roles(geste.projet)
    autoriser(geste, *lignes)
    if connues is not None:
        _epargner_les_fraiches(geste.projet, lignes, connues)
    for ligne in lignes:
        fermer_preuves(ligne, CarteAcces)
        code = nouveau_code()
        CarteAcces.objects.create(
            projet=geste.projet,
            participant=ligne,
            empreinte=empreinte(code),
            donnee_par=geste.auteur,
            expire_le=timezone.now() + DUREE,
        )
        dire(geste, ligne, "carte d’accès imprimée")
        cartes.append((ligne, code))
    changements.bouger(geste.projet, (), compte=False)
    return cartes


def _epargner_les_fraiches(
    projet: Projet, lignes: Iterable[Participant], connues: Collection[str]
) -> None:
    """Under the locks: of two clicks on the same button, the second finds the first's cards."""
    vivantes = CarteAcces.objects.de(projet).vivantes()
    fraiches = {c.participant_id for c in vivantes if str(c.pk) not in connues}
    noms = ", ".join(str(ligne) for ligne in lignes if ligne.pk in fraiches)
    if noms:
        raise ValidationError(FRAICHES.format(noms=noms), code="fraiches")


@ensemble
def revoquer(geste: Geste, participant: Participant) -> None:
    ligne = tenir(geste, participant)
    autoriser(geste, ligne)
    fermer_preuves(ligne, CarteAcces)
    dire(geste, ligne, "carte d’accès reprise")
    changements.bouger(geste.projet, (), compte=False)


@transaction.atomic
def entrer(code: str) -> CarteAcces | None:
    """The card of this code, and the account it opens; None for any code that opens nothing."""
    carte = (
        CarteAcces.objects.vivantes()
        .sans_projet("l’empreinte du code désigne la carte")
        .filter(empreinte__in=coffre.marques(USAGE, nu(code)), participant__in=porteurs())
        .select_for_update(of=("self",))
        .select_related("participant__projet")
        .first()
    )
    if carte is None:
        return None
    personne = changements.verrouiller(carte.participant)
    if personne.user is None:
        personne.user = User.objects.create_user(None, prenom=personne.prenom, nom=personne.nom)
        personne.acces_depuis = timezone.now()
        personne.save(update_fields=["user", "acces_depuis"])
        # Only the first time: when someone comes back is nobody's business.
        personne.projet = carte.participant.projet
        dire(geste_d_acces(personne.projet, personne), personne, "première entrée avec une carte")
    carte.participant = personne
    carte.utilisee_le = timezone.localdate()
    carte.save(update_fields=["utilisee_le"])
    return carte
