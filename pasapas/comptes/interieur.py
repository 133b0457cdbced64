"""What the house takes from inside django-allauth, where nothing is promised: all of it is here.

To be looked at each time the version moves (docs/monter-de-version.md); pyproject.toml bounds it.
"""

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records, record_authentication
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.internal.httpkit import add_query_params
from allauth.core.internal.ratelimit import truncate_ip
from allauth.socialaccount.internal import jwtkit
from allauth.usersessions.internal.flows.sessions import end_other_sessions

from pasapas.models import User


class ParUneAdresse(AuthenticationBackend):
    """allauth's, by the address: one query, account or not.

    allauth looks in a second table, and spares that query for most of those who have an account.
    """

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        compte = User.objects.filter(email=email.strip().lower()).first()
        return self._check_password(compte, password)
