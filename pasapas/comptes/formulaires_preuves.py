"""The forms of second proofs: codes counted in the database, keys whatever they answer."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as preuves
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as cles
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from django import forms

from pasapas.comptes import limites
from pasapas.comptes.dessin import DessinDesChamps, dessiner
from pasapas.comptes.formulaires import Code
from pasapas.models import User
from pasapas.valeurs.saisie import LigneField

USAGE_UNIQUE = timedelta(minutes=3)  # longer than a code of an application is valid


class CodeDePreuve(Code):
    """Tried at most ten times an hour an account, and good for one use only."""

    user: User
    libelle = "Code de l’application, ou code de secours"

    def clean_code(self) -> str:
        compte = str(self.user.pk)
        limites.exiger(context.request, limites.PREUVE, compte)
        code = super().clean_code()  # type: ignore[misc]
        unique = f"{compte}:{''.join(c for c in code if c.isalnum())}"
        if not limites.essayer("code-unique", unique, 1, USAGE_UNIQUE):
            raise get_adapter().validation_error("incorrect_code")
        limites.rendre(limites.PREUVE.quoi, compte)
        return code


class Preuve(CodeDePreuve, preuves.AuthenticateForm):
    pass


class PreuveANouveau(CodeDePreuve, preuves.ReauthenticateForm):
    pass


class Application(CodeDePreuve, totp.ActivateTOTPForm):
    libelle = "Code affiché par l’application"

    @property
    def qr(self) -> DessinDesChamps:
        """What the application reads: drawn in the page, which accepts no picture of data."""
        return dessiner(get_adapter().build_totp_url(self.user, self.secret))

    @property
    def secret_lisible(self) -> str:
        return " ".join(self.secret[i : i + 4] for i in range(0, len(self.secret), 4))


# What a made-up answer raises while it is read, signatures included.
ILLISIBLE: tuple[type[Exception], ...]
ILLISIBLE = (ValueError, KeyError, TypeError, AttributeError, IndexError, struct.error)
ILLISIBLE += (InvalidSignature, UnsupportedAlgorithm)


@contextmanager
def cle_lisible() -> Iterator[None]:
    """An answer that no key gave is a wrong answer, not a failure of ours."""
    try:
        yield
    except ILLISIBLE:
        raise get_adapter().validation_error("incorrect_code") from None


def nom_de_cle(*, required: bool = True) -> forms.CharField:
    return LigneField(
        label="Nom de cette clé",
        help_text="Pour la reconnaître : « Mon téléphone », « Clé bleue »…",
        max_length=60,
        required=required,
    )


class AjoutDeCle(cles.AddWebAuthnForm):
    name = nom_de_cle(required=False)

    def clean(self) -> dict[str, Any]:
        with cle_lisible():
            return super().clean() or {}


class CleEnEntrant(cles.AuthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with cle_lisible():
            return super().clean_credential()


class CleANouveau(cles.ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Authenticator:
        with cle_lisible():
            return super().clean_credential()


class RenommerLaCle(cles.EditWebAuthnForm):
    name = nom_de_cle()


class RetirerLaCle(forms.Form):
    """allauth asks nothing before a key goes; for an application it does."""

    def __init__(self, *args: Any, authenticator: Authenticator, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authenticator = authenticator

    def clean(self) -> dict[str, Any]:
        if not get_adapter().can_delete_authenticator(self.authenticator):
            raise get_adapter().validation_error("cannot_delete_authenticator")
        return super().clean() or {}
