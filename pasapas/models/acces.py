"""How people get in, and when an adviser opened a fresque."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .champs import AdresseMail, Contenu, ContenuQuerySet, facultatif
from .projet import Participant
from .regles import regle, unique

EMPREINTE = 64  # hexadecimal digits of a SHA-256 digest


class PreuveQuerySet(ContenuQuerySet):
    def vivantes(self) -> Self:
        """Those that still open the door."""
        return self.filter(Q(expire_le=None) | Q(expire_le__gt=timezone.now()), close_le=None)


class Preuve(Contenu):
    """What lets one named participant in. Only the digest of the secret is kept."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    empreinte = models.CharField(max_length=EMPREINTE, unique=True, editable=False)
    donnee_par = facultatif(Participant)
    cree_le = models.DateTimeField("créée le", auto_now_add=True)
    expire_le = models.DateTimeField("expire le", null=True, blank=True)
    close_le = models.DateTimeField("utilisée ou révoquée le", null=True, blank=True)

    objects = PreuveQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        abstract = True
        ordering = ["-cree_le", "pk"]


class Invitation(Preuve):
    """By e-mail: works once, for seven days, for the account of ``courriel`` alone."""

    courriel = AdresseMail("adresse e-mail")
    acceptee_le = models.DateTimeField("acceptée le", null=True, blank=True)

    class Meta(Preuve.Meta):
        constraints = [
            unique(
                "invitation_vivante_unique",
                ("participant",),
                "Cette personne a déjà une invitation en cours.",
                Q(close_le=None),
            ),
            regle(
                "invitation_courriel_rempli",
                ~Q(courriel=""),
                "Une invitation part vers une adresse e-mail.",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation de {self.participant}"


class CarteAcces(Preuve):
    """On paper: a QR code and a short code for a person without e-mail."""

    utilisee_le = models.DateField("utilisée pour la dernière fois le", null=True, blank=True)

    class Meta(Preuve.Meta):
        verbose_name = "carte d’accès"
        verbose_name_plural = "cartes d’accès"
        constraints = [
            unique(
                "carte_vivante_unique",
                ("participant",),
                "Cette personne a déjà une carte d’accès.",
                Q(close_le=None),
            )
        ]

    def __str__(self) -> str:
        return f"Carte d’accès de {self.participant}"


class Consultation(Contenu):
    """An adviser opened this fresque on that day: the établissement sees it."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    jour = models.DateField()
    derniere_le = models.DateTimeField("dernière ouverture le", default=timezone.now)

    class Meta:
        ordering = ["-jour", "pk"]
        constraints = [
            unique(
                "consultation_unique_par_jour",
                ("participant", "jour"),
                "Cette consultation est déjà notée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant}, le {self.jour:%d/%m/%Y}"


class Tentative(models.Model):
    """One counted try. ``cle`` is a digest: neither an address nor a code is kept here."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cle = models.CharField(max_length=EMPREINTE)
    quand = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["cle", "quand"])]

    def __str__(self) -> str:
        return f"{self.cle[:8]} {self.quand:%d/%m/%Y %H:%M}"
