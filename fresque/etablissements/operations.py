"""Opening an établissement with its fresque, and vouching for one that opened itself."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from fresque.operations import ajouter_membre
from fresque.ouverture import ouvrir_projet
from pasapas.acces import invitations
from pasapas.acces.roles import geste_d_acces
from pasapas.ecriture.changements import bouger
from pasapas.ecriture.journal import Changement, Geste, noter
from pasapas.models import (
    Etablissement,
    Evenement,
    Invitation,
    Participant,
    Projet,
    Region,
    Role,
    User,
)
from pasapas.valeurs.departements import DEPARTEMENTS

ADMINISTRATION = "L’administration"
CONSEIL = "Chargé ou chargée de mission"


def fonder_etablissement(valeurs: Mapping[str, Any], *, confirme: bool) -> Etablissement:
    """``departement`` gives the region. Raises ValidationError."""
    region = Region.objects.filter(code=DEPARTEMENTS[valeurs["departement"]][1]).first()
    etablissement = Etablissement(region=region, confirme=confirme, **valeurs)
    etablissement.full_clean()
    etablissement.save()
    return etablissement


@transaction.atomic
def ouvrir_et_inviter(
    etablissement: Mapping[str, Any], projet: str, pilote: Mapping[str, Any]
) -> tuple[Invitation, str]:
    """An établissement, its first fresque, and the invitation of who will lead it."""
    neuf = fonder_etablissement(etablissement, confirme=True)
    fresque = ouvrir_projet(etablissement=neuf, nom=projet)
    geste = geste_d_acces(fresque, None)
    qui = ajouter_membre(geste, {**pilote, "role": Role.PILOTE})
    return invitations.inviter(geste, qui, pilote["courriel"])


@transaction.atomic
def ouvrir_le_sien(etablissement: Mapping[str, Any], createur: User) -> Projet:
    """Someone opens a fresque for an établissement that nobody vouches for yet."""
    neuf = fonder_etablissement(etablissement, confirme=False)
    return ouvrir_projet(etablissement=neuf, nom=neuf.nom, createur=createur)


@transaction.atomic
def confirmer(etablissement: Etablissement, user: User) -> bool:
    """Vouch for an établissement; False when it is done already. Its fresques are told."""
    tenus = Etablissement.objects.celle(etablissement).select_for_update(of=("self",), no_key=True)
    ligne = tenus.filter(confirme=False).first()
    if ligne is None:
        return False
    ligne.confirme = True
    ligne.save(update_fields=["confirme"])
    signature = ADMINISTRATION if user.is_staff else CONSEIL
    for projet in ligne.projets.order_by("pk"):
        siens = Participant.objects.de(projet).presents().filter(user=user).first()
        geste = Geste(projet, siens, "eclaire", "etablissement", signature=signature)
        dit = [Changement("confirme", "", f"confirmé le {timezone.localdate():%d/%m/%Y}")]
        noter(geste, Evenement.Action.MODIFICATION, ligne, dit)
        bouger(projet)
    return True
