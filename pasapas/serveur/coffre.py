"""What cannot be read in a copy of the database: it takes the server's own secret."""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

__all__ = ["InvalidToken", "chiffrer", "dechiffrer"]


def chiffrer(usage: str, texte: str) -> str:
    return _coffre(usage).encrypt(texte.encode()).decode()


def dechiffrer(usage: str, chiffre: str) -> str:
    """Raises InvalidToken when it was written under a secret this server does not have."""
    return _coffre(usage).decrypt(chiffre.encode()).decode()


def _coffre(usage: str) -> MultiFernet:
    """Keys drawn from the server's secret, the former ones included: one for each usage."""
    secrets: list[Any] = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    empreintes = (hashlib.sha256(f"{usage}:{secret}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(cle)) for cle in empreintes])
