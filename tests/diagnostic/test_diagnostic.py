"""Annexe 2: a versioned questionnaire, eight themes, and another tool when there is one."""

import pytest
from django.apps import apps

from diagnostic import operations
from diagnostic.models import Bulletin, EtatDesLieux, Question, Questionnaire, SyntheseTheme
from pasapas.models import Participant, Projet, User
from tests.factories import ElementThemeFactory, QuestionnaireFactory, ThemeFactory
from tests.mur import relire_planche


@pytest.mark.django_db
def test_questionnaire_livre_a_26_questions_sous_8_themes() -> None:
    questionnaire = operations.questionnaire_courant()
    assert questionnaire.get_statut_display() == (
        "questionnaire de démonstration, rédigé pour ce projet"
    )
    assert questionnaire.themes.count() == 8
    questions = Question.objects.filter(theme__questionnaire=questionnaire)
    assert (questions.count(), questions.values("code").distinct().count()) == (26, 26)
    for question in questions:
        question.full_clean()


@pytest.mark.django_db
def test_questionnaire_deja_la_reste_tel_quel() -> None:
    avant = operations.questionnaire_courant()
    apres = operations.charger_questionnaire()
    assert (apres.pk, apres.publie_le) == (avant.pk, avant.publie_le)
    assert Questionnaire.objects.count() == 1


def test_projet_garde_la_version_de_son_questionnaire(projet: Projet) -> None:
    nouveau = QuestionnaireFactory(slug=operations.SLUG_COURANT, version=2)
    ThemeFactory(questionnaire=nouveau)
    assert operations.questionnaire_courant().version == 1
    operations.publier(nouveau)
    operations.preparer(projet)
    assert EtatDesLieux.objects.get(projet=projet).questionnaire.version == 1
    assert SyntheseTheme.objects.de(projet).count() == 8
    assert operations.questionnaire_courant() == nouveau


def test_preparer_deux_fois_ne_double_rien(projet: Projet) -> None:
    operations.preparer(projet)
    assert EtatDesLieux.objects.de(projet).count() == 1
    assert SyntheseTheme.objects.de(projet).count() == 8


@pytest.mark.parametrize(
    ("outil", "precision", "dit"),
    [
        ("autodiagnostic-pas-a-pas", "", "L’autodiagnostic Pas à pas"),
        ("autre", "La grille de la HAS", "Un autre outil\nLa grille de la HAS"),
        ("", "", ""),
    ],
)
def test_outil_utilise(outil: str, precision: str, dit: str, projet: Projet) -> None:
    EtatDesLieux.objects.update(outil=outil, outil_precision=precision)
    assert relire_planche(projet, "etat-des-lieux").encart("outil").texte == dit


@pytest.mark.parametrize(("outil", "annonce"), [("", True), ("autre", False)])
def test_autre_outil_ne_parle_plus_de_l_autodiagnostic(
    outil: str, annonce: bool, projet: Projet
) -> None:
    EtatDesLieux.objects.update(outil=outil)
    intro = relire_planche(projet, "autodiagnostic").intro
    assert ("vous avez choisi d’utiliser l’Autodiagnostic" in intro) == annonce


def test_element_va_sous_son_theme_et_dans_sa_colonne(projet: Projet) -> None:
    synthese = SyntheseTheme.objects.de(projet).get(theme__code="t3")
    ElementThemeFactory(projet=projet, synthese=synthese, sens="modifier", texte="Les horaires")
    pleines = [
        encart.nom for encart in relire_planche(projet, "autodiagnostic").encarts if not encart.vide
    ]
    assert pleines == ["t3-modifier"]


def test_aucun_chemin_d_une_reponse_a_une_personne() -> None:
    """Follow every foreign key from an answer, downward: no person, no account at the end."""
    vus, file = set(), [Bulletin, apps.get_model("diagnostic", "Reponse")]
    while file:
        modele = file.pop()
        if modele in vus:
            continue
        vus.add(modele)
        file += [c.related_model for c in modele._meta.concrete_fields if c.is_relation]
    assert not vus & {Participant, User}
