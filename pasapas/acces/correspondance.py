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
    message = _message("invitation", "Votre invitation à une fresque", invitation.courriel, donnees)
    poster(INVITATION, message, cle=str(invitation.pk), perime_le=invitation.expire_le)


def retirer_invitations(invitations: Iterable[Invitation | CarteAcces]) -> None:
    """They open nothing any more: those of their e-mails that still wait do not leave."""
    cles = [str(invitation.pk) for invitation in invitations]
    if cles:
        retirer(INVITATION, cles)


def annoncer_pilote(nouveau: Participant, ancien: Participant, adresse: str) -> None:
    """Who takes a fresque over learns it from someone else than the screen."""
    donnees = {
        "nouveau": nouveau,
        "ancien": ancien,
        "projet": nouveau.projet,
        "adresse": adresse,
    }
    poster(PILOTE, _message("pilote", "Une fresque vous est confiée", _boite(nouveau), donnees))


def demander_de_confirmer(
    temoin: Participant, par: Participant | None, quoi: str, des_le: date | None, adresse: str
) -> None:
    """A closing waits for this person's word until ``des_le``; one without an address is told by
    who asks. ``adresse``: where it is read and confirmed."""
    if boite := _boite(temoin):
        donnees: dict[str, Any] = {"temoin": temoin, "par": par, "quoi": quoi, "des_le": des_le}
        donnees |= {"projet": temoin.projet, "adresse": adresse}
        sujet = "Une clôture à confirmer"
        poster(CLOTURE, _message("cloture", sujet, boite, donnees))


def demander_un_accord(pilote: Participant, conseil: User, adresse: str) -> None:
    """``adresse``: where the pilote says what is shown, or that nothing is."""
    if boite := _boite(pilote):
        donnees = {
            "pilote": pilote,
            "conseil": conseil,
            "projet": pilote.projet,
            "adresse": adresse,
        }
        sujet = "Un chargé de mission demande votre accord"
        poster(ACCORD, _message("accord", sujet, boite, donnees))


def annoncer_relais(
    pilote: Participant, ancien: User | None, nouveau: User, des_le: date, adresse: str
) -> None:
    """The établissement learns who follows it from that day."""
    if boite := _boite(pilote):
        donnees: dict[str, Any] = {"pilote": pilote, "ancien": ancien, "nouveau": nouveau}
        donnees |= {"des_le": des_le, "projet": pilote.projet, "adresse": adresse}
        sujet = "Votre chargé ou chargée de mission change"
        poster(RELAIS, _message("relais", sujet, boite, donnees))


def annoncer_compte(invitation: Invitation, adresse: str, reprendre: str) -> None:
    """The mailbox learns that its account is open: an e-mail passed on opens none in secret.

    ``adresse``: the fresque; ``reprendre``: where a new password puts everybody else out.
    """
    donnees = {"invitation": invitation, "adresse": adresse, "reprendre": reprendre}
    poster(COMPTE, _message("compte", "Votre compte est ouvert", invitation.courriel, donnees))


def des_invitations(invitations: Iterable[Invitation | CarteAcces]) -> dict[str, Courriel]:
    """The e-mail of each, by the key of the invitation: has it left?"""
    cles = [str(invitation.pk) for invitation in invitations]
    lignes = Courriel.objects.filter(sorte=INVITATION.nom, cle__in=cles).order_by("pk")
    return {courriel.cle: courriel for courriel in lignes}


def _boite(personne: Participant) -> str:
    """The address of their account; empty without one."""
    return (personne.user.email or "") if personne.user else ""


def _message(gabarit: str, sujet: str, adresse: str, donnees: Mapping[str, Any]) -> EmailMessage:
    texte = render_to_string(f"entree/courriel_{gabarit}.txt", donnees)
    return EmailMessage(sujet, texte, None, [adresse])
