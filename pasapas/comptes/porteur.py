"""Who sends this request: its session, then its account, read at every one of them."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from pasapas.models import User
from pasapas.serveur.preparee import Preparee

SESSION = Preparee(lambda cle: Session.objects.filter(session_key=cle), cle="?")
COMPTE = Preparee(lambda pk: User.objects.filter(pk=pk), pk=-1)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, found by a query whose SQL is ready."""

    def _get_session_from_db(self) -> Session | None:
        session = SESSION.premiere(cle=self.session_key)
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None
            return None
        return session


class Comptes(AuthenticationBackend):
    """allauth's, which finds an account by a query whose SQL is ready, or by its address.

    By its address: one query, account or not. allauth looks in a second table, and spares that
    query for most of those who have an account.
    """

    def get_user(self, user_id: Any) -> User | None:
        compte = COMPTE.premiere(pk=user_id)
        return compte if compte is not None and self.user_can_authenticate(compte) else None

    def _authenticate_by_email(self, email: str, password: str) -> User | None:
        compte = User.objects.filter(email=email.strip().lower()).first()
        return self._check_password(compte, password)
