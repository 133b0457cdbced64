"""Taking an établissement in from the console: found, checked, opened, its pilote invited."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from fresque.accompagnement import operations
from fresque.etablissements.operations import fonder_etablissement
from fresque.fichier import importer, lire
from fresque.operations import ajouter_membre
from fresque.ouverture import ouvrir_projet
from pasapas.acces import invitations, partages
from pasapas.acces.roles import geste_d_acces
from pasapas.models import (
    Accompagnement,
    Etablissement,
    Invitation,
    ModeleFresque,
    Projet,
    Role,
    User,
)

PROGRAMME, HORS, DEROGATION = "programme", "hors", "derogation"
DEJA = "Cet établissement a déjà une fresque : demandez-lui son accord depuis le portefeuille."
AVEC_DES_GENS = (
    "Un modèle n’a ni personne, ni service, ni accompagnement : retirez-les de ce fichier."
)
SANS_RAISON = "Écrivez la raison de la dérogation : elle reste dans l’historique, avec votre nom."


@transaction.atomic
def accueillir(
    compte: User,
    etablissement: Mapping[str, Any] | Etablissement,
    nom: str,
    pilote: Mapping[str, Any],
    *,
    suite: str = PROGRAMME,
    raison: str = "",
    adresse: str = "",
    modele: ModeleFresque | None = None,
) -> tuple[Invitation, str, Accompagnement]:
    """The établissement, its fresque, who will lead it, who follows it: all of it, or nothing.
    Raises ValidationError. ``adresse``: where the pilote answers the adviser."""
    projet = _fresque(_etablissement(etablissement), nom, modele)
    geste = geste_d_acces(projet, None)
    qui = ajouter_membre(geste, {**pilote, "role": Role.PILOTE})
    suivi = suivre(compte, projet, suite=suite, raison=raison, adresse=adresse)
    invitation, jeton = invitations.inviter(geste, qui, pilote["courriel"])
    return invitation, jeton, suivi


@transaction.atomic
def suivre(
    compte: User, projet: Projet, *, suite: str = PROGRAMME, raison: str = "", adresse: str = ""
) -> Accompagnement:
    """``compte`` follows this fresque, and asks its pilotes what it may read. Raises
    ValidationError."""
    if suite == DEROGATION and not raison.strip():
        raise ValidationError({"raison": SANS_RAISON})
    suivi = operations.ouvrir(
        compte,
        projet,
        hors_programme=suite == HORS,
        derogation=raison if suite == DEROGATION else "",
    )
    partages.demander(projet, compte, adresse)
    return suivi


def _fresque(la: Etablissement, nom: str, modele: ModeleFresque | None) -> Projet:
    """Blank pages, or what the model says."""
    if modele is None:
        return ouvrir_projet(etablissement=la, nom=nom)
    fichier = lire(modele.contenu.encode())
    projet = fichier.projet.model_copy(update={"id": slugify(nom)[:100] or "fresque"})
    annexe_1 = projet.annexe_1.model_copy(update={"nom": nom}) if projet.annexe_1 else None
    projet = projet.model_copy(update={"annexe_1": annexe_1})
    ouverte = importer(fichier.model_copy(update={"projet": projet}), chez=la)
    if ouverte.nom != nom:
        ouverte.nom = nom
        ouverte.save(update_fields=["nom"])
    return ouverte


def verifier_modele(octets: bytes) -> str:
    """The text to keep. Raises RapportErreurs, ValidationError."""
    fichier = lire(octets)
    if fichier.personnes or fichier.etablissement.services or fichier.accompagnement:
        raise ValidationError(AVEC_DES_GENS)
    return octets.decode("utf-8-sig")


def _etablissement(dit: Mapping[str, Any] | Etablissement) -> Etablissement:
    if not isinstance(dit, Etablissement):
        return fonder_etablissement(dit, confirme=True)
    if dit.projets.exists():
        raise ValidationError(DEJA)
    return dit
