"""The e-mails about access. One that does not leave is said to whoever asked for it."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage, send_mail
from django.template.loader import render_to_string

from pasapas.comptes.courriels import envoyer
from pasapas.models import Invitation, Participant

journal = logging.getLogger(__name__)


def envoyer_invitation(invitation: Invitation, jeton: str, adresse: str) -> bool:
    """``adresse``: the page where the invitation is accepted. False when it did not leave.

    The secret stands after « # »: browsers keep that part to themselves, so that no server,
    proxy or access log ever sees it in an address.
    """
    donnees = {"invitation": invitation, "jeton": jeton, "adresse": f"{adresse}#{jeton}"}
    return _envoyer("invitation", "Votre invitation à une fresque", invitation.courriel, donnees)


def annoncer_pilote(nouveau: Participant, ancien: Participant, adresse: str) -> bool:
    """Who takes a fresque over learns it from someone else than the screen."""
    donnees = {"nouveau": nouveau, "ancien": ancien, "projet": nouveau.projet, "adresse": adresse}
    return _envoyer("pilote", "Une fresque vous est confiée", nouveau.user.email, donnees)


def annoncer_compte(invitation: Invitation, adresse: str, reprendre: str) -> None:
    """The mailbox learns that its account is open: an e-mail passed on opens none in secret.

    ``adresse``: the fresque; ``reprendre``: where a new password puts everybody else out. It
    leaves beside the answer, since whoever accepts has nothing to do if it does not.
    """
    donnees = {"invitation": invitation, "adresse": adresse, "reprendre": reprendre}
    texte = render_to_string("entree/courriel_compte.txt", donnees)
    envoyer(EmailMessage("Votre compte est ouvert", texte, None, [invitation.courriel]))


def _envoyer(gabarit: str, sujet: str, destinataire: str, donnees: dict[str, object]) -> bool:
    texte = render_to_string(f"entree/courriel_{gabarit}.txt", donnees)
    try:
        send_mail(sujet, texte, None, [destinataire])
    except (SMTPException, OSError) as erreur:
        # Its kind alone: what it says may quote the message.
        journal.warning("Un e-mail (%s) n’est pas parti : %s", gabarit, type(erreur).__name__)
        return False
    return True
