"""Who sends this request: its session, then its account, read at every one of them."""

from typing import Any

from django.contrib.auth.models import Permission
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import Exists, Q, QuerySet
from django.utils import timezone

from pasapas.comptes.interieur import ParUneAdresse
from pasapas.models import Mandat, User
from pasapas.models.mandat import GROUPE_CHARGES
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

    def _get_user_permissions(self, user_obj: User) -> QuerySet[Permission]:
        """Rights given one by one are for administrateurs."""
        siens = user_obj.user_permissions.all()
        return siens if user_obj.is_staff else siens.none()

    def _get_group_permissions(self, user_obj: User) -> QuerySet[Permission]:
        """Those of their groups; and, as long as a mandate holds, those of its own group."""
        siens = Q(group__in=user_obj.groups.all())
        if not user_obj.is_staff:
            mandats = Mandat.objects.ouverts().filter(user=user_obj)
            siens |= Q(Exists(mandats), group__name=GROUPE_CHARGES)
        return Permission.objects.filter(siens)
