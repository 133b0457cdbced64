"""Questionnaires by versions: written as a draft, published once, then never changed."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from diagnostic.models import Question, Questionnaire, Theme
from diagnostic.questionnaires import QuestionnaireLu, ThemeLu, lire_yaml
from diagnostic.referentiel import AUTODIAGNOSTIC

SLUG_COURANT = "autodiagnostic-pas-a-pas"
ENTETE = (
    "titre",
    "sous_titre",
    "statut",
    "consigne",
    "consigne_collective",
    "duree_minutes",
    "echelle",
    "restitution",
)


@transaction.atomic
def charger_questionnaire(chemin: Path = AUTODIAGNOSTIC) -> Questionnaire:
    """The questionnaire we ship, published. A version already there is left as it is."""
    lu = lire_yaml(chemin.read_bytes())
    deja = Questionnaire.objects.filter(slug=lu.slug, version=lu.version or 0).first()
    return deja or publier(creer(lu))


@transaction.atomic
def creer(lu: QuestionnaireLu) -> Questionnaire:
    """A new version, as a draft. Without a number it takes the next one.

    Raises ValidationError when this version is there already.
    """
    questionnaire = Questionnaire(
        slug=lu.slug,
        version=lu.version or version_suivante(lu.slug),
        **{cle: getattr(lu, cle) for cle in ENTETE},
    )
    questionnaire.full_clean()
    questionnaire.save()
    for ordre, theme in enumerate(lu.themes):
        _creer_theme(questionnaire, ordre, theme)
    return questionnaire


def _creer_theme(questionnaire: Questionnaire, ordre: int, lu: ThemeLu) -> None:
    theme = Theme.objects.create(
        questionnaire=questionnaire,
        code=lu.code,
        titre=lu.titre,
        intro=lu.intro,
        question_ouverte=lu.question_ouverte,
        ordre=ordre,
    )
    Question.objects.bulk_create(
        Question(
            theme=theme,
            ordre=rang,
            code=question.code,
            enonce=question.enonce,
            aide=question.aide,
            point_fort=question.point_fort,
            axe=question.axe,
        )
        for rang, question in enumerate(lu.questions)
    )


def version_suivante(slug: str) -> int:
    """The number that follows every version known under this name."""
    return (Questionnaire.objects.filter(slug=slug).aggregate(n=Max("version"))["n"] or 0) + 1


@transaction.atomic
def publier(questionnaire: Questionnaire) -> Questionnaire:
    """Let campagnes be run with it. From now on nobody changes a word of it."""
    ligne = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if ligne.publie_le is None:
        ligne.publie_le = timezone.now()
        ligne.save(update_fields=["publie_le"])
    return ligne


@transaction.atomic
def supprimer(questionnaire: Questionnaire) -> None:
    """Throw a draft away. Raises ValidationError once it is published."""
    ligne = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    if ligne.publie_le is not None:
        raise ValidationError("Ce questionnaire est publié : il ne se supprime plus.")
    ligne.delete()


def questionnaire_courant() -> Questionnaire:
    """The newest published version of our questionnaire; loads ours if there is none."""
    publies = Questionnaire.objects.publies().filter(slug=SLUG_COURANT)
    return publies.order_by("-version").first() or charger_questionnaire()
