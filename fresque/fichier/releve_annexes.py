"""Annexes 2, 3 and 4 of an export."""

from collections import defaultdict
from typing import Any

from bilan.models import Bilan, TypeBilan
from diagnostic.models import (
    Campagne,
    ElementTheme,
    EtatDesLieux,
    Intention,
    Piste,
    Questionnaire,
    SyntheseTheme,
)
from diagnostic.models.etat_des_lieux import Sens
from diagnostic.operations import questionnaire_courant
from fiches.models import FicheAction, Signe
from fresque.fichier.releve_campagnes import relever_campagne
from fresque.fichier.releve_commun import champs, numero, postit_de, presents, reference
from pasapas.models import PostIt, Projet


def relever_annexe_2(projet: Projet) -> dict[str, Any]:
    etat = EtatDesLieux.objects.de(projet).select_related("questionnaire").first()
    campagnes = Campagne.objects.de(projet).select_related("questionnaire").order_by("pk")
    pistes = list(Piste.objects.de(projet).presents())
    textes = ("outil", "outil_precision", "mis_en_place", "deroulement", "rapport_etonnement")
    return {
        **(champs(etat, *textes, "apprentissages") if etat else {}),
        **(_version(etat.questionnaire, list(campagnes)) if etat else {}),
        "campagne": [relever_campagne(campagne) for campagne in campagnes],
        "syntheses": _syntheses(projet, etat.questionnaire) if etat else [],
        "pistes_action": [piste.texte for piste in pistes],
        "intentions": _intentions(projet, [piste.pk for piste in pistes]),
    }


def _intentions(projet: Projet, pistes: list[int]) -> list[dict[str, Any]]:
    """``piste``: the rank of the piste it was born of, among those still on the wall."""
    intentions = Intention.objects.de(projet).presents()
    return [
        {
            "texte": intention.texte,
            "theme": intention.theme.code if intention.theme else "",
            "piste": pistes.index(intention.piste_id) + 1 if intention.piste_id in pistes else None,
            "fiche": numero(intention.origine.fiche if hasattr(intention, "origine") else None),
        }
        for intention in intentions.select_related("theme", "origine__fiche")
    ]


def _version(questionnaire: Questionnaire, campagnes: list[Campagne]) -> dict[str, Any]:
    """Named only when reading the file would guess another one."""
    devine = campagnes[0].questionnaire if campagnes else questionnaire_courant()
    if questionnaire == devine:
        return {}
    return {
        "questionnaire": questionnaire.slug,
        "questionnaire_version": questionnaire.version,
    }


def _syntheses(projet: Projet, questionnaire: Questionnaire) -> list[dict[str, Any]]:
    """Those that say something: every projet has its eight, empty or not. Then the themes of an
    older questionnaire of which something is still said, here or on an intention or a fiche."""
    syntheses = SyntheseTheme.objects.de(projet).select_related("theme__questionnaire")
    nommes = set(Intention.objects.de(projet).presents().values_list("theme", flat=True))
    nommes |= set(FicheAction.objects.de(projet).presents().values_list("themes", flat=True))
    blocs, anciens = [], []
    for synthese in syntheses.prefetch_related("elements"):
        elements = presents(synthese.elements)
        ancienne = synthese.theme.questionnaire_id != questionnaire.pk
        if elements or synthese.points_de_vue or (ancienne and synthese.theme_id in nommes):
            (anciens if ancienne else blocs).append(_synthese(synthese, elements, ancienne))
    return blocs + anciens


def _synthese(
    synthese: SyntheseTheme, elements: list[ElementTheme], ancienne: bool
) -> dict[str, Any]:
    theme = synthese.theme
    bloc: dict[str, Any] = {"theme": theme.code, "points_de_vue": synthese.points_de_vue}
    if ancienne:
        bloc["questionnaire"] = theme.questionnaire.slug
        bloc["questionnaire_version"] = theme.questionnaire.version
    for sens in Sens:
        siens = [element for element in elements if element.sens == sens]
        bloc[f"a_{sens.value}"] = [element.texte for element in siens]
        if any(element.origine for element in siens):
            bloc[f"origines_a_{sens.value}"] = [element.origine for element in siens]
    return bloc


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
