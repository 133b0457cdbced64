"""Second proofs without a telephone: put one in place, give it, say that one just gave it."""

import time

from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY,
    AUTHENTICATION_METHODS_SESSION_KEY,
)
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from pasapas.models import User

SECRET = "JBSWY3DPEHPK3PXP"


def enroler(user: User, secret: str = SECRET) -> Authenticator:
    """Ties an application to this account, as its owner would."""
    return TOTP.activate(user, secret).instance


def code(secret: str = SECRET) -> str:
    """What the application shows now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def prouver(client: Client, *, il_y_a: float = 0) -> None:
    """This browser's session came in just now, or ``il_y_a`` seconds ago."""
    session = client.session
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = session["_auth_user_id"]
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": "password", "at": time.time() - il_y_a}
    ]
    session.save()
