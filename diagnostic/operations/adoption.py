"""A projet and its questionnaire: the empty boxes it gives, and how it moves to another one."""

from collections.abc import Callable, Mapping

from django.db import transaction

from diagnostic.models import (
    EtatDesLieux,
    Intention,
    Questionnaire,
    SyntheseTheme,
    Theme,
)
from diagnostic.operations.questionnaires import questionnaire_courant
from pasapas.ecriture.changements import bouger
from pasapas.ecriture.journal import Geste, noter_champ
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Participant, Projet

Adoption = Callable[[Projet, Mapping[Theme, Theme]], None]
_adoptions: list[Adoption] = []


def suivre(adoption: Adoption) -> None:
    """Annexes above that name themes ask here to be told which new theme takes over which."""
    _adoptions.append(adoption)


@transaction.atomic
def preparer(projet: Projet) -> EtatDesLieux:
    """Give a projet the empty boxes of annexe 2 it does not have yet."""
    etat, _ = EtatDesLieux.objects.get_or_create(
        projet=projet, defaults={"questionnaire": questionnaire_courant()}
    )
    deja = set(SyntheseTheme.objects.de(projet).values_list("theme_id", flat=True))
    SyntheseTheme.objects.bulk_create(
        SyntheseTheme(projet=projet, theme=theme)
        for theme in etat.questionnaire.themes.all()
        if theme.pk not in deja
    )
    return etat


@ensemble
def adopter(
    projet: Projet, questionnaire: Questionnaire, *, auteur: Participant | None = None
) -> EtatDesLieux:
    """Let the projet's P4 speak of this questionnaire's themes. No word is lost.

    What was written under a theme goes on under the same theme of the new questionnaire; under
    a theme it no longer has, it stays as it was, after the others.
    """
    etat = EtatDesLieux.objects.select_for_update(of=("self",)).get(projet=projet)
    if etat.questionnaire_id == questionnaire.pk:
        return etat
    ancien = etat.questionnaire
    releves = reprises(projet, questionnaire)
    for synthese in SyntheseTheme.objects.de(projet).filter(theme__in=releves):
        synthese.theme = releves[synthese.theme]
        synthese.save(update_fields=["theme"])
    for intention in Intention.objects.de(projet).filter(theme__in=releves):
        intention.theme = releves.get(intention.theme) if intention.theme else None
        intention.save(update_fields=["theme"])
    for adoption in _adoptions:
        adoption(projet, releves)
    etat.questionnaire = questionnaire
    etat.save(update_fields=["questionnaire"])
    preparer(projet)
    geste = Geste(projet, auteur, "etat-des-lieux", "outil")
    noter_champ(geste, etat, "questionnaire", str(ancien), str(questionnaire))
    bouger(projet)
    return etat


def reprises(projet: Projet, questionnaire: Questionnaire) -> dict[Theme, Theme]:
    """Which theme of ``questionnaire`` takes over each theme this projet speaks of.

    When two of them could be taken over by the same one, the newest is.
    """
    dits = Theme.objects.filter(synthesetheme__projet=projet).select_related("questionnaire")
    dits = dits.order_by("-synthesetheme__pk")
    prises = {theme.code for theme in dits if theme.questionnaire_id == questionnaire.pk}
    relais = {}
    for nouveau in questionnaire.themes.select_related("questionnaire"):
        ancien = next((theme for theme in dits if theme.continue_dans(nouveau)), None)
        if ancien and nouveau.code not in prises:
            relais[ancien] = nouveau
    return relais
