"""From results to words: what a closed campagne proposes, and what the group kept of it."""

from collections import defaultdict
from dataclasses import dataclass

from diagnostic.models import Campagne, ElementTheme, EtatDesLieux, Etonnement, Piste, Sens
from diagnostic.operations import themes_du_projet
from diagnostic.planche import nom_de_section
from diagnostic.resultats import QuestionResultat, Resultats, ThemeResultat
from pasapas.models import Projet
from pasapas.valeurs.textes import soigner


@dataclass(frozen=True, slots=True)
class Proposition:
    """A sentence of the questionnaire for one statement. ``element`` is the row that came of it."""

    question: QuestionResultat
    sens: str
    phrase: str
    element: int | None = None
    texte: str = ""


@dataclass(frozen=True, slots=True)
class Colonne:
    """« À valoriser » or « À modifier » under one theme; ``encart`` is its box on the wall."""

    sens: str
    titre: str
    encart: str
    propositions: tuple[Proposition, ...]
    deja: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThemePropose:
    theme: ThemeResultat
    colonnes: tuple[Colonne, ...]


@dataclass(frozen=True, slots=True)
class EtonnementVu:
    """A surprise of the séance, and where the group has put it since."""

    pk: int
    texte: str
    enonce: str
    dans_rapport: bool
    piste: int | None  # the key of the piste it became
    a_redire: bool  # that piste still has the words of the surprise


Ecrits = dict[tuple[int, str], list[ElementTheme]]


def themes_proposes(projet: Projet, resultats: Resultats | None) -> tuple[ThemePropose, ...]:
    """What the results propose under each theme the projet still speaks of: 2 queries."""
    if resultats is None:
        return ()
    siens = themes_du_projet(projet, resultats.source)
    ecrits: Ecrits = defaultdict(list)
    elements = ElementTheme.objects.de(projet).presents().select_related("synthese")
    for element in elements:
        ecrits[element.synthese.theme_id, element.sens].append(element)
    return tuple(
        ThemePropose(
            theme,
            tuple(
                _colonne(theme, sens, nom_de_section(siens[theme.code]), elements)
                for sens in Sens
                for elements in [ecrits.get((siens[theme.code].pk, sens), [])]
            ),
        )
        for theme in resultats.themes
        if theme.code in siens
    )


def _colonne(
    theme: ThemeResultat, sens: Sens, section: str, elements: list[ElementTheme]
) -> Colonne:
    gardes = {element.origine: element for element in elements if element.origine}
    propositions = [
        (question, phrase)
        for question in theme.questions
        for vers, phrase in question.phrases
        if vers == sens
    ]
    codes = {question.code for question, _ in propositions}
    return Colonne(
        sens.value,
        sens.label,
        f"{section}-{sens.value}",
        tuple(_proposition(q, sens, phrase, gardes.get(q.code)) for q, phrase in propositions),
        tuple(element.texte for element in elements if element.origine not in codes),
    )


def _proposition(
    question: QuestionResultat, sens: Sens, phrase: str, garde: ElementTheme | None
) -> Proposition:
    if garde is None:
        return Proposition(question, sens.value, phrase)
    return Proposition(question, sens.value, phrase, garde.pk, garde.texte)


def etonnements(projet: Projet, campagne: Campagne) -> tuple[EtonnementVu, ...]:
    """The surprises noted during a campagne: 3 queries."""
    rapport = EtatDesLieux.objects.get(projet=projet).rapport_etonnement
    presentes = Piste.objects.de(projet).presents().exclude(etonnement=None)
    pistes = {piste.etonnement_id: piste for piste in presentes}
    notes = Etonnement.objects.de(projet).presents().filter(campagne=campagne)
    return tuple(
        _vu(note, rapport, pistes.get(note.pk)) for note in notes.select_related("question")
    )


def _vu(note: Etonnement, rapport: str, piste: Piste | None) -> EtonnementVu:
    return EtonnementVu(
        pk=note.pk,
        texte=note.texte,
        enonce=soigner(note.question.enonce) if note.question else "",
        dans_rapport=note.est_dans(rapport),
        piste=piste.pk if piste else None,
        a_redire=piste is not None and piste.texte == note.texte,
    )
