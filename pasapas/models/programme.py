"""When, where and under which rules an établissement is accompanied: data, period by period."""

from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from pasapas.valeurs.departements import DEPARTEMENTS

from .champs import Jour, TexteCourt
from .etablissement import Region
from .regles import regle

UN_AN = 365


class ProgrammeQuerySet(models.QuerySet):
    def ouverts(self, jour: date) -> Self:
        """Those that take an établissement in on that day (one closes at the end of its last)."""
        return self.filter(Q(ouvert_du=None) | Q(ouvert_du__lte=jour)).filter(
            Q(ouvert_au=None) | Q(ouvert_au__gte=jour)
        )


def _mois(libelle: str, defaut: int) -> models.PositiveSmallIntegerField:
    bornes = [MinValueValidator(1), MaxValueValidator(60)]
    return models.PositiveSmallIntegerField(libelle, default=defaut, validators=bornes)


def _seuil(libelle: str, defaut: int) -> models.PositiveSmallIntegerField:
    bornes = [MinValueValidator(1), MaxValueValidator(UN_AN)]
    return models.PositiveSmallIntegerField(libelle, default=defaut, validators=bornes)


def refuse_departements(valeur: Any) -> None:
    """None at all, or a list of numbers as texts."""
    if not isinstance(valeur, list) or not all(isinstance(un, str) for un in valeur):
        raise ValidationError('Une liste, par exemple\u00a0: ["27", "50"].')
    inconnus = [un for un in valeur if un not in DEPARTEMENTS]
    if inconnus:
        raise ValidationError(f"Aucun département ne porte ce numéro : {', '.join(inconnus)}.")


class Programme(models.Model):
    """One period of the programme in one region. No département named: all of them are in.

    ``mois_phase_n``: the month by whose end phase n should be over. ``seuil_…``: after how many
    days an adviser is told.
    """

    nom = TexteCourt("nom", blank=False, default="Pas à pas")
    region = models.ForeignKey(
        Region, models.CASCADE, related_name="programmes", verbose_name="région"
    )
    departements = models.JSONField(
        "départements admis",
        default=list,
        blank=True,
        validators=[refuse_departements],
        help_text='Leurs numéros, par exemple ["27", "50"]. Vide\u00a0: toute la région.',
    )
    ouvert_du = Jour("ouvert du", null=True, blank=True)
    ouvert_au = Jour("ouvert au", null=True, blank=True)
    mois_phase_1 = _mois("fin de la phase 1 (mois)", 1)
    mois_phase_2 = _mois("fin de la phase 2 (mois)", 3)
    mois_phase_3 = _mois("fin de la phase 3 (mois)", 8)
    jours_min = models.PositiveSmallIntegerField("jours sur site, au moins", default=5)
    jours_max = models.PositiveSmallIntegerField("jours sur site, au plus", default=8)
    seuil_activite = _seuil("jours sans activité du groupe", 21)
    seuil_autodiagnostic = _seuil("jours d’autodiagnostic ouvert", 30)
    seuil_invitation = _seuil("jours d’invitation sans réponse", 14)
    seuil_accord = _seuil("jours d’accord demandé sans réponse", 14)
    seuil_salarie = _seuil("jours sans salarié dans le groupe", 14)
    seuil_rappel = _seuil("jours d’attente après un appel", 14)

    objects = ProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "programme"
        ordering = ["region__nom", F("ouvert_du").desc(nulls_last=True), "pk"]
        constraints = [
            regle(
                "programme_ouverture_dans_l_ordre",
                Q(ouvert_au=None) | Q(ouvert_du=None) | Q(ouvert_au__gte=F("ouvert_du")),
                "La fermeture doit suivre l’ouverture.",
            ),
            regle(
                "programme_phases_dans_l_ordre",
                Q(mois_phase_2__gt=F("mois_phase_1")) & Q(mois_phase_3__gt=F("mois_phase_2")),
                "Chaque phase finit après celle d’avant.",
            ),
            regle(
                "programme_jours_dans_l_ordre",
                Q(jours_max__gte=F("jours_min")),
                "Le plus grand nombre de jours vient après le plus petit.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.nom}, {self.region}"

    def admet(self, departement: str) -> bool:
        return not self.departements or departement in self.departements

    def ouvert_le(self, jour: date) -> bool:
        return (self.ouvert_du is None or self.ouvert_du <= jour) and (
            self.ouvert_au is None or jour <= self.ouvert_au
        )
