"""From results to words, from words to action: each gesture writes one row, once."""

from typing import Any

from django.core.exceptions import ValidationError

from diagnostic.models import (
    ElementTheme,
    EtatDesLieux,
    Etonnement,
    Intention,
    Piste,
    Question,
    Sens,
    SyntheseTheme,
    Theme,
)
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Projet
from pasapas.models.champs import ElementQuerySet


@ensemble
def garder(geste: Geste, question: Question, sens: Sens) -> ElementTheme:
    """Put the sentence a question proposes among the group's own elements of its theme.

    Raises ValidationError when the projet no longer speaks of this theme.
    """
    theme = _theme_de(geste.projet, question)
    synthese = SyntheseTheme.objects.de(geste.projet).filter(theme=theme).first()
    if synthese is None:
        raise ValidationError("La fresque ne parle plus de ce thème.")
    synthese = changements.verrouiller(synthese)
    deja = ElementTheme.objects.filter(synthese=synthese, sens=sens, origine=question.code)
    return remettre(geste, deja) or changements.ajouter(
        geste,
        ElementTheme,
        {
            "synthese": synthese,
            "sens": sens,
            "origine": question.code,
            "texte": question.phrase(sens),
        },
    )


@ensemble
def piste_de_l_etonnement(geste: Geste, etonnement: Etonnement) -> Piste:
    """A surprise becomes a piste d’action."""
    changements.verrouiller(etonnement)
    deja = Piste.objects.de(geste.projet).filter(etonnement=etonnement)
    return remettre(geste, deja) or changements.ajouter(
        geste, Piste, {"texte": etonnement.texte, "etonnement": etonnement}
    )


@ensemble
def noter_dans_le_rapport(geste: Geste, etonnement: Etonnement) -> EtatDesLieux:
    """A surprise goes at the end of the rapport d’étonnement, on a line of its own."""
    etat = changements.verrouiller(EtatDesLieux.objects.get(projet=geste.projet))
    if etonnement.est_dans(etat.rapport_etonnement):
        return etat
    lignes = [*filter(None, [etat.rapport_etonnement]), f"• {etonnement.texte}"]
    return changements.modifier(geste, etat, {"rapport_etonnement": "\n".join(lignes)})


@ensemble
def intention_de_la_piste(geste: Geste, piste: Piste) -> Intention:
    """A piste becomes a first intention, under the theme of the question it came from."""
    piste = changements.verrouiller(piste)
    deja = Intention.objects.de(geste.projet).filter(piste=piste)
    question = piste.etonnement.question if piste.etonnement else None
    theme = _theme_de(geste.projet, question) if question else None
    return remettre(geste, deja) or changements.ajouter(
        geste, Intention, {"texte": piste.texte, "piste": piste, "theme": theme}
    )


def remettre(geste: Geste, deja: ElementQuerySet) -> Any:
    """The row this gesture made before, put back with its words if it was taken off."""
    ligne = deja.presents().first() or deja.first()
    if ligne and ligne.retire_le:
        changements.retablir(geste, ligne)
    return ligne


def _theme_de(projet: Projet, question: Question) -> Theme | None:
    """The theme of a question, as the projet has it now: a later version may have taken over."""
    source = question.theme.questionnaire.slug
    return themes_du_projet(projet, source).get(question.theme.code)


def themes_du_projet(projet: Projet, lignee: str) -> dict[str, Theme]:
    """The themes this projet speaks of, by code, in the lineage of one questionnaire: 1 query.

    Those of its present questionnaire first: an older one may have left a theme behind.
    """
    dits = Theme.objects.filter(
        synthesetheme__projet=projet, questionnaire__slug=lignee
    ).select_related("questionnaire")
    return {theme.code: theme for theme in dits.order_by("synthesetheme__pk")}
