"""The e-mails about access: put in the outbox with what they say, in one transaction. What is
asked or announced is looked at again as it leaves: answered or called off meanwhile, it stays."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string

from pasapas.models import (
    Accompagnement,
    CarteAcces,
    Courriel,
    Invitation,
    Partage,
    Participant,
    Role,
    User,
)
from pasapas.travaux.boite import Lettre, poster, retirer

RAISON = "ce que dit un e-mail qui va partir"


def _pilote_encore(_: Courriel, suite: dict[str, Any]) -> bool:
    lignes = Participant.objects.ouverts().sans_projet(RAISON)
    return lignes.filter(pk=suite["participant"], role=Role.PILOTE).exists()


def _attend_encore(_: Courriel, suite: dict[str, Any]) -> bool:
    partages = Partage.objects.sans_projet(RAISON).filter(accepte=None, conseil=suite["conseil"])
    return partages.filter(projet=suite["projet"]).exists()


def _relais_prevu(_: Courriel, suite: dict[str, Any]) -> bool:
    """To come that day, or done."""
    qui, le = suite["nouveau"], suite["le"]
    suivis = Accompagnement.objects.sans_projet(RAISON).filter(projet=suite["projet"])
    return suivis.filter(Q(suivi_par=qui) | Q(releve_par=qui, releve_le=le)).exists()


def _relais_annule(courriel: Courriel, suite: dict[str, Any]) -> bool:
    suivis = Accompagnement.objects.sans_projet(RAISON).filter(projet=suite["projet"])
    return suivis.exists() and not _relais_prevu(courriel, suite)


INVITATION = Lettre("invitation", "invitation à une fresque")
PILOTE = Lettre("pilote", "fresque confiée", vaut=_pilote_encore)
ACCORD = Lettre("accord", "accord demandé par un chargé de mission", vaut=_attend_encore)
RELAIS = Lettre("relais", "changement de chargé de mission", vaut=_relais_prevu)
RESTE = Lettre("relais_annule", "changement de chargé de mission annulé", vaut=_relais_annule)
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
    suite = {"participant": nouveau.pk}
    ecrire_a(nouveau, PILOTE, sujet, suite, nouveau=nouveau, ancien=ancien, adresse=adresse)


def demander_un_accord(pilote: Participant, conseil: User, adresse: str) -> None:
    """``adresse``: where the pilote says what is shown, or that nothing is."""
    sujet = "Un chargé de mission demande votre accord"
    suite = {"projet": pilote.projet_id, "conseil": conseil.pk}
    ecrire_a(pilote, ACCORD, sujet, suite, pilote=pilote, conseil=conseil, adresse=adresse)


def annoncer_relais(
    pilote: Participant, ancien: User | None, nouveau: User, des_le: date, adresse: str
) -> None:
    """The établissement learns who follows it from that day."""
    donnees: dict[str, Any] = {"pilote": pilote, "ancien": ancien, "nouveau": nouveau}
    sujet = "Votre chargé ou chargée de mission change"
    suite = _relais(pilote, nouveau, des_le)
    ecrire_a(pilote, RELAIS, sujet, suite, **donnees, des_le=des_le, adresse=adresse)


def annoncer_relais_annule(
    pilote: Participant, reste: User | None, nouveau: User, des_le: date, adresse: str
) -> None:
    """It had learnt that somebody else would: nobody does, after all."""
    donnees: dict[str, Any] = {"pilote": pilote, "reste": reste, "nouveau": nouveau}
    sujet = "Votre chargé ou chargée de mission ne change pas"
    suite = _relais(pilote, nouveau, des_le)
    ecrire_a(pilote, RESTE, sujet, suite, **donnees, des_le=des_le, adresse=adresse)


def _relais(pilote: Participant, nouveau: User, des_le: date) -> dict[str, Any]:
    return {"projet": pilote.projet_id, "nouveau": nouveau.pk, "le": des_le.isoformat()}


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


def ecrire_a(
    personne: Participant, lettre: Lettre, sujet: str, suite: dict[str, Any], **donnees: Any
) -> None:
    """To the address of their account, about their projet; to nobody without one."""
    if personne.user and personne.user.email:
        donnees["projet"] = personne.projet
        poster(lettre, _message(lettre, sujet, personne.user.email, donnees), suite=suite)


def _message(lettre: Lettre, sujet: str, adresse: str, donnees: Mapping[str, Any]) -> EmailMessage:
    texte = render_to_string(f"entree/courriel_{lettre.nom}.txt", donnees)
    return EmailMessage(sujet, texte, None, [adresse])
