"""The sessions open under one account, told as a person would: « Firefox sur Windows »."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from pasapas.models import User

# The first word found names it: the order counts, since each claims to be the next ones.
NAVIGATEURS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "Firefox/": "Firefox",
    "SamsungBrowser": "Samsung Internet",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMES = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "Mac",
    "CrOS": "Chromebook",
    "Linux": "Linux",
}


@dataclass(frozen=True, slots=True)
class Appareil:
    pk: int
    nom: str
    depuis: datetime
    ici: bool


def ouvertes(user: User) -> QuerySet[UserSession]:
    vivantes = Session.objects.filter(expire_date__gt=timezone.now())
    return UserSession.objects.filter(user=user, session_key__in=vivantes.values("session_key"))


def appareils(user: User, ici: str) -> list[Appareil]:
    """The most recent first, this one before all."""
    liste = [
        Appareil(s.pk, nommer(s.user_agent), s.created_at, s.session_key == ici)
        for s in ouvertes(user).order_by("-created_at", "pk")
    ]
    return sorted(liste, key=lambda appareil: not appareil.ici)


def nommer(signature: str) -> str:
    navigateur = _premier(NAVIGATEURS, signature) or "Un navigateur"
    systeme = _premier(SYSTEMES, signature)
    return f"{navigateur} sur {systeme}" if systeme else navigateur


def _premier(noms: dict[str, str], signature: str) -> str:
    return next((nom for signe, nom in noms.items() if signe in signature), "")
