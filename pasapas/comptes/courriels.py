"""Mails of the accounts go to the outbox: a slow mail server slows no page.

Nor does it tell, by the time taken, which address has an account: a row is written for each.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from pasapas.travaux.boite import Lettre, poster

CODE = Lettre("login_code", "code pour entrer")
MOT_DE_PASSE = Lettre("password_reset_key", "lien pour un nouveau mot de passe")
INCONNU = Lettre("unknown_account", "réponse à une adresse inconnue")
AVIS = Lettre("compte", "avis sur un compte")


def envoyer(gabarit: str, message: EmailMessage) -> None:
    """``gabarit``: allauth's name for it. What it holds may be worth nothing after a while."""
    lettres = {lettre.nom: lettre for lettre in (CODE, MOT_DE_PASSE, INCONNU)}
    lettre = lettres.get(gabarit.rpartition("/")[2], AVIS)
    durees = {
        CODE: settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
        INCONNU: settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT,
        MOT_DE_PASSE: settings.PASSWORD_RESET_TIMEOUT,
    }
    duree = durees.get(lettre)
    perime_le = timezone.now() + timedelta(seconds=duree) if duree else None
    poster(lettre, message, perime_le=perime_le)
