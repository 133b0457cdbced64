"""Accounts that open no fresque any more and that nobody uses."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from fresque.donnees import preavis
from fresque.donnees.lignes import gestes_sur, journal_d_administration, sessions
from fresque.donnees.personne import Personne
from fresque.donnees.preavis import Cas, Examen, terme
from fresque.donnees.registre import partout
from pasapas.entretien.effacements import COMPTE_SEUL, consigner
from pasapas.models import Participant, User
from pasapas.models.projet import PREAVIS


def inutilises(aujourd_hui: date) -> Iterator[Examen]:
    """Administrateurs are left alone: somebody must be able to come in."""
    for user in _sans_fresque().order_by("pk"):
        yield f"compte n° {user.pk}", partial(_du_compte, user, aujourd_hui)


def _du_compte(user: User, aujourd_hui: date) -> Cas | None:
    if terme(user) - PREAVIS > aujourd_hui:
        return None
    nom, limite = f"compte n° {user.pk}", _efface_apres_le(user)
    if limite is None:
        return Cas(nom, prevenir=lambda: prevenir(user, aujourd_hui))
    return Cas(nom, effacer=lambda: effacer(user, aujourd_hui)) if limite < aujourd_hui else None


def _sans_fresque() -> QuerySet[User]:
    ouverts = partout(Participant).ouverts().exclude(user=None)
    return User.objects.exclude(pk__in=ouverts.values("user")).exclude(is_staff=True)


def _efface_apres_le(user: User) -> date | None:
    """None before the notice. Without an address there is nobody to tell, and no way in."""
    if not user.email:
        return terme(user)
    donne = _preavis(user).filter(action_time__gt=user.last_login or user.date_joined)
    premier = donne.order_by("action_time").first()
    if premier is None:
        return None
    return max(terme(user), timezone.localdate(premier.action_time) + PREAVIS)


def _preavis(user: User) -> QuerySet[LogEntry]:
    """The notice is kept in the account's own history, where an administrateur reads it."""
    return LogEntry.objects.filter(gestes_sur(user), change_message=preavis.PREVENU)


@transaction.atomic
def prevenir(user: User, aujourd_hui: date) -> bool:
    """False when nothing was put in the post, or when the last e-mail was given up."""
    efface_apres_le = max(terme(user), aujourd_hui + PREAVIS)
    return preavis.de_compte(user, terme(user), efface_apres_le)


@transaction.atomic
def effacer(user: User, aujourd_hui: date) -> bool:
    """The account and its ways in. The name stays in the fresques it helped, until their term."""
    ligne = User.objects.select_for_update().filter(pk=user.pk).first()
    if ligne is None or not _sans_fresque().filter(pk=ligne.pk).exists():
        return False
    limite = _efface_apres_le(ligne)
    if limite is None or limite >= aujourd_hui:
        return False
    personne = Personne(user=ligne)
    for session in sessions(personne):
        session.delete()
    LogEntry.objects.filter(journal_d_administration(personne)).delete()
    consigner(User, [ligne.pk], COMPTE_SEUL)
    ligne.delete()
    return True
