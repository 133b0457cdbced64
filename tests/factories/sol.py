"""Rows of the ground: people, doors, établissements, the projet and its memory."""

from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from fresque import ouverture
from fresque.instant import recompter
from fresque.ouverture import ouvrir_projet
from pasapas import models as pasapas

MOT_DE_PASSE = "un mot de passe de test"


class UserFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.User

    email = factory.Sequence(lambda n: f"personne-{n}@example.org")
    prenom = factory.Sequence(lambda n: f"Camille{n}")
    nom = "Dupuis"

    @classmethod
    def _create(cls, modele: Any, *args: Any, **champs: Any) -> pasapas.User:
        return modele.objects.create_user(password=MOT_DE_PASSE, **champs)


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Region

    code = factory.Sequence(lambda n: f"region-{n}")
    nom = factory.Sequence(lambda n: f"Région {n}")


class EtablissementFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Etablissement

    nom = factory.Sequence(lambda n: f"MECS « Dragibus » {n}")


class ServiceFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Service

    etablissement = factory.SubFactory(EtablissementFactory)
    reference = factory.Sequence(lambda n: f"service-{n}")
    nom = factory.Sequence(lambda n: f"Internat {n}")
    ordre = factory.Sequence(int)


class ProjetFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Projet

    etablissement = factory.SubFactory(EtablissementFactory)
    nom = factory.Sequence(lambda n: f"Projet {n}")

    @classmethod
    def _create(cls, modele: Any, *args: Any, **champs: Any) -> pasapas.Projet:
        if champs.get("createur") is not None:
            return ouvrir_projet(**champs)
        with patch.object(ouverture, "recompter", _compter_comme_la_premiere):
            return ouvrir_projet(**champs)


COMPTEES: dict[bool, list[dict[str, Any]]] = {}


def _compter_comme_la_premiere(projet: pasapas.Projet) -> None:
    """Empty fresques have the same boxes filled, but for their name. Reading the whole wall to
    count them takes longer than most of the tests that want one."""
    nommee = bool(projet.nom)
    if nommee not in COMPTEES:
        recompter(projet)
        champs = ("planche", "annexe", "remplis", "total")
        COMPTEES[nommee] = list(pasapas.Avancement.objects.filter(projet=projet).values(*champs))
        return
    pasapas.Avancement.objects.bulk_create(
        pasapas.Avancement(projet=projet, **champs) for champs in COMPTEES[nommee]
    )


class ContenuFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    projet = factory.SubFactory(ProjetFactory)


class ElementFactory(ContenuFactory):
    class Meta:
        abstract = True

    ordre = factory.Sequence(int)


class ParticipantFactory(ElementFactory):
    class Meta:
        model = pasapas.Participant

    reference = factory.Sequence(lambda n: f"participant-{n}")
    prenom = "Inès"
    nom = factory.Sequence(lambda n: f"Carpentier{n}")


class ActeurFactory(ElementFactory):
    class Meta:
        model = pasapas.Acteur

    reference = factory.Sequence(lambda n: f"acteur-{n}")
    nom = factory.Sequence(lambda n: f"Partenaire {n}")
    cercle = "direct"
    engagement = "engage"


class ChangementActeurFactory(ContenuFactory):
    class Meta:
        model = pasapas.ChangementActeur

    acteur = factory.SubFactory(ActeurFactory, projet=factory.SelfAttribute("..projet"))
    date = "2026-01-01"
    vers = "engage"


class ContactFactory(ElementFactory):
    class Meta:
        model = pasapas.Contact

    nom = factory.Sequence(lambda n: f"Contact {n}")


class PresenceFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Presence

    participant = factory.SubFactory(ParticipantFactory)
    projet = factory.SelfAttribute("participant.projet")
    encart = factory.Sequence(lambda n: f"eclaire--case-{n}")
    vu_le = factory.LazyFunction(timezone.now)


class VisiteFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Visite

    participant = factory.SubFactory(ParticipantFactory)
    projet = factory.SelfAttribute("participant.projet")
    vue_le = factory.LazyFunction(timezone.now)


class RecuFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Recu

    cle = factory.Sequence(lambda n: f"{n:064x}")


class MandatFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Mandat

    user = factory.SubFactory(UserFactory)
    region = factory.SubFactory(RegionFactory)


class PreuveFactory(ContenuFactory):
    class Meta:
        abstract = True

    participant = factory.SubFactory(ParticipantFactory)
    projet = factory.SelfAttribute("participant.projet")
    empreinte = factory.Sequence(lambda n: f"{n:064x}")


class InvitationFactory(PreuveFactory):
    class Meta:
        model = pasapas.Invitation

    courriel = factory.Sequence(lambda n: f"invite-{n}@example.org")


class CarteAccesFactory(PreuveFactory):
    class Meta:
        model = pasapas.CarteAcces


class ConsultationFactory(ContenuFactory):
    class Meta:
        model = pasapas.Consultation

    participant = factory.SubFactory(ParticipantFactory)
    projet = factory.SelfAttribute("participant.projet")
    jour = "2026-01-01"


class TentativeFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Tentative

    cle = "0" * 64


class PageInformationFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.PageInformation

    code = factory.Sequence(lambda n: f"page-{n}")
    titre = factory.Sequence(lambda n: f"Page {n}")
    texte = "Un texte."


class PostItFactory(ElementFactory):
    class Meta:
        model = pasapas.PostIt

    planche = "eclaire"
    zone = "constats"
    texte = factory.Sequence(lambda n: f"Post-it {n}")


class AccompagnementFactory(ContenuFactory):
    class Meta:
        model = pasapas.Accompagnement


class DAccompagnement(ContenuFactory):
    class Meta:
        abstract = True

    accompagnement = factory.SubFactory(
        AccompagnementFactory, projet=factory.SelfAttribute("..projet")
    )


class InterventionFactory(DAccompagnement):
    class Meta:
        model = pasapas.Intervention

    type = "formation_thematique"


class PauseFactory(DAccompagnement):
    class Meta:
        model = pasapas.Pause

    du = "2026-01-10"


class PisteProposeeFactory(DAccompagnement):
    class Meta:
        model = pasapas.PisteProposee

    texte = factory.Sequence(lambda n: f"Piste proposée {n}")


class PartageFactory(ContenuFactory):
    class Meta:
        model = pasapas.Partage

    conseil = factory.SubFactory(UserFactory)


class ProgrammeFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Programme

    region = factory.SubFactory(RegionFactory)


class EvenementFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Evenement

    projet = factory.SubFactory(ProjetFactory)
    action = "ajout"
    planche = "eclaire"
    encart = "constats"
    objet = "constat"
    objet_pk = 1


class CleEcritureFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.CleEcriture

    id = factory.LazyFunction(uuid4)
    projet = factory.SubFactory(ProjetFactory)


class AvancementFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Avancement

    projet = factory.SubFactory(ProjetFactory)
    planche = factory.Sequence(lambda n: f"planche-{n}")  # a projet has its own counted
    annexe = 1
    remplis = 1
    total = 7


class TravailFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Travail

    sorte = "essai"
    cle = factory.Sequence(str)


class CourrielFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Courriel

    sorte = "essai"
    cle = factory.Sequence(str)
    empreinte = "0" * 64


class DossierFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Dossier

    projet = factory.SubFactory(ProjetFactory)
    etablissement = factory.SelfAttribute("projet.etablissement")


class PalierFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Palier

    dossier = factory.SubFactory(DossierFactory)
    du = datetime(2025, 1, 1, tzinfo=UTC)
    au = datetime(2026, 1, 1, tzinfo=UTC)
    groupe = 4


class FiltreGardeFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.FiltreGarde

    nom = "En phase 2"
    auteur = factory.SubFactory(UserFactory)
