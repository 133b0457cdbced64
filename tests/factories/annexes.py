"""Rows of the four annexes."""

from typing import Any

import factory
from factory.django import DjangoModelFactory

from bilan import models as bilan
from diagnostic import models as diagnostic
from fiches import models as fiches
from fresque import models as fresque
from tests.factories.sol import ContenuFactory, ElementFactory, ParticipantFactory, UserFactory


class InspirationFactory(ElementFactory):
    class Meta:
        model = fresque.Inspiration

    texte = factory.Sequence(lambda n: f"Inspiration {n}")


class ConstatFactory(ElementFactory):
    class Meta:
        model = fresque.Constat

    texte = factory.Sequence(lambda n: f"Constat {n}")


class RendezVousFactory(ElementFactory):
    class Meta:
        model = fresque.RendezVous

    date = "2199-12-04"


class PresenceRendezVousFactory(DjangoModelFactory):
    class Meta:
        model = fresque.PresenceRendezVous

    participant = factory.SubFactory(ParticipantFactory)
    rendezvous = factory.SubFactory(
        RendezVousFactory, projet=factory.SelfAttribute("..participant.projet")
    )


class AbonnementFactory(ContenuFactory):
    class Meta:
        model = fresque.Abonnement

    participant = factory.SubFactory(ParticipantFactory)
    projet = factory.SelfAttribute("participant.projet")
    empreinte = factory.Sequence(lambda n: f"{n:064x}")


class ImpressionFactory(ContenuFactory):
    class Meta:
        model = fresque.Impression

    cle = factory.Sequence(lambda n: f"{n:064x}")


class DemandeImpressionFactory(ContenuFactory):
    class Meta:
        model = fresque.DemandeImpression

    participant = factory.SubFactory(ParticipantFactory)
    projet = factory.SelfAttribute("participant.projet")
    impression = factory.SubFactory(
        ImpressionFactory, projet=factory.SelfAttribute("..participant.projet")
    )


class AffichageFactory(ContenuFactory):
    class Meta:
        model = fresque.Affichage

    planche = "eclaire"
    cle = "ABCDEFGH"
    jour = "2026-01-15"
    par = factory.SubFactory(ParticipantFactory, projet=factory.SelfAttribute("..projet"))


class AfficheContribuezFactory(ContenuFactory):
    class Meta:
        model = fresque.AfficheContribuez

    graine = factory.Sequence(lambda n: f"{n:032x}")
    empreinte = factory.Sequence(lambda n: f"{n:064x}")


class ContributionFactory(ElementFactory):
    class Meta:
        model = fresque.Contribution

    texte = factory.Sequence(lambda n: f"Par l’affiche {n}")
    recue_le = "2026-05-24"


class CaseInterneFactory(ContenuFactory):
    class Meta:
        model = fresque.CaseInterne

    planche = "eclaire"
    encart = factory.Sequence(lambda n: f"case-{n}")


class EnvoiRappelsFactory(DjangoModelFactory):
    class Meta:
        model = fresque.EnvoiRappels

    user = factory.SubFactory(UserFactory)
    jour = "2026-05-24"


class ChoixRappelsFactory(DjangoModelFactory):
    class Meta:
        model = fresque.ChoixRappels

    user = factory.SubFactory(UserFactory)


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
    jeton = factory.Sequence(lambda n: f"jeton-{n}")


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


class BulletinAnonymeFactory(DjangoModelFactory):
    class Meta:
        model = diagnostic.BulletinAnonyme

    passation = factory.SubFactory(PassationFactory)
    empreinte = factory.Sequence(lambda n: f"{n:064x}")


class TirageFactory(DjangoModelFactory):
    class Meta:
        model = diagnostic.Tirage

    passation = factory.SubFactory(PassationFactory)


class BulletinATirerFactory(DjangoModelFactory):
    class Meta:
        model = diagnostic.BulletinATirer

    passation = factory.SubFactory(PassationFactory)
    empreinte = factory.Sequence(lambda n: f"{n:064x}")


class DemandeDeClotureFactory(DjangoModelFactory):
    class Meta:
        model = diagnostic.DemandeDeCloture

    campagne = factory.SubFactory(CampagneFactory)
    le = "2026-01-05"


class EtonnementFactory(ElementFactory):
    class Meta:
        model = diagnostic.Etonnement

    campagne = factory.SubFactory(CampagneFactory, projet=factory.SelfAttribute("..projet"))
    texte = factory.Sequence(lambda n: f"Étonnement {n}")


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


class RappelFactory(ContenuFactory):
    class Meta:
        model = fresque.Rappel

    participant = factory.SubFactory(ParticipantFactory, user=factory.SubFactory(UserFactory))
    projet = factory.SelfAttribute("participant.projet")
    envoi = factory.SubFactory(
        EnvoiRappelsFactory, user=factory.SelfAttribute("..participant.user")
    )
    etape = factory.SubFactory(EtapeFactory, projet=factory.SelfAttribute("..projet"))
    palier = 7
    terme = "2026-05-31"


class ResponsableEtapeFactory(DjangoModelFactory):
    class Meta:
        model = fiches.ResponsableEtape

    etape = factory.SubFactory(EtapeFactory)
    projet = factory.SelfAttribute("etape.projet")
    participant = None
    nom = factory.LazyAttributeSequence(lambda r, n: "" if r.participant else f"Renfort {n}")


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
