"""What is done beside the pages: rows that a worker takes for a while, and gives back finished."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .regles import regle, unique

SILENCE = timedelta(seconds=60)  # a worker that said nothing for so long is not there any more
EMPREINTE = 64  # hexadecimal digits of a SHA-256 digest


class Etat(models.TextChoices):
    PRET = "pret", "en attente"
    EN_COURS = "en_cours", "en cours"
    FAIT = "fait", "fait"
    ABANDONNE = "abandonne", "abandonné"
    ANNULE = "annule", "annulé"


VIVANTS = (Etat.PRET, Etat.EN_COURS)


class SousBailQuerySet(models.QuerySet):
    def vivants(self) -> Self:
        """Those that a worker still has to do, or is doing."""
        return self.filter(etat__in=VIVANTS)

    def dus(self, maintenant: datetime) -> Self:
        """Those that a worker may take: their hour has come, or whoever had them let them go."""
        return self.vivants().filter(a_prendre_le__lte=maintenant)

    def reessayables(self) -> Self:
        return self.filter(etat__in=(Etat.PRET, Etat.ABANDONNE, Etat.ANNULE))

    def finis_avant(self, limite: datetime) -> Self:
        return self.exclude(etat__in=VIVANTS).filter(fini_le__lt=limite)


class SousBail(models.Model):
    """``a_prendre_le``: when it may be taken; once taken, the end of the lease. ``jeton``: whose
    it is, a new one each time. ``cle``: two rows of one kind never bear the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sorte = models.CharField("quoi", max_length=60)
    cle = models.CharField("clé", max_length=120, blank=True)
    etat = models.CharField("état", max_length=12, choices=Etat, default=Etat.PRET)
    essais = models.PositiveSmallIntegerField("essais", default=0)
    jeton = models.UUIDField(null=True, editable=False)
    a_prendre_le = models.DateTimeField("à faire le", default=timezone.now)
    erreur = models.CharField("ce qui a manqué", max_length=200, blank=True)
    cree_le = models.DateTimeField("demandé le", default=timezone.now)
    fini_le = models.DateTimeField("fini le", null=True, blank=True)

    objects = SousBailQuerySet.as_manager()

    A_OUBLIER: tuple[str, ...] = ()  # what is emptied once nothing is left to do

    class Meta:
        abstract = True
        ordering = ["-cree_le", "pk"]
        indexes = [
            models.Index(
                fields=["a_prendre_le"],
                condition=Q(etat__in=["pret", "en_cours"]),
                name="%(class)s_a_prendre",
            )
        ]
        constraints = [
            unique("%(class)s_cle_unique", ("sorte", "cle"), "C’est déjà demandé.", ~Q(cle="")),
            regle(
                "%(class)s_fini_date",
                Q(etat__in=["pret", "en_cours"], fini_le=None)
                | Q(etat__in=["fait", "abandonne", "annule"], fini_le__isnull=False),
                "Ce qui est fini a une date, et rien d’autre.",
            ),
        ]

    @property
    def vivant(self) -> bool:
        return self.etat in VIVANTS


class Travail(SousBail):
    """``donnees``: small, keys of rows rather than what they hold. ``progres``: from 0 to 100."""

    donnees = models.JSONField("données", default=dict, blank=True)
    progres = models.PositiveSmallIntegerField("progrès", default=0)

    class Meta(SousBail.Meta):
        verbose_name = "travail"
        verbose_name_plural = "travaux"

    def __str__(self) -> str:
        return f"{self.sorte} {self.cle}".strip()


class CourrielQuerySet(SousBailQuerySet):
    def presses_d_abord(self) -> Self:
        """What will soon be worth nothing (a code) leaves before what can wait."""
        return self.order_by(F("perime_le").asc(nulls_last=True), "a_prendre_le", "pk")

    def reessayables(self) -> Self:
        """Only what has not been given up: the words of the others are gone."""
        return self.filter(etat=Etat.PRET)


class Courriel(SousBail):
    """One e-mail to one address. ``contenu``, words and address, cannot be read without the
    server's secret, and goes once it has left; ``empreinte`` finds it again from an address."""

    empreinte = models.CharField(max_length=EMPREINTE, editable=False)
    contenu = models.TextField(editable=False, blank=True)
    perime_le = models.DateTimeField("périmé le", null=True, blank=True)

    objects = CourrielQuerySet.as_manager()  # type: ignore[misc]

    A_OUBLIER = ("contenu",)

    class Meta(SousBail.Meta):
        verbose_name = "courriel"
        verbose_name_plural = "boîte d’envoi"
        indexes = [*SousBail.Meta.indexes, models.Index(fields=["empreinte"])]

    def __str__(self) -> str:
        return f"{self.sorte}, {self.get_etat_display()}"


class OuvrierQuerySet(models.QuerySet):
    def la(self) -> Self:
        """Those that were seen lately."""
        return self.filter(vu_le__gt=timezone.now() - SILENCE)


class Ouvrier(models.Model):
    """A worker that says from time to time that it is there."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    machine = models.CharField(max_length=80)
    depuis = models.DateTimeField("depuis le", default=timezone.now)
    vu_le = models.DateTimeField("vu le", default=timezone.now)

    objects = OuvrierQuerySet.as_manager()

    class Meta:
        verbose_name = "ouvrier"
        ordering = ["-vu_le", "pk"]

    def __str__(self) -> str:
        return self.machine
