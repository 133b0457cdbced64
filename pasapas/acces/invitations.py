"""Letting someone in by e-mail: a secret that works once, for one person, for so long.

The secret leaves in the e-mail and nowhere else: the database keeps its digest.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from pasapas.acces import correspondance
from pasapas.acces.roles import autoriser, dire, ecrire, fermer_preuves, geste_d_acces, tenir
from pasapas.comptes import limites
from pasapas.comptes.limites import Limite
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.transactions import ensemble
from pasapas.models import CarteAcces, Invitation, Participant, Role, User
from pasapas.travaux import boite
from pasapas.valeurs.textes import de

PAR_COMPTE = Limite("invitations-compte", 120)
PAR_ADRESSE = Limite("invitations-courriel", 6)
DUREE = timedelta(days=7)
DUREE_DITE = f"{DUREE.days}\u00a0jours"
MORTE = (
    f"Cette invitation ne marche plus : elle a déjà servi, elle a plus de {DUREE_DITE}, ou une "
    "autre l’a remplacée. Demandez-en une nouvelle à la personne qui vous a invité."
)


def partie(courriel: str) -> str:
    """What is said to whoever invites."""
    return f"L’invitation part à {courriel}. Elle vaut {DUREE_DITE}."


def dire_partie(request: HttpRequest, courriel: str, avant: str = "") -> None:
    """That it leaves; an e-mail that waits is said to."""
    if boite.ralentie():
        attend = f"L’invitation pour {courriel} est prête. {correspondance.RALENTI}"
        messages.warning(request, f"{avant}{attend}")
    else:
        messages.success(request, f"{avant}{partie(courriel)}")


def compter(request: HttpRequest, courriel: str) -> None:
    """One more of whoever asks, from however many fresques, and to this address."""
    limites.exiger(request, PAR_COMPTE, str(request.user.pk))
    limites.exiger(request, PAR_ADRESSE, courriel)


def envoyer(request: HttpRequest, invitation: Invitation, jeton: str) -> None:
    adresse = request.build_absolute_uri(reverse("invitation"))
    correspondance.envoyer_invitation(invitation, jeton, adresse)


def empreinte(jeton: str) -> str:
    """The secret has 256 bits of chance: a plain digest cannot be walked back."""
    return hashlib.sha256(jeton.encode(errors="replace")).hexdigest()


@ensemble
def inviter(geste: Geste, participant: Participant, courriel: str) -> tuple[Invitation, str]:
    """A new invitation and its secret, to be sent. The one before, if any, is dead.

    Raises ValidationError when this person or this address already has access.
    """
    ligne = tenir(geste, participant)
    autoriser(geste, ligne)
    refuser(ligne, courriel)
    fermer_preuves(ligne, Invitation)
    jeton = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        projet=geste.projet,
        participant=ligne,
        empreinte=empreinte(jeton),
        donnee_par=geste.auteur,
        courriel=courriel,
        expire_le=timezone.now() + DUREE,
    )
    ligne.courriel = courriel
    ecrire(geste, ligne, "courriel")
    dire(geste, ligne, f"invitation par e-mail, comme {ligne.role_dit.lower()}")
    return invitation, jeton


def refuser(ligne: Participant, courriel: str) -> None:
    """Raises ValidationError: an invitation gives nothing to who is already in."""
    if ligne.role == Role.CHARGE_DE_MISSION:
        raise ValidationError("Un chargé de mission ne s’invite pas : la pilote l’accepte.")
    if ligne.retire_le or (ligne.user and ligne.user.email):
        raise ValidationError(f"{ligne} a déjà un compte sur cette fresque.")
    if ligne.acces_clos_le and ligne.acces_clos_le < timezone.localdate():
        raise ValidationError(f"L’accès {de(ligne)} est fermé : rouvrez-le d’abord.")
    autre = (
        Participant.objects.de(ligne.projet)
        .presents()
        .filter(user__in=comptes(courriel))
        .exclude(pk=ligne.pk)
        .first()
    )
    if autre:
        raise ValidationError(f"C’est l’adresse du compte {de(autre)}, qui participe déjà.")


@ensemble
def revoquer(geste: Geste, participant: Participant) -> None:
    ligne = tenir(geste, participant)
    autoriser(geste, ligne)
    fermer_preuves(ligne, Invitation)
    dire(geste, ligne, "invitation reprise")


def vivantes() -> QuerySet[Invitation]:
    """Those that can be accepted now: the person must still be wanted in the projet."""
    ouverts = Participant.objects.ouverts().sans_projet("l’invitation dit lequel")
    return (
        Invitation.objects.vivantes()
        .sans_projet("le code du courriel désigne l’invitation")
        .filter(participant__in=ouverts)
        .exclude(participant__role=Role.CHARGE_DE_MISSION)
        .select_related("participant__projet__etablissement", "donnee_par")
    )


def trouver(jeton: str) -> Invitation | None:
    return vivantes().filter(empreinte=empreinte(jeton)).first()


def relire(pk: str) -> Invitation | None:
    """The invitation whose secret this browser has shown already."""
    return vivantes().filter(pk=pk).first() if pk else None


def acceptee(jeton: str = "", pk: str | None = None) -> Invitation | None:
    """One that was accepted, by a person who still comes in; by its secret, or its key."""
    ouverts = Participant.objects.ouverts().sans_projet("l’invitation dit lequel")
    qui = {"empreinte": empreinte(jeton)} if jeton else {"pk": pk}
    acceptees = Invitation.objects.sans_projet("le code du courriel désigne l’invitation")
    acceptees = acceptees.filter(acceptee_le__isnull=False, participant__in=ouverts, **qui)
    return acceptees.select_related("participant__user", "projet").first()


def comptes(courriel: str) -> QuerySet[User]:
    """The account that bears this address, as its own or as one it has proved."""
    prouvees = EmailAddress.objects.filter(email__iexact=courriel, verified=True)
    return User.objects.filter(Q(email__iexact=courriel) | Q(pk__in=prouvees.values("user")))


@transaction.atomic
def accepter(invitation: Invitation, user: Any) -> Participant:
    """``user``, who bears the invited address, becomes the invited person. Works once."""
    tenue = _tenir(invitation)
    if not comptes(tenue.courriel).filter(pk=user.pk).exists():
        raise ValidationError("Cette invitation est pour un autre compte que le vôtre.")
    return _relier(tenue, changements.verrouiller(tenue.participant), user)


@transaction.atomic
def accepter_avec_un_nouveau_compte(invitation: Invitation, mot_de_passe: str | None) -> User:
    """The account is made here: the secret, received there, proves the address."""
    tenue = _tenir(invitation)
    if comptes(tenue.courriel).exists():
        raise ValidationError("Un compte a déjà cette adresse : connectez-vous avec lui.")
    ligne = changements.verrouiller(tenue.participant)
    try:
        with transaction.atomic():
            user = _compte_de(ligne, tenue.courriel, mot_de_passe)
            EmailAddress.objects.create(
                user=user, email=tenue.courriel, verified=True, primary=True
            )
    except IntegrityError:
        raise ValidationError("Un compte vient de prendre cette adresse : réessayez.") from None
    _relier(tenue, ligne, user)
    return user


def _tenir(invitation: Invitation) -> Invitation:
    tenue = vivantes().select_for_update(of=("self",)).filter(pk=invitation.pk).first()
    if tenue is None:
        raise ValidationError(MORTE)
    return tenue


def _compte_de(ligne: Participant, courriel: str, mot_de_passe: str | None) -> User:
    """A new account, or the one a card opened until now, which gets an address."""
    if ligne.user is None:
        return User.objects.create_user(courriel, mot_de_passe, prenom=ligne.prenom, nom=ligne.nom)
    ligne.user.email = courriel
    ligne.user.set_password(mot_de_passe)
    ligne.user.save(update_fields=["email", "password"])
    return ligne.user


def _relier(tenue: Invitation, ligne: Participant, user: User) -> Participant:
    autre = Participant.objects.de(ligne.projet).filter(user=user).exclude(pk=ligne.pk).first()
    if autre and autre.retire_le is None:
        raise ValidationError(f"Votre compte participe déjà à cette fresque : {autre}.")
    if autre:  # taken off the wall long ago: this is the same person, come back
        autre.user = None
        autre.save(update_fields=["user"])
    ancien, ligne.user, ligne.acces_depuis = ligne.user, user, timezone.now()
    if ancien and ancien != user:
        _eteindre(ancien)
    maintenant = timezone.now()
    Invitation.objects.de(ligne.projet).filter(pk=tenue.pk).update(
        close_le=maintenant, acceptee_le=maintenant
    )
    CarteAcces.objects.de(ligne.projet).filter(participant=ligne, close_le=None).update(
        close_le=maintenant
    )
    geste = geste_d_acces(ligne.projet, ligne)
    ecrire(geste, ligne, "user", "acces_depuis")
    dire(geste, ligne, "invitation acceptée")
    return ligne


def _eteindre(compte: User) -> None:
    """An account that only a card opened, now that the person has one of their own."""
    compte.is_active = False
    compte.set_unusable_password()
    compte.save(update_fields=["is_active", "password"])
