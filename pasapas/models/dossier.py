"""An établissement as the console shows it: kept as it is written, so that a list reads one row.

What it shows of the fresque depends on who looks: a ``Palier`` is for one adviser whom the group
accepted, or, without ``conseil``, for everyone else.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time
from typing import Self
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .accompagnement import Intervention
from .champs import Heure, TexteCourt
from .cloison import Cloisonnee, CloisonneQuerySet
from .etablissement import Etablissement, Region
from .projet import Participant, Projet
from .regles import regle, unique

TOUJOURS = date(1, 1, 1)
JAMAIS = date(9999, 12, 31)


def premiere_heure(jour: date, fuseau: ZoneInfo) -> datetime:
    """Of that day, in that time: a palier begins there, and no clock has to know where."""
    if jour in (TOUJOURS, JAMAIS):
        return datetime.combine(jour, time(), UTC)
    return datetime.combine(jour, time(), fuseau)


class Groupe(models.IntegerChoices):
    """Where a row stands, in this order."""

    APPELER = 1, "À appeler"
    SUIVRE = 2, "À suivre"
    ATTENTE = 3, "Appelés, on attend"
    CALME = 4, "Sans alerte"
    PAUSE = 5, "En pause"
    HORS = 6, "Hors programme"
    TERMINE = 7, "Terminés"


class DossierQuerySet(CloisonneQuerySet):
    def vus_par(self, compte: int | None, regions: Collection[int] | None = None) -> Self:
        """Each with what this account sees of it today, there: one ``Palier``, of which the
        filters of the list name these columns. ``regions``: those it may see, None for all."""
        return self.filter(_vu_par(compte, regions, "paliers__")).annotate(
            palier=F("paliers__pk"),
            groupe=F("paliers__groupe"),
            raisons=F("paliers__raisons"),
        )


class PalierQuerySet(CloisonneQuerySet):
    def vus_par(self, compte: int | None, regions: Collection[int] | None = None) -> Self:
        """What this account sees today, there: one of each dossier."""
        return self.filter(_vu_par(compte, regions))


def _vu_par(compte: int | None, regions: Collection[int] | None, de: str = "") -> Q:
    """Its own, or everyone's where it has none of its own."""
    ici, maintenant = Q() if regions is None else Q(**{f"{de}region__in": regions}), timezone.now()
    sien, commun = Q(**{f"{de}conseil": compte}), Q(**{f"{de}conseil": None})
    a_part = Q(**{f"{de}a_part__contains": f",{compte},"})
    dates = Q(**{f"{de}du__lte": maintenant, f"{de}au__gt": maintenant})
    return ici & dates & (sien | commun & ~a_part)


class Dossier(Cloisonnee):
    """What any adviser of the region may know. ``compte_du``: the first day, moved on by as long
    as it stood still, from which its months count, until ``arrete_le``."""

    etablissement = models.OneToOneField(Etablissement, models.CASCADE, related_name="dossier")
    projet = models.ForeignKey(Projet, models.SET_NULL, null=True, related_name="+")
    region = models.ForeignKey(Region, models.CASCADE, null=True, related_name="+")
    departement = TexteCourt("département", max_length=3, editable=False)
    tri = TexteCourt("nom, pour trier", editable=False)
    cherche = models.TextField("ce qui se cherche", editable=False)
    suivi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    accompagne = models.BooleanField(default=False)
    hors_programme = models.BooleanField(default=False)
    phase = models.CharField(max_length=10, blank=True, editable=False)
    debut = models.DateField(null=True)
    compte_du = models.DateField(null=True)
    arrete_le = models.DateField(null=True)
    mois_prevus = models.PositiveSmallIntegerField(default=8)
    phase_2_des = models.DateField(null=True)
    phase_3_des = models.DateField(null=True)
    jours_realises = models.DecimalField(max_digits=6, decimal_places=1, default=0)
    jours_prevus = models.DecimalField(max_digits=6, decimal_places=1, null=True)
    rendez_vous_le = models.DateField(null=True)
    rendez_vous_heure = Heure(null=True)
    derniere = models.ForeignKey(
        Intervention, models.SET_NULL, null=True, related_name="+", verbose_name="dernier échange"
    )
    rappel_le = models.DateField(null=True)
    attente_au = models.DateField(null=True)
    invite_le = models.DateField(null=True)
    accord_demande_le = models.DateField(null=True)
    tenu_le = models.DateTimeField(default=timezone.now)

    objects = DossierQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "établissement du portefeuille"
        verbose_name_plural = "portefeuille"
        ordering = ["tri", "pk"]
        indexes = [
            models.Index(fields=["region", "tri", "id"], name="dossier_par_nom"),
            models.Index(fields=["region", "compte_du", "id"], name="dossier_par_mois"),
            models.Index(fields=["region", "jours_realises", "id"], name="dossier_par_jours"),
            models.Index(fields=["region", "rendez_vous_le", "id"], name="dossier_par_rendez_vous"),
            models.Index(fields=["region", "tenu_le"], name="dossier_par_ecriture"),
        ]

    def __str__(self) -> str:
        return str(self.etablissement)


