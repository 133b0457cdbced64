"""The e-mails about access: put in the outbox with what they say, in one transaction."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from pasapas.models import CarteAcces, Courriel, Invitation, Participant, User
from pasapas.travaux.boite import Lettre, poster, retirer

INVITATION = Lettre("invitation", "invitation à une fresque")
PILOTE = Lettre("pilote", "fresque confiée")
CLOTURE = Lettre("cloture", "clôture à confirmer")
ACCORD = Lettre("accord", "accord demandé par un chargé de mission")
RELAIS = Lettre("relais", "changement de chargé de mission")
COMPTE = Lettre("compte_ouvert", "compte ouvert")
RALENTI = (
    "L’envoi des e-mails est ralenti en ce moment : elle partira d’elle-même, et cette page dira "
    "quand ce sera fait."
)


def envoyer_invitation(invitation: Invitation, jeton: str, adresse: str) -> None:
    """``adresse``: the page where the invitation is accepted.

    The secret stands after « # »: browsers keep that part to themselves, so that no server,
    proxy or access log ever sees it in an address.
    """
    donnees = {"invitation": invitation, "jeton": jeton, "adresse": f"{adresse}#{jeton}"}
    sujet = "Votre invitation à une fresque"
    message = _message(INVITATION, sujet, invitation.courriel, donnees)
    poster(INVITATION, message, cle=str(invitation.pk), perime_le=invitation.expire_le)


def retirer_invitations(invitations: Iterable[Invitation | CarteAcces]) -> None:
    """They open nothing any more: those of their e-mails that still wait do not leave."""
    cles = [str(invitation.pk) for invitation in invitations]
    if cles:
        retirer(INVITATION, cles)


def annoncer_pilote(nouveau: Participant, ancien: Participant, adresse: str) -> None:
    """Who takes a fresque over learns it from someone else than the screen."""
    sujet = "Une fresque vous est confiée"
    _ecrire_a(nouveau, PILOTE, sujet, nouveau=nouveau, ancien=ancien, adresse=adresse)


def demander_de_confirmer(
    temoin: Participant, par: Participant | None, quoi: str, des_le: date | None, adresse: str
) -> None:
    """A closing waits for this person's word until ``des_le``; one without an address is told by
    who asks. ``adresse``: where it is read and confirmed."""
    donnees = {"temoin": temoin, "par": par, "quoi": quoi, "des_le": des_le, "adresse": adresse}
    _ecrire_a(temoin, CLOTURE, "Une clôture à confirmer", **donnees)


def demander_un_accord(pilote: Participant, conseil: User, adresse: str) -> None:
    """``adresse``: where the pilote says what is shown, or that nothing is."""
    sujet = "Un chargé de mission demande votre accord"
    _ecrire_a(pilote, ACCORD, sujet, pilote=pilote, conseil=conseil, adresse=adresse)


def annoncer_relais(
    pilote: Participant, ancien: User | None, nouveau: User, des_le: date, adresse: str
) -> None:
    """The établissement learns who follows it from that day."""
    donnees: dict[str, Any] = {"pilote": pilote, "ancien": ancien, "nouveau": nouveau}
    sujet = "Votre chargé ou chargée de mission change"
    _ecrire_a(pilote, RELAIS, sujet, **donnees, des_le=des_le, adresse=adresse)


def annoncer_compte(invitation: Invitation, adresse: str, reprendre: str) -> None:
    """The mailbox learns that its account is open: an e-mail passed on opens none in secret.

    ``adresse``: the fresque; ``reprendre``: where a new password puts everybody else out.
    """
    donnees = {"invitation": invitation, "adresse": adresse, "reprendre": reprendre}
    poster(COMPTE, _message(COMPTE, "Votre compte est ouvert", invitation.courriel, donnees))


def des_invitations(invitations: Iterable[Invitation | CarteAcces]) -> dict[str, Courriel]:
    """The e-mail of each, by the key of the invitation: has it left?"""
    cles = [str(invitation.pk) for invitation in invitations]
    lignes = Courriel.objects.filter(sorte=INVITATION.nom, cle__in=cles).order_by("pk")
    return {courriel.cle: courriel for courriel in lignes}


def _ecrire_a(personne: Participant, lettre: Lettre, sujet: str, **donnees: Any) -> None:
    """To the address of their account, about their projet; to nobody without one."""
    if personne.user and personne.user.email:
        donnees["projet"] = personne.projet
        poster(lettre, _message(lettre, sujet, personne.user.email, donnees))


def _message(lettre: Lettre, sujet: str, adresse: str, donnees: Mapping[str, Any]) -> EmailMessage:
    texte = render_to_string(f"entree/courriel_{lettre.nom}.txt", donnees)
    return EmailMessage(sujet, texte, None, [adresse])
