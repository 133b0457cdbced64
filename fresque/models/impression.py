"""Paper: what was asked to be printed, for whom, and which sheets hang on the real wall."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pasapas.models import Contenu, Participant, Travail
from pasapas.models.regles import regle, unique


class Impression(Contenu):
    """One file to print, made beside the pages. The same wall asked for in the same way is the same
    ``cle``, hence the same row, whoever asks. ``choix``: what was asked; ``feuilles``: what it
    holds, planche by planche; ``fichier``: where, once it is ready."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cle = models.CharField("clé", max_length=64, editable=False)
    choix = models.JSONField("choix", default=dict, editable=False)
    travail = models.OneToOneField(Travail, models.SET_NULL, null=True, related_name="+")
    fichier = models.CharField("fichier", max_length=200, blank=True, editable=False)
    feuilles = models.JSONField("feuilles", default=list, editable=False)
    demandee_le = models.DateTimeField("demandée le", default=timezone.now)
    prete_le = models.DateTimeField("prête le", null=True, editable=False)

    class Meta:
        verbose_name = "impression"
        ordering = ["-demandee_le", "pk"]
        constraints = [
            unique(
                "impression_unique_par_cle",
                ("projet", "cle"),
                "Cette impression est déjà demandée.",
            ),
            regle(
                "impression_prete_a_un_fichier",
                Q(fichier="", prete_le=None) | (~Q(fichier="") & Q(prete_le__isnull=False)),
                "Une impression prête a un fichier et une date.",
            ),
        ]

    def __str__(self) -> str:
        return f"Impression du {timezone.localtime(self.demandee_le):%d/%m/%Y}"

    @property
    def prete(self) -> bool:
        return bool(self.fichier)


class DemandeImpression(Contenu):
    """Someone who waits for it: the work stops when the last one gives it up."""

    impression = models.ForeignKey(Impression, models.CASCADE, related_name="demandes")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    demandee_le = models.DateTimeField("demandée le", default=timezone.now)

    class Meta:
        verbose_name = "demande d’impression"
        verbose_name_plural = "demandes d’impression"
        ordering = ["-demandee_le", "pk"]
        constraints = [
            unique(
                "demande_impression_unique",
                ("impression", "participant"),
                "Cette personne l’attend déjà.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.impression}, pour {self.participant}"


class Affichage(Contenu):
    """A planche as it hangs on the real wall. ``cle``: what its sheets say; ``nombre``: how many
    they are, 0 when nobody said."""

    planche = models.SlugField("planche", max_length=60, editable=False)
    cle = models.CharField("clé", max_length=12, editable=False)
    nombre = models.PositiveSmallIntegerField("feuilles", default=0)
    jour = models.DateField("affichée le")
    par = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "affichage"
        ordering = ["planche", "pk"]
        constraints = [
            unique(
                "affichage_unique_par_planche",
                ("projet", "planche"),
                "Cette planche est déjà affichée.",
            ),
            regle("affichage_cle_remplie", ~Q(cle=""), "Une planche affichée dit laquelle."),
        ]

    def __str__(self) -> str:
        return f"{self.planche}, affichée le {self.jour:%d/%m/%Y}"

    @property
    def nom(self) -> str:
        """What the planche was called, by its code: the wall may have it no more."""
        modele, _, rang = self.planche.rpartition("-")
        noms = {"fiche": f"Fiche n°{rang}", "bilan": f"Bilan n°{rang}"}
        return noms.get(modele, self.planche.capitalize())
