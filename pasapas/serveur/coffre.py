"""What cannot be read, nor made, from a copy of the database: it takes the server's own secret, the
present one or a former one (``PASAPAS_SECRET_KEY_FALLBACKS``)."""

import base64
import hashlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac

__all__ = ["InvalidToken", "chiffrer", "dechiffrer", "marque", "marques", "rechiffrer"]


def chiffrer(usage: str, texte: str) -> str:
    return _coffre(usage).encrypt(texte.encode()).decode()


def dechiffrer(usage: str, chiffre: str) -> str:
    """Raises InvalidToken when it was written under a secret this server does not have."""
    return _coffre(usage).decrypt(chiffre.encode()).decode()


def _coffre(usage: str) -> MultiFernet:
    """Keys drawn from the server's secret, the former ones included: one for each usage."""
    empreintes = (hashlib.sha256(f"{usage}:{secret}".encode()).digest() for secret in _secrets())
    return MultiFernet([Fernet(base64.urlsafe_b64encode(cle)) for cle in empreintes])


def rechiffrer(usage: str, chiffre: str) -> str:
    """The same, under the present secret. Raises InvalidToken."""
    return _coffre(usage).rotate(chiffre.encode()).decode()


def marque(usage: str, valeur: str) -> str:
    """The digest kept in place of what was given to somebody: a code, an address."""
    return salted_hmac(usage, valeur, algorithm="sha256").hexdigest()


def marques(usage: str, valeur: str) -> list[str]:
    """All those it may bear: what was given before the secret was changed still opens."""
    return [
        salted_hmac(usage, valeur, secret=secret, algorithm="sha256").hexdigest()
        for secret in _secrets()
    ]


def _secrets() -> list[Any]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
