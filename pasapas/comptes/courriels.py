"""Mails of the accounts leave beside the answer: a slow mail server slows no page.

Nor does it tell, by the time taken, which address has an account.
"""

import logging
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.core.mail import EmailMessage

journal = logging.getLogger(__name__)
facteurs = ThreadPoolExecutor(2, thread_name_prefix="courriel")


def envoyer(message: EmailMessage) -> None:
    """Send soon. The person who waits in vain asks for another: nothing else depends on it."""
    if settings.COURRIELS_EN_FOND:
        facteurs.submit(_partir, message)
    else:
        _partir(message)


def _partir(message: EmailMessage) -> None:
    try:
        message.send()
    except Exception as erreur:  # whatever the mail server does, the page has been answered
        journal.error("Un courriel n’est pas parti : %s", type(erreur).__name__)
