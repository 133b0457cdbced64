"""Questionnaires by versions: written as a draft, published once, then never changed."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from diagnostic.models import Question, Questionnaire, Theme
from diagnostic.questionnaires import QuestionnaireLu, ThemeLu, lire_yaml
from diagnostic.referentiel import AUTODIAGNOSTIC

SLUG_COURANT = "autodiagnostic-pas-a-pas"


@transaction.atomic
def charger_questionnaire() -> Questionnaire:
    """The questionnaire we ship, published. A version already there is left as it is."""
    lu = lire_yaml(AUTODIAGNOSTIC.read_bytes())
    deja = Questionnaire.objects.filter(slug=lu.slug, version=lu.version or 0).first()
    return deja or publier(creer(lu))


@transaction.atomic
def creer(lu: QuestionnaireLu) -> Questionnaire:
    """A new version, as a draft. Without a number it takes the next one.

    Raises ValidationError when this version is there already.
    """
    valeurs = {**vars(lu), "version": lu.version or version_suivante(lu.slug)}
    themes = valeurs.pop("themes")
    questionnaire = Questionnaire(**valeurs)
    questionnaire.full_clean()
    questionnaire.save()
    for ordre, theme in enumerate(themes):
        _creer_theme(questionnaire, ordre, theme)
    return questionnaire


def _creer_theme(questionnaire: Questionnaire, ordre: int, lu: ThemeLu) -> None:
    champs = lu.model_dump(exclude={"questions"})
    theme = Theme.objects.create(questionnaire=questionnaire, ordre=ordre, **champs)
    Question.objects.bulk_create(
        Question(theme=theme, ordre=rang, **question.model_dump())
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
