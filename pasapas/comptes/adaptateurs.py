"""What django-allauth asks of the house: who may sign up (nobody), limits, mails, proofs."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.conf import settings
from django.http import HttpRequest

from pasapas.comptes import courriels, limites, preuves
from pasapas.models import User
from pasapas.serveur import coffre
from pasapas.valeurs.textes import decouper

DERNIERE = (
    "C’est votre seule deuxième vérification, et votre compte doit en avoir une. Ajoutez-en une "
    "autre d’abord."
)


class Adaptateur(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Access is given by a projet's pilote, never taken."""
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Every password is tried here. Wrong or right, it is refused once the bound is met."""
        compte = credentials.get("email", "").strip().lower()
        lieu = limites.adresse_ip(request)
        limites.exiger(request, limites.ADRESSE, lieu)
        limites.exiger(request, limites.COMPTE, compte)
        user = super().authenticate(request, **credentials)
        if user:
            limites.rendre(limites.COMPTE.quoi, compte)
            limites.rendre(limites.ADRESSE.quoi, lieu)
        return user

    def reauthenticate(self, user: User, password: str) -> bool:
        """allauth looks the address up in a table of its own, which may be empty."""
        connu = self.authenticate(self.request, email=user.email or "", password=password)
        return connu is not None and connu.pk == user.pk

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """Whoever has a second proof uses it: the password alone proves less."""
        methodes = super().get_reauthentication_methods(user)
        secondes = [m for m in methodes if m["id"].startswith("mfa_")]
        for methode in methodes:
            methode["description"] = preuves.METHODES[methode["id"]]
        return secondes or methodes

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Someone who has just come in is not asked again at once."""
        return not preuves.vient_d_entrer(self.request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        contexte = {
            "request": self.request,
            "email": email,
            **context,
            "lieu": decouper(self.request.build_absolute_uri("/")).netloc,
        }
        courriels.envoyer(template_prefix, self.render_mail(template_prefix, email, contexte))

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the account's own address."""
        if email := email or user.email:
            super().send_notification_mail(template_prefix, user, context, email)


class AdaptateurPreuves(DefaultMFAAdapter):
    """The secrets of second proofs are not readable in a copy of the database."""

    error_messages = DefaultMFAAdapter.error_messages | {"cannot_delete_authenticator": DERNIERE}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Who asks for a key: named as for an application (``MFA_TOTP_ISSUER``)."""
        return {**super().get_public_key_credential_rp_entity(), "name": settings.MFA_TOTP_ISSUER}

    def build_totp_svg(self, url: str) -> str:
        """The page draws its own (``formulaires_preuves.Application.qr``)."""
        return ""

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        rang = Authenticator.objects.filter(user=user, type=type).count()
        return f"Clé {rang + 1}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last proof of someone who must have one is replaced, not removed."""
        autres = preuves.de(authenticator.user).exclude(pk=authenticator.pk)
        return autres.exists() or not preuves.exigee(authenticator.user)

    def encrypt(self, text: str) -> str:
        return coffre.chiffrer("preuves", text)

    def decrypt(self, encrypted_text: str) -> str:
        return coffre.dechiffrer("preuves", encrypted_text)


class AdaptateurFournisseur(DefaultSocialAccountAdapter):
    """A provider proves an address; it opens no account."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def authenticate_by_email(self, sociallogin: Any) -> tuple[User, str] | None:
        """The account that bears the proven address, if someone was invited under it."""
        trouve = super().authenticate_by_email(sociallogin)
        if trouve is None or not trouve[0].is_active:
            return None
        user, courriel = trouve
        # Known as proven from now on: allauth would otherwise wipe the password.
        EmailAddress.objects.update_or_create(
            user=user, email=courriel.lower(), defaults={"verified": True, "primary": True}
        )
        return trouve
