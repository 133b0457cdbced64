"""What makes an account the chargé de mission of a region."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .champs import Jour
from .etablissement import Region, jour_des_lieux, jour_partout
from .regles import regle, unique

GROUPE_CHARGES = "Chargés de mission"  # whose rights a mandate gives, as long as it holds


class MandatQuerySet(models.QuerySet):
    def ouverts(self) -> Self:
        """The mandates that hold today, in their region (one ends at the end of its last day)."""
        jour = jour_des_lieux(region="region")
        return self.filter(Q(fin=None) | Q(fin__gte=jour), debut__lte=jour)


class Mandat(models.Model):
    """An administrateur makes this account a chargé de mission of a region."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="mandats", verbose_name="compte"
    )
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="mandats", verbose_name="région"
    )
    debut = Jour("depuis le", default=jour_partout)
    fin = Jour("jusqu’au", null=True, blank=True)

    objects = MandatQuerySet.as_manager()

    class Meta:
        verbose_name = "mandat régional"
        verbose_name_plural = "mandats régionaux"
        ordering = ["region", "user", "pk"]
        constraints = [
            unique(
                "mandat_unique_par_region",
                ("user", "region"),
                "Ce compte a déjà un mandat pour cette région.",
            ),
            regle(
                "mandat_dates_dans_l_ordre",
                Q(fin=None) | Q(fin__gte=F("debut")),
                "La fin du mandat doit suivre son début.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.region}"
