"""A whole list of établissements to take in: each with its fresque, its pilote invited."""

from typing import Any

from django.db import models
from django.urls import reverse

from fresque.accompagnement.accueil import DEROGATION, HORS, PROGRAMME, SANS_RAISON, accueillir
from fresque.accompagnement.eligibilite import eligibilite
from pasapas.acces import correspondance
from pasapas.echanges.cellules import Choix
from pasapas.echanges.colonnes import AdresseCourriel, Colonne, ligne
from pasapas.echanges.maisons import EtablissementRessource
from pasapas.models import Etablissement, Participant, Programme, Role
from pasapas.serveur.hotes import racine

INVITATIONS_MAX = 200  # in one file: each is an e-mail that leaves
TROP = f"Un fichier invite {INVITATIONS_MAX} personnes au plus : coupez-le."


class Admission(models.TextChoices):
    DANS_LE_PROGRAMME = PROGRAMME, "Programme"
    HORS_PROGRAMME = HORS, "Hors programme"
    PAR_DEROGATION = DEROGATION, "Dérogation"


class OuvertureRessource(EtablissementRessource):
    """Without a pilote's address, a line only brings the établissement in."""

    synonymes = {
        **EtablissementRessource.synonymes,
        "Pilote": "pilote_courriel",
        "Courriel": "pilote_courriel",
    }
    pilote_prenom = Colonne(ligne(100), "Prénom du ou de la pilote")
    pilote_nom = Colonne(ligne(100), "Nom du ou de la pilote")
    pilote_courriel = Colonne(AdresseCourriel(), "Adresse e-mail du ou de la pilote")
    suite = Colonne(Choix(Admission, vide=PROGRAMME), "Suite")
    raison = Colonne(ligne(2000), "Raison")

    class Meta(EtablissementRessource.Meta):
        name = "Une liste d’établissements à ouvrir, pilotes invités"

    def preparer(self, dataset: Any) -> None:
        super().preparer(dataset)
        self.invites = 0
        self.programmes = list(Programme.objects.all())

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        """Whoever leads it already is what the line would say."""
        super().after_init_instance(instance, new, row, **kwargs)
        instance.suite, instance.raison = PROGRAMME, ""
        pilote = _pilote(instance) if instance.pk else None
        instance.deja_ouvert = bool(instance.pk) and instance.projets.exists()
        instance.pilote_prenom = pilote.prenom if pilote else ""
        instance.pilote_nom = pilote.nom if pilote else ""
        instance.pilote_courriel = pilote.courriel if pilote else ""

    def import_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        avant = instance.pilote_prenom, instance.pilote_nom, instance.pilote_courriel
        super().import_instance(instance, row, **kwargs)
        if instance.deja_ouvert:  # who leads is the group's affair from then on
            instance.pilote_prenom, instance.pilote_nom, instance.pilote_courriel = avant
            instance.suite, instance.raison = PROGRAMME, ""

    def refuser(self, instance: Any) -> dict[str, Any]:
        refus = super().refuser(instance)
        if refus or instance.deja_ouvert or not instance.pilote_courriel:
            return refus
        self.invites += 1
        if self.invites > INVITATIONS_MAX:
            return {"pilote_courriel": TROP}
        if not instance.pilote_nom:
            return {"pilote_nom": "Donnez le nom de la personne à inviter."}
        if instance.suite == DEROGATION and not instance.raison:
            return {"raison": SANS_RAISON}
        dit = eligibilite(instance, programmes=self.programmes)
        if instance.suite == PROGRAMME and not dit.possible:
            return {"suite": f"Le programme ne peut pas l’accueillir. {dit.raisons}."}
        return {}

    def apres(self, instance: Any, original: Any, user: Any) -> None:
        super().apres(instance, original, user)
        if instance.deja_ouvert or not instance.pilote_courriel:
            return
        pilote = {
            "prenom": instance.pilote_prenom,
            "nom": instance.pilote_nom,
            "courriel": instance.pilote_courriel,
        }
        invitation, jeton, _ = accueillir(
            user,
            instance,
            instance.nom,
            pilote,
            suite=instance.suite,
            raison=instance.raison,
            adresse=racine() + reverse("accueil"),
        )
        correspondance.envoyer_invitation(invitation, jeton, racine() + reverse("invitation"))


def _pilote(etablissement: Etablissement) -> Participant | None:
    """The first who leads a fresque of it."""
    gens = Participant.objects.filter(projet__in=list(etablissement.projets.all()))
    return gens.presents().filter(role=Role.PILOTE).order_by("pk").first()