class Palier(Cloisonnee):
    """How a dossier stands from the first hour of one day to that of another, there: time alone
    goes from one to the next. ``rang``: its place in the list. ``debuts``: the day each reason
    begins, by number; ``raisons``: those that hold meanwhile, « ,5,8, ».

    ``a_part``, of everyone's: the accounts that have their own, « ,12,15, ». ``COPIES``: what the
    list filters by, as its dossier says it, so that ten thousand are counted in one table."""

    COPIES = (
        "region_id",
        "departement",
        "suivi_par_id",
        "accompagne",
        "hors_programme",
        "phase",
        "compte_du",
        "rendez_vous_le",
        "cherche",
    )

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="paliers")
    conseil = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    region = models.ForeignKey(Region, models.CASCADE, null=True, related_name="+")
    du = models.DateTimeField()
    au = models.DateTimeField()
    groupe = models.PositiveSmallIntegerField(choices=Groupe)
    raison = models.PositiveSmallIntegerField(default=0)
    raisons = models.CharField(max_length=30, blank=True, editable=False)
    debuts = models.JSONField(default=dict)
    rang = models.CharField(max_length=100, editable=False)
    accepte = models.BooleanField(default=False)
    annexes = models.CharField("annexes partagées", max_length=4, blank=True, editable=False)
    venu = models.BooleanField("quelqu’un est venu", default=False)
    activite_le = models.DateField(null=True)
    part = models.PositiveSmallIntegerField("part remplie, en tout", null=True)
    parts = models.JSONField("part remplie de chaque annexe partagée", default=dict)
    diagnostic = models.CharField(max_length=10, blank=True, editable=False)
    diagnostic_le = models.DateField(null=True)
    etape = models.BigIntegerField("clé de la prochaine étape", null=True)
    etape_le = models.DateField(null=True)
    contact = models.ForeignKey(
        Participant, models.SET_NULL, null=True, related_name="+", verbose_name="qui appeler"
    )
    a_part = models.TextField(editable=False, db_default="", default="")
    departement = TexteCourt(max_length=3, editable=False, db_default="", default="")
    suivi_par = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    accompagne = models.BooleanField(db_default=False, default=False)
    hors_programme = models.BooleanField(db_default=False, default=False)
    phase = models.CharField(max_length=10, editable=False, db_default="", default="")
    compte_du = models.DateField(null=True)
    rendez_vous_le = models.DateField(null=True)
    cherche = models.TextField("ce qui se cherche", editable=False, db_default="", default="")

    objects = PalierQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "palier"
        ordering = ["rang", "pk"]
        indexes = [
            models.Index(fields=["region", "rang", "dossier"], name="palier_par_rang"),
            models.Index(fields=["dossier", "conseil", "du"], name="palier_du_dossier"),
            models.Index(fields=["region", "activite_le", "dossier"], name="palier_par_activite"),
            models.Index(fields=["region", "part", "dossier"], name="palier_par_part"),
        ]
        constraints = [
            regle(
                "palier_dates_dans_l_ordre",
                Q(au__gt=F("du")),
                "Un palier finit après avoir commencé.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier}, {self.get_groupe_display()}"

    def debut(self, raison: int) -> date | None:
        dit = self.debuts.get(str(int(raison)))
        return date.fromisoformat(dit) if dit else None


class FiltreGarde(models.Model):
    """A filter of the portefeuille someone keeps, for themselves or for those who share a region
    with them."""

    nom = TexteCourt("nom du filtre", max_length=60, blank=False)
    requete = models.CharField("filtres", max_length=500, blank=True)
    auteur = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="filtres_gardes"
    )
    equipe = models.BooleanField("pour toute l’équipe", default=False)

    class Meta:
        verbose_name = "filtre gardé"
        verbose_name_plural = "filtres gardés"
        ordering = ["nom", "pk"]
        constraints = [
            unique(
                "filtre_garde_nom_unique",
                ("auteur", "nom"),
                "Vous gardez déjà un filtre de ce nom.",
            )
        ]

    def __str__(self) -> str:
        return self.nom
