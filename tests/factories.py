"""One factory per kind of row. A projet is opened as people do, with its empty boxes."""

from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from bilan import models as bilan
from diagnostic import models as diagnostic
from fiches import models as fiches
from fresque import models as fresque
from fresque.operations import ouvrir_projet
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
        return ouvrir_projet(**champs)


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


class PostItFactory(ElementFactory):
    class Meta:
        model = pasapas.PostIt

    planche = "eclaire"
    zone = "constats"
    texte = factory.Sequence(lambda n: f"Post-it {n}")


class AccompagnementFactory(ContenuFactory):
    class Meta:
        model = pasapas.Accompagnement


class ServiceMobiliseFactory(ContenuFactory):
    class Meta:
        model = pasapas.ServiceMobilise

    accompagnement = factory.SubFactory(
        AccompagnementFactory, projet=factory.SelfAttribute("..projet")
    )
    type = "formation_thematique"


class EvenementFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Evenement

    projet = factory.SubFactory(ProjetFactory)
    action = "ajout"
    planche = "eclaire"
    encart = "constats"
    objet = "constat"
    objet_pk = 1


class AvancementFactory(DjangoModelFactory):
    class Meta:
        model = pasapas.Avancement

    projet = factory.SubFactory(ProjetFactory)
    planche = "eclaire"
    annexe = 1
    remplis = 1
    total = 7


class InspirationFactory(ElementFactory):
    class Meta:
        model = fresque.Inspiration

    texte = factory.Sequence(lambda n: f"Inspiration {n}")


class ConstatFactory(ElementFactory):
    class Meta:
        model = fresque.Constat

    texte = factory.Sequence(lambda n: f"Constat {n}")


class QuestionnaireFactory(DjangoModelFactory):
    class Meta:
        model = diagnostic.Questionnaire

    slug = factory.Sequence(lambda n: f"questionnaire-{n}")
    version = 1
    titre = "Questionnaire"
    statut = "demonstration"


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = diagnostic.Theme

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    code = factory.Sequence(lambda n: f"theme-{n}")
    titre = factory.Sequence(lambda n: f"Thème {n}")


class QuestionFactory(DjangoModelFactory):
    class Meta:
        model = diagnostic.Question

    theme = factory.SubFactory(ThemeFactory)
    code = factory.Sequence(lambda n: f"q{n}")
    enonce = "Je peux faire du bon travail."


class SyntheseThemeFactory(ContenuFactory):
    class Meta:
        model = diagnostic.SyntheseTheme

    theme = factory.SubFactory(ThemeFactory)


def premiere_synthese(ligne: Any) -> diagnostic.SyntheseTheme:
    return diagnostic.SyntheseTheme.objects.de(ligne.projet).order_by("theme__ordre")[0]


def premier_bilan(ligne: Any) -> bilan.Bilan:
    return bilan.Bilan.objects.de(ligne.projet).order_by("numero")[0]


class ElementThemeFactory(ElementFactory):
    class Meta:
        model = diagnostic.ElementTheme

    synthese = factory.LazyAttribute(premiere_synthese)
    sens = "valoriser"
    texte = factory.Sequence(lambda n: f"Élément {n}")


class PisteFactory(ElementFactory):
    class Meta:
        model = diagnostic.Piste

    texte = factory.Sequence(lambda n: f"Piste {n}")


class IntentionFactory(ElementFactory):
    class Meta:
        model = diagnostic.Intention

    texte = factory.Sequence(lambda n: f"Intention {n}")


class CampagneFactory(ContenuFactory):
    class Meta:
        model = diagnostic.Campagne

    reference = factory.Sequence(lambda n: f"campagne-{n}")
    questionnaire = factory.SubFactory(QuestionnaireFactory)


class PassationFactory(DjangoModelFactory):
    class Meta:
        model = diagnostic.Passation

    campagne = factory.SubFactory(CampagneFactory)
    college = "salaries"
    mode = "individuelle"


class BulletinFactory(DjangoModelFactory):
    class Meta:
        model = diagnostic.Bulletin

    passation = factory.SubFactory(PassationFactory)


class ReponseFactory(DjangoModelFactory):
    class Meta:
        model = diagnostic.Reponse

    bulletin = factory.SubFactory(BulletinFactory)
    question = factory.SubFactory(QuestionFactory)
    niveau = 3


class FicheActionFactory(ElementFactory):
    class Meta:
        model = fiches.FicheAction

    numero = factory.LazyAttribute(
        lambda ligne: fiches.FicheAction.objects.de(ligne.projet).count() + 1
    )
    intitule = factory.Sequence(lambda n: f"Action {n}")


class ElementFicheFactory(ElementFactory):
    class Meta:
        abstract = True

    fiche = factory.SubFactory(FicheActionFactory, projet=factory.SelfAttribute("..projet"))


class FacteurFactory(ElementFicheFactory):
    class Meta:
        model = fiches.Facteur

    signe = "+"
    texte = factory.Sequence(lambda n: f"Facteur {n}")


class EtapeFactory(ElementFicheFactory):
    class Meta:
        model = fiches.Etape

    intitule = factory.Sequence(lambda n: f"Étape {n}")


class RubriqueAjouteeFactory(ElementFicheFactory):
    class Meta:
        model = fiches.RubriqueAjoutee

    titre = factory.Sequence(lambda n: f"Rubrique {n}")


class ThemeFicheFactory(DjangoModelFactory):
    class Meta:
        model = fiches.ThemeFiche

    fiche = factory.SubFactory(FicheActionFactory)
    theme = factory.SubFactory(ThemeFactory)


class OrigineFactory(DjangoModelFactory):
    class Meta:
        model = fiches.Origine

    fiche = factory.SubFactory(FicheActionFactory)
    intention = factory.SubFactory(IntentionFactory, projet=factory.SelfAttribute("..fiche.projet"))


class BilanFactory(ElementFactory):
    class Meta:
        model = bilan.Bilan

    numero = factory.LazyAttribute(lambda ligne: bilan.Bilan.objects.de(ligne.projet).count() + 1)


class CommunicationFactory(ElementFactory):
    class Meta:
        model = bilan.Communication

    bilan = factory.LazyAttribute(premier_bilan)
    sujet = factory.Sequence(lambda n: f"Sujet {n}")


class SuiteFactory(ElementFactory):
    class Meta:
        model = bilan.Suite

    bilan = factory.LazyAttribute(premier_bilan)
    texte = factory.Sequence(lambda n: f"Suite {n}")


class PresenceBilanFactory(DjangoModelFactory):
    class Meta:
        model = bilan.PresenceBilan

    participant = factory.SubFactory(ParticipantFactory)
    bilan = factory.LazyAttribute(lambda presence: premier_bilan(presence.participant))
