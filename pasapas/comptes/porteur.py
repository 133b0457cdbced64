"""Who sends this request: its session, then its account, read at every one of them."""

from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from pasapas.comptes.interieur import ParUneAdresse
from pasapas.models import User
from pasapas.serveur.preparee import Preparee

SESSION = Preparee(lambda cle: Session.objects.filter(session_key=cle), cle="?")
COMPTE = Preparee(lambda pk: User.objects.filter(pk=pk), pk=-1)


class SessionStore(db.SessionStore):
    """Django's sessions in the database, found by a query whose SQL is ready."""

    def load(self) -> dict[str, Any]:
        session = SESSION.premiere(cle=self.session_key or "")
        if session is None or session.expire_date <= timezone.now():
            self._session_key = None
            return {}
        return self.decode(session.session_data)


class Comptes(ParUneAdresse):
    """allauth's, which finds an account by a query whose SQL is ready, or by its address."""

    def get_user(self, user_id: Any) -> User | None:
        compte = COMPTE.premiere(pk=user_id)
        return compte if compte is not None and self.user_can_authenticate(compte) else None
