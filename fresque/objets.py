"""What annexe 1 lets people change in place, and the whole wall's list of it."""

import re

import bilan.objets
import diagnostic.objets
import fiches.objets
from fresque import forms, operations
from fresque.models import Constat, Inspiration, RendezVous, TypeInspiration
from fresque.seances import operations as seances
from fresque.seances.forms import RendezVousForm
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


def _qui(ligne: str) -> dict[str, str]:
    """« Sandrine Le Goff, cheffe de service »."""
    qui, _, fonction = (morceau.strip() for morceau in ligne.partition(","))
    prenom, _, nom = qui.partition(" ")
    if not nom:  # a name alone is the one that is asked
        prenom, nom = "", qui
    return {"prenom": prenom, "nom": nom, "fonction": fonction}


def _ressource(ligne: str) -> dict[str, str]:
    """The address of a page is a link, anything else a note."""
    if re.fullmatch(r"https?://\S+", ligne):
        return {"type": TypeInspiration.LIEN, "url": ligne}
    return {"texte": ligne}


POSTIT = Objet(
    "postit",
    PostIt,
    forms.PostItForm,
    "Post-it",
    ajout="Coller un post-it",
    auteur="auteur",
    mots={"ajouté": "collé", "rétabli": "recollé"},
)
SEANCE = Objet(
    "seance",
    RendezVous,
    RendezVousForm,
    "Séance",
    feminin=True,
    champs_ligne=("date", "heure", "duree", "lieu", "programme"),
    coche="annulee_le",
    coches=("annulee", "maintenue"),
    mots={"fait": "annulé", "à faire": "maintenue"},
    droit=peut_animer,
    ajouter=seances.ajouter,
    modifier=seances.modifier,
    mot=seances.mot,
)
ANNEXE_1 = (
    Objet("projet", Projet, forms.ProjetForm, "Projet"),
    Objet(
        "etablissement",
        Etablissement,
        forms.EtablissementForm,
        "Établissement",
        droit=peut_animer,
        modifier=operations.modifier_etablissement,
    ),
    Objet(
        "service",
        Service,
        forms.ServiceForm,
        "Service",
        rapide="nom",
        droit=peut_animer,
        ajouter=operations.ajouter_service,
        modifier=operations.modifier_service,
        retirer=operations.retirer_service,
        retablir=operations.retablir_service,
    ),
    Objet(
        "membre",
        Participant,
        forms.ParticipantForm,
        "Membre de l’équipe",
        ordre="ordre_equipe",
        rapide="nom",
        dire=_qui,
        ajouter=operations.ajouter_membre,
        retirer=operations.retirer_membre,
        retablir=operations.retablir_membre,
        revient=operations.revient_dans_l_equipe,
    ),
    Objet(
        "participant",
        Participant,
        forms.ParticipantForm,
        "Participant",
        rapide="nom",
        dire=_qui,
        droit=peut_animer,
        ajouter=operations.ajouter_participant,
        retirer=retirer_participant,
    ),
    Objet(
        "inspiration",
        Inspiration,
        forms.InspirationForm,
        "Inspiration",
        feminin=True,
        rapide="texte",
        dire=_ressource,
    ),
    Objet(
        "constat",
        Constat,
        forms.ConstatForm,
        "Constat",
        auteur="auteur",
        masque="auteur_masque",
        rapide="texte",
    ),
    Objet(
        "acteur",
        Acteur,
        forms.ActeurForm,
        "Acteur",
        rapide="nom",
        ajouter=operations.ajouter_acteur,
        modifier=operations.modifier_acteur,
    ),
    Objet("contact", Contact, forms.ContactForm, "Contact", rapide="nom"),
)
OBJETS = {
    objet.nom: objet
    for objet in (
        *ANNEXE_1,
        POSTIT,
        SEANCE,
        *diagnostic.objets.OBJETS,
        *fiches.objets.OBJETS,
        *bilan.objets.OBJETS,
    )
}


def numerotee(code: str) -> tuple[Objet, int] | None:
    """The kind of row that has this planche of its own, and its number: « fiche-2 »."""
    famille, _, numero = code.rpartition("-")
    objet = OBJETS.get(famille)
    if objet is None or objet.planche != famille or not NUMERO.fullmatch(numero):
        return None
    return objet, int(numero)
