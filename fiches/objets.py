"""What annexe 3 lets people change in place."""

from dataclasses import replace

from diagnostic.models import Intention
from diagnostic.objets import PISTE
from fiches import operations
from fiches.forms import (
    EtapeForm,
    FacteurForm,
    FicheActionForm,
    IntentionReliableForm,
    RubriqueAjouteeForm,
)
from fiches.models import Etape, Facteur, FicheAction, RubriqueAjoutee
from pasapas.ecriture.objets import ChampsLies, Devenir, Objet

OBJETS = (
    Objet(
        "fiche",
        FicheAction,
        FicheActionForm,
        "Fiche action",
        feminin=True,
        champs_ligne=("intitule", "statut", "referent", "themes"),
        planche="fiche",
        rapide="intitule",
        ajouter=operations.ouvrir_fiche,
        modifier=operations.modifier_fiche,
    ),
    Objet("facteur", Facteur, FacteurForm, "Facteur", parent="fiche", rapide="texte"),
    Objet(
        "etape",
        Etape,
        EtapeForm,
        "Étape",
        feminin=True,
        parent="fiche",
        coche="date_realisation",
        rapide="intitule",
        ajouter=operations.ajouter_etape,
        modifier=operations.modifier_etape,
        relire=operations.relire_etape,
        liens=ChampsLies("responsables", {"responsables": "participant", "noms": "nom"}),
    ),
    Objet(
        "rubrique",
        RubriqueAjoutee,
        RubriqueAjouteeForm,
        "Rubrique",
        feminin=True,
        parent="fiche",
        rapide="titre",
    ),
    replace(
        PISTE,
        aboutir=Devenir(
            operations.fiche_de_la_piste,
            "actions",
            "fiches",
            "La piste est devenue une intention, puis cette fiche action : à vous de la remplir.",
        ),
    ),
    Objet(
        "intention",
        Intention,
        IntentionReliableForm,
        "Intention",
        feminin=True,
        rapide="texte",
        ajouter=operations.ajouter_intention,
        modifier=operations.modifier_intention,
        liens=ChampsLies("origine", {"fiche": "fiche"}),
        devenir=Devenir(
            operations.fiche_de_l_intention,
            "actions",
            "fiches",
            "L’intention est devenue cette fiche action : à vous de la remplir.",
        ),
    ),
)
