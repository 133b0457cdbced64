"""Reading what was published: the frozen JSON, and the words of the questionnaire's version."""

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

from diagnostic.models import Campagne, Question, Questionnaire, Theme
from diagnostic.resultats.decompte import Cloture, Decompte
from diagnostic.resultats.grille import valeurs
from diagnostic.resultats.valeurs import (
    Cellule,
    Niveau,
    Profil,
    QuestionResultat,
    RaisonDeRetenue,
    Resultats,
    Retenue,
    ThemeResultat,
    Verdict,
)
from pasapas.valeurs.textes import soigner

Publie = Mapping[str, Any]


def lire(campagne: Campagne) -> Resultats | None:
    """What this campagne published, or None before its closing: 2 queries.

    No answer is read: those of individuals no longer exist.
    """
    publie = campagne.resultats
    if publie is None:
        return None
    questionnaire = campagne.questionnaire
    profils = tuple(_profil(source) for source in publie["profils"])
    return Resultats(
        campagne=campagne.pk,
        reference=campagne.reference,
        nom=str(campagne),
        ouverte_le=campagne.ouverte_le,
        close_le=campagne.close_le,
        questionnaire=soigner(questionnaire.titre),
        source=questionnaire.slug,
        version=questionnaire.version,
        mention=questionnaire.get_statut_display(),
        seuil=publie["seuil"],
        niveaux=_niveaux(questionnaire),
        profils=profils,
        retenues=tuple(
            Retenue(tuple(source["colleges"]), RaisonDeRetenue(source["raison"]))
            for source in publie["retenues"]
        ),
        themes=tuple(_themes(questionnaire, publie, profils)),
        codes_a_confronter=tuple(publie["a_confronter"]),
        codes_a_eclaircir=tuple(publie["a_eclaircir"]),
        decomptes=tuple(Decompte(**source) for source in publie.get("decomptes", ())),
        cloture=Cloture(publie.get("cloture", "")),
    )


def parle(publie: Publie | None) -> bool:
    """Whether anything at all was published: a line of one question, at least. A campagne closed
    on silence (before this was refused, or in a file) takes nobody's place."""
    return any(q["profils"] for q in publie["questions"].values()) if publie else False


def _niveaux(questionnaire: Questionnaire) -> tuple[Niveau, ...]:
    decrits = {n["valeur"]: n for n in questionnaire.echelle.get("niveaux") or ()}
    return tuple(
        Niveau(
            valeur,
            soigner(str(decrits.get(valeur, {}).get("libelle", valeur))),
            soigner(decrits.get(valeur, {}).get("description", "")),
        )
        for valeur in valeurs(questionnaire)
    )


def _profil(source: Publie) -> Profil:
    return Profil(**{**source, "colleges": tuple(source["colleges"])})


def _themes(
    questionnaire: Questionnaire, publie: Publie, profils: tuple[Profil, ...]
) -> Iterator[ThemeResultat]:
    numeros = count(1)
    for rang, theme in enumerate(questionnaire.themes.prefetch_related("questions"), start=1):
        if theme.code in publie["themes"]:
            questions = tuple(
                _question(question, next(numeros), theme, publie, profils)
                for question in theme.questions.all()
                if question.code in publie["questions"]
            )
            yield _theme(theme, rang, publie["themes"][theme.code], profils, questions)


def _theme(
    theme: Theme,
    rang: int,
    source: Publie,
    profils: tuple[Profil, ...],
    questions: tuple[QuestionResultat, ...],
) -> ThemeResultat:
    return ThemeResultat(
        code=theme.code,
        numero=rang,
        titre=soigner(theme.titre),
        cellules=tuple(_cellule_de_theme(profil, source["profils"]) for profil in profils),
        moyenne=source["moyenne"],
        ecart=source["ecart"],
        verdict=Verdict(source["verdict"]),
        intro=soigner(theme.intro),
        questions=questions,
    )


def _cellule_de_theme(profil: Profil, moyennes: Mapping[str, float]) -> Cellule:
    if profil.code in moyennes:
        return Cellule(profil, moyenne=moyennes[profil.code])
    return Cellule(profil, masquee=not profil.attribue)


def _question(
    question: Question, numero: int, theme: Theme, publie: Publie, profils: tuple[Profil, ...]
) -> QuestionResultat:
    source = publie["questions"][question.code]
    return QuestionResultat(
        code=question.code,
        numero=numero,
        titre=soigner(question.enonce),
        cellules=tuple(_cellule(profil, source["profils"]) for profil in profils),
        moyenne=source["moyenne"],
        ecart=source["ecart"],
        verdict=Verdict(source["verdict"]),
        theme=theme.code,
        aide=soigner(question.aide),
        point_fort=soigner(question.point_fort),
        axe=soigner(question.axe),
        a_confronter=question.code in publie["a_confronter"],
        a_eclaircir=question.code in publie["a_eclaircir"],
    )


def _cellule(profil: Profil, cellules: Mapping[str, Publie]) -> Cellule:
    source = cellules.get(profil.code, {})
    return Cellule(
        profil,
        moyenne=source.get("moyenne"),
        effectif=source.get("effectif", 0),
        niveaux=tuple(source.get("niveaux", ())),
        nsp=source.get("nsp", 0),
        nc=source.get("nc", 0),
        # A voice that says nothing left the question out; nobody is protected by hiding it.
        masquee=not profil.attribue and source.get("moyenne") is None,
    )
