"""What annexe 1 lets people change in place, and the whole wall's list of it."""

import re

import bilan.objets
import diagnostic.objets
import fiches.objets
from fresque import operations
from fresque.forms import (
    ActeurForm,
    ConstatForm,
    ContactForm,
    EtablissementForm,
    InspirationForm,
    ParticipantForm,
    PostItForm,
    ProjetForm,
    ServiceForm,
)
from fresque.models import Constat, Inspiration
from pasapas.acces.permissions import peut_animer
from pasapas.acces.roles import retirer_participant
from pasapas.ecriture.objets import Objet
from pasapas.models import (
    Acteur,
    Contact,
    Etablissement,
    Participant,
    PostIt,
    Projet,
    Service,
)

NUMERO = re.compile(r"[1-9]\d{0,8}")
POSTIT = Objet(
    "postit",
    PostIt,
    PostItForm,
    "Post-it",
    ajout="Coller un post-it",
    auteur="auteur",
    mots={"ajouté": "collé", "rétabli": "recollé"},
)
ANNEXE_1 = (
    Objet("projet", Projet, ProjetForm, "Projet"),
    Objet(
        "etablissement",
        Etablissement,
        EtablissementForm,
        "Établissement",
        droit=peut_animer,
        modifier=operations.modifier_etablissement,
    ),
    Objet(
        "service",
        Service,
        ServiceForm,
        "Service",
        droit=peut_animer,
        ajouter=operations.ajouter_service,
        modifier=operations.modifier_service,
        retirer=operations.retirer_service,
        retablir=operations.retablir_service,
    ),
    Objet(
        "membre",
        Participant,
        ParticipantForm,
        "Membre de l’équipe",
        ordre="ordre_equipe",
        ajouter=operations.ajouter_membre,
        retirer=operations.retirer_membre,
        retablir=operations.retablir_membre,
        revient=operations.revient_dans_l_equipe,
    ),
    Objet(
        "participant",
        Participant,
        ParticipantForm,
        "Participant",
        droit=peut_animer,
        ajouter=operations.ajouter_participant,
        retirer=retirer_participant,
    ),
    Objet("inspiration", Inspiration, InspirationForm, "Inspiration", feminin=True),
    Objet("constat", Constat, ConstatForm, "Constat"),
    Objet(
        "acteur",
        Acteur,
        ActeurForm,
        "Acteur",
        ajouter=operations.ajouter_acteur,
        modifier=operations.modifier_acteur,
    ),
    Objet("contact", Contact, ContactForm, "Contact"),
)
OBJETS = {
    objet.nom: objet
    for objet in (
        *ANNEXE_1,
        POSTIT,
        *diagnostic.objets.OBJETS,
        *fiches.objets.OBJETS,
        *bilan.objets.OBJETS,
    )
}


def numerotee(code: str) -> tuple[Objet, int] | None:
    """The kind of row that has this planche of its own, and its number: « fiche-2 »."""
    famille, _, numero = code.rpartition("-")
    objet = OBJETS.get(famille)
    connue = objet is not None and objet.planche == famille and NUMERO.fullmatch(numero)
    return (objet, int(numero)) if connue else None
