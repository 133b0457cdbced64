"""An account whose address is changed by an administrateur: the way in starts afresh."""

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession

from pasapas.models import User


def reprendre(user: User) -> None:
    """Whoever came in until now does so no more: a code for the new address is the way in.

    Neither the address before, nor the password, nor a provider, nor a session open somewhere.
    Second proofs stay: an address typed wrongly must not be enough. Their page removes them.
    """
    EmailAddress.objects.filter(user=user).delete()
    SocialAccount.objects.filter(user=user).delete()
    user.set_unusable_password()  # the sessions that nobody listed end too: they hold its digest
    user.save(update_fields=["password"])
    for session in UserSession.objects.filter(user=user):
        session.end()
