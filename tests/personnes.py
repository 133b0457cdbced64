"""Who comes to the wall: one fixture per role, each a browser already logged in."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.http import urlencode

from pasapas.models import Mandat, Partage, Participant, Projet, Region, Role, User
from tests.factories import ParticipantFactory, ProjetFactory, RegionFactory, UserFactory
from tests.preuves import enroler, prouver

FORMULAIRE = "application/x-www-form-urlencoded"


class Fenetre(Client):
    """A browser, as it sends a form: in parts only when a file is there."""

    def post(self, path: str, data: Any = None, *args: Any, **options: Any) -> HttpResponse:
        simple = isinstance(data, dict) and not args and "content_type" not in options
        if simple and not any(hasattr(valeur, "read") for valeur in data.values()):
            data, options["content_type"] = urlencode(data, doseq=True), FORMULAIRE
        return super().post(path, data, *args, **options)


class Visiteur(Fenetre):
    """``htmx`` does what the page's own script does."""

    participant: Participant | None = None

    def htmx(self, methode: str, url: str, donnees: Any = None) -> HttpResponse:
        envoyer = getattr(self, methode.lower())
        return envoyer(url, donnees or {}, headers={"HX-Request": "true"})


def visiteur(projet: Projet, role: str, **champs: Any) -> Visiteur:
    client = Visiteur()
    client.participant = ParticipantFactory(projet=projet, role=role, user=UserFactory(), **champs)
    if role == Role.CHARGE_DE_MISSION:
        enroler(client.participant.user)
        partager(client.participant)
    client.force_login(client.participant.user)
    return client


def ouvertes_a(user: User) -> QuerySet[Projet]:
    """The projets of which ``user`` is a participant whose access is open today."""
    acces = Participant.objects.ouverts().du_compte(user)
    return Projet.objects.filter(pk__in=acces.values("projet")).order_by("pk")


def partager(conseil: Participant, *annexes: int) -> Partage:
    """The group shows this adviser these annexes; all four, unless told."""
    cochees = {f"annexe_{n}": n in (annexes or (1, 2, 3, 4)) for n in (1, 2, 3, 4)}
    dits = {"accepte": True, "repondu_le": timezone.now(), **cochees}
    qui = {"projet": conseil.projet, "conseil": conseil.user}
    return Partage.objects.update_or_create(**qui, defaults=dits)[0]


@pytest.fixture
def projet(db: None) -> Projet:
    return ProjetFactory(nom="Accueillir et garder")


@pytest.fixture
def autre_projet(db: None) -> Projet:
    return ProjetFactory(nom="Un autre projet")


@pytest.fixture
def pilote(projet: Projet) -> Visiteur:
    return visiteur(projet, Role.PILOTE)


@pytest.fixture
def animatrice(projet: Projet) -> Visiteur:
    return visiteur(projet, Role.ANIMATEUR)


@pytest.fixture
def contributrice(projet: Projet) -> Visiteur:
    return visiteur(projet, Role.CONTRIBUTEUR)


@pytest.fixture
def lecteur(projet: Projet) -> Visiteur:
    return visiteur(projet, Role.LECTEUR)


def donner_mandat(personne: Participant, region: Region | None = None) -> Mandat:
    """A mandate for the region of their établissement (which gets one), or for another."""
    etablissement = personne.projet.etablissement
    if etablissement.region is None:
        etablissement.region = RegionFactory()
        etablissement.save()
    return Mandat.objects.create(user=personne.user, region=region or etablissement.region)


@pytest.fixture
def chargee(projet: Projet) -> Visiteur:
    client = visiteur(projet, Role.CHARGE_DE_MISSION)
    donner_mandat(client.participant)
    return client


@pytest.fixture
def partie(projet: Projet) -> Visiteur:
    """Someone whose access closed yesterday."""
    hier = timezone.localdate() - timedelta(days=1)
    return visiteur(projet, Role.PILOTE, acces_clos_le=hier)


@pytest.fixture
def etrangere(autre_projet: Projet) -> Visiteur:
    """She leads a projet of her own, and has nothing to do with ours."""
    return visiteur(autre_projet, Role.PILOTE)


@pytest.fixture
def administratrice(db: None) -> Visiteur:
    """She runs the installation, and takes part in no fresque."""
    client, client.user = Visiteur(), UserFactory(is_staff=True, is_superuser=True)
    enroler(client.user)
    client.force_login(client.user)
    prouver(client)
    return client


@pytest.fixture
def anonyme(db: None) -> Visiteur:
    return Visiteur()
