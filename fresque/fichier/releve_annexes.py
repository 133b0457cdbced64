"""Annexes 2, 3 and 4 of an export."""

from collections import defaultdict
from typing import Any

from bilan.models import Bilan, TypeBilan
from diagnostic.models import (
    Campagne,
    EtatDesLieux,
    Intention,
    Passation,
    Piste,
    Questionnaire,
    SyntheseTheme,
)
from diagnostic.models.campagne import ModePassation
from diagnostic.models.etat_des_lieux import Sens
from diagnostic.operations import questionnaire_courant
from fiches.models import FicheAction, Signe
from fresque.fichier.questionnaires import questions_de
from fresque.fichier.releve_commun import champs, numero, postit_de, presents, reference
from pasapas.models import PostIt, Projet


def relever_annexe_2(projet: Projet) -> dict[str, Any]:
    etat = EtatDesLieux.objects.de(projet).select_related("questionnaire").first()
    campagnes = Campagne.objects.de(projet).select_related("questionnaire").order_by("pk")
    textes = ("outil", "outil_precision", "mis_en_place", "deroulement", "rapport_etonnement")
    return {
        **(champs(etat, *textes, "apprentissages") if etat else {}),
        **(_version(etat.questionnaire, list(campagnes)) if etat else {}),
        "campagne": [_campagne(campagne) for campagne in campagnes],
        "syntheses": _syntheses(projet),
        "pistes_action": [piste.texte for piste in Piste.objects.de(projet).presents()],
        "intentions": [
            {
                "texte": intention.texte,
                "theme": intention.theme.code if intention.theme else "",
                "fiche": numero(intention.origine.fiche if hasattr(intention, "origine") else None),
            }
            for intention in Intention.objects.de(projet)
            .presents()
            .select_related("theme", "origine__fiche")
        ],
    }


def _version(questionnaire: Questionnaire, campagnes: list[Campagne]) -> dict[str, Any]:
    """Named only when reading the file would guess another one."""
    devine = campagnes[0].questionnaire if campagnes else questionnaire_courant()
    if questionnaire == devine:
        return {}
    return {
        "questionnaire": questionnaire.slug,
        "questionnaire_version": questionnaire.version,
    }


def _campagne(campagne: Campagne) -> dict[str, Any]:
    return {
        "id": reference(campagne),
        "questionnaire": campagne.questionnaire.slug,
        "questionnaire_version": campagne.questionnaire.version,
        **champs(campagne, "ouverte_le", "close_le"),
        "passations": [
            {
                **champs(passation, "college", "mode", "participants", "invites"),
                "reponses": _voix(passation, campagne.questionnaire),
            }
            for passation in campagne.passations.all()
        ],
    }


def _voix(passation: Passation, questionnaire: Questionnaire) -> list[list[int | str | None]]:
    """The attributed voice of a collège. Individual answers never leave the database."""
    if passation.mode != ModePassation.COLLECTIVE:
        return []
    bulletin = passation.bulletins.first()
    if bulletin is None:
        return []
    dites = {
        reponse.question_id: reponse.hors_echelle or reponse.niveau
        for reponse in bulletin.reponses.all()
    }
    return [[dites.get(question.pk) for question in questions_de(questionnaire)]]


def _syntheses(projet: Projet) -> list[dict[str, Any]]:
    """Those that say something: every projet has its eight, empty or not."""
    syntheses = []
    for synthese in (
        SyntheseTheme.objects.de(projet).select_related("theme").prefetch_related("elements")
    ):
        elements = presents(synthese.elements)
        bloc = {f"a_{sens.value}": [e.texte for e in elements if e.sens == sens] for sens in Sens}
        if elements or synthese.points_de_vue:
            syntheses.append(
                {"theme": synthese.theme.code, **bloc, "points_de_vue": synthese.points_de_vue}
            )
    return syntheses


def relever_annexe_3(projet: Projet) -> dict[str, Any]:
    postits = defaultdict(list)
    colles = PostIt.objects.de(projet).presents().filter(planche__startswith="fiche-")
    for postit in colles.select_related("auteur"):
        postits[postit.planche].append(postit_de(postit))
    fiches = (
        FicheAction.objects.de(projet)
        .presents()
        .select_related("referent")
        .prefetch_related("liens_themes__theme", "facteurs", "etapes", "rubriqueajoutees")
    )
    return {"fiches": [_fiche(fiche, postits[f"fiche-{fiche.numero}"]) for fiche in fiches]}


def _fiche(fiche: FicheAction, postits: list[dict[str, Any]]) -> dict[str, Any]:
    facteurs = presents(fiche.facteurs)
    return {
        **champs(
            fiche,
            "numero",
            "intitule",
            "statut",
            "problematique",
            "objectif",
            "description",
            "perimetre",
            "evaluation",
            "acteurs_a_mobiliser",
            "modalites",
        ),
        "themes": [lien.theme.code for lien in fiche.liens_themes.all()],
        "referent_id": reference(fiche.referent),
        "facteurs_reussite": [f.texte for f in facteurs if f.signe == Signe.REUSSITE],
        "contraintes": [f.texte for f in facteurs if f.signe == Signe.CONTRAINTE],
        "etapes": [
            {
                "periode": {
                    "libelle": etape.periode_envisagee,
                    "debut": etape.periode_debut,
                    "fin": etape.periode_fin,
                },
                "realisee_le": etape.date_realisation,
                **champs(etape, "intitule", "realisation_precision", "resultats"),
            }
            for etape in presents(fiche.etapes)
        ],
        "postits": postits,
        "rubriques_ajoutees": [
            champs(rubrique, "titre", "texte") for rubrique in presents(fiche.rubriqueajoutees)
        ],
    }


def relever_annexe_4(projet: Projet) -> list[dict[str, Any]]:
    """The bilans; none when there is but the empty one every projet starts with."""
    bilans = [
        _bilan(bilan, rang)
        for rang, bilan in enumerate(
            Bilan.objects.de(projet)
            .presents()
            .prefetch_related(
                "presences__participant", "communications__responsable", "suites__fiche"
            ),
            1,
        )
    ]
    vierge = {"type": TypeBilan.INTERMEDIAIRE}
    remplis = [bloc for bloc in bilans if {c: v for c, v in bloc.items() if v} != vierge]
    return bilans if len(bilans) > 1 or remplis else []


def _bilan(bilan: Bilan, rang: int) -> dict[str, Any]:
    presences = [reference(presence.participant) for presence in bilan.presences.all()]
    return {
        "numero": None if bilan.numero == rang else bilan.numero,
        **champs(bilan, "type", "date", "retenons", "valoriser", "poursuivre"),
        "participants": [nom for nom in presences if nom],
        "communications": [
            {
                **champs(communication, "sujet", "destinataires", "moyens", "quand"),
                "responsable_id": reference(communication.responsable),
            }
            for communication in presents(bilan.communications)
        ],
        "suites": [
            {**champs(suite, "texte", "echeance"), "fiche": numero(suite.fiche)}
            for suite in presents(bilan.suites)
        ],
    }
