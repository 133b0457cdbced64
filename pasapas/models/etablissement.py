"""The establishment that runs the method, its services and its region (annexe 1 header)."""

from datetime import date
from functools import cache
from typing import Any, Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils import timezone

from pasapas.valeurs.departements import FUSEAUX, nom_du_departement

from .champs import Finess, TexteCourt
from .cloison import Cloisonnee, CloisonneQuerySet
from .regles import connu, regle, unique

# Its own memory is of eight: ours, asked in turn, were read again each time.
zone = cache(ZoneInfo)


def jour_a(fuseau: ZoneInfo | str) -> date:
    """The day it is now in that time zone, wherever it is asked from."""
    return timezone.localdate(None, zone(fuseau) if isinstance(fuseau, str) else fuseau)


def jour_partout() -> date:
    """The day that has begun in every région: what begins on it holds at once, wherever it is."""
    return min(jour_a(fuseau) for fuseau in (settings.TIME_ZONE, *FUSEAUX.values()))


def jour_des_lieux(*, region: str = "", etablissement: str = "") -> Case:
    """The day it is where the région is, or the établissement (``Etablissement.aujourd_hui``),
    for a query: the path to one of them.

    It says nothing of the place from where it is asked: the same SQL serves everyone for an hour.
    """
    ici = jour_a(settings.TIME_ZONE)
    ailleurs: dict[date, list[str]] = {}
    for code, fuseau in FUSEAUX.items():
        jour = jour_a(fuseau)
        if jour != ici:
            ailleurs.setdefault(jour, []).append(code)
    region = region or f"{etablissement}__region"
    cas = []
    for jour, codes in ailleurs.items():
        la = Q(**{f"{region}__fuseau__in": [FUSEAUX[code] for code in codes]})
        if etablissement:
            la |= Q(**{f"{etablissement}__departement__in": codes})
        cas.append(When(la, then=Value(jour)))
    return Case(*cas, default=Value(ici), output_field=models.DateField())


class Region(models.Model):
    """A region and its time: data, not an enum. Its programmes say when it was open."""

    code = models.SlugField("code", unique=True)
    nom = TexteCourt("nom", blank=False)
    fuseau = TexteCourt("fuseau horaire", default="Europe/Paris")

    class Meta:
        verbose_name = "région"
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom


FINESS_A_CONFIRMER = (
    "Cet établissement n’est pas encore confirmé : son n° FINESS s’écrira une fois qu’un "
    "administrateur ou un chargé de mission de la région l’aura confirmé."
)


class EtablissementQuerySet(CloisonneQuerySet):
    def confirmes(self) -> Self:
        """Those that count: in portefeuilles, in statistics, wherever several are listed."""
        return self.filter(confirme=True)

    def de(self, projet: Any) -> Self:
        """The establishment that runs this projet."""
        return self.filter(pk=projet.etablissement_id).en_main()


class ServiceQuerySet(CloisonneQuerySet):
    def de(self, projet: Any) -> Self:
        """The services of the establishment that runs this projet."""
        return self.filter(etablissement=projet.etablissement_id)

    def presents(self) -> Self:
        return self.filter(retire_le=None)


class TypeEtablissement(models.TextChoices):
    MECS = "mecs", "MECS"
    FOYER_ENFANCE = "foyer_enfance", "Foyer de l’enfance"
    POUPONNIERE = "pouponniere", "Pouponnière"
    AEMO_AED = "aemo_aed", "AEMO / AED"
    PLACEMENT_FAMILIAL = "placement_familial", "Placement familial"
    LIEU_DE_VIE = "lieu_de_vie", "Lieu de vie"
    ACCUEIL_DE_JOUR = "accueil_de_jour", "Accueil de jour"
    SERVICE_MNA = "service_mna", "Service MNA"
    AUTRE = "autre", "Autre"


class StatutJuridique(models.TextChoices):
    PUBLIC = "public", "Public"
    PRIVE_NON_LUCRATIF = "prive_non_lucratif", "Privé non lucratif"
    PRIVE_LUCRATIF = "prive_lucratif", "Privé lucratif"


class Autorisation(models.TextChoices):
    ASE = "ase", "Aide sociale à l’enfance (ASE)"
    ASE_PJJ = "ase_pjj", "ASE et protection judiciaire de la jeunesse (PJJ)"


class Etablissement(Cloisonnee):
    nom = TexteCourt("nom", blank=False)
    nom_court = TexteCourt("nom court")
    gestionnaire = TexteCourt("association ou organisme gestionnaire")
    type = models.CharField(
        "type",
        max_length=30,
        choices=TypeEtablissement,
        default=TypeEtablissement.AUTRE,
    )
    statut_juridique = models.CharField(
        "statut juridique", max_length=30, choices=StatutJuridique, blank=True
    )
    autorisation = models.CharField("autorisation", max_length=30, choices=Autorisation, blank=True)
    finess = Finess("n° FINESS", max_length=9)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, verbose_name="région")
    departement = TexteCourt("département", max_length=3)
    commune = TexteCourt("commune")
    capacite = models.PositiveIntegerField("capacité (places)", null=True, blank=True)
    effectif = models.PositiveIntegerField("effectif (salariés)", null=True, blank=True)
    confirme = models.BooleanField(
        "confirmé",
        default=True,
        db_default=True,
        help_text="Ouvert par une personne que personne n’a encore vérifiée, il n’entre ni dans "
        "les portefeuilles ni dans les statistiques, et ne prend pas de n° FINESS.",
    )

    objects = EtablissementQuerySet.as_manager()  # type: ignore[misc]

    SUR = ("eclaire",)

    class Meta:
        verbose_name = "établissement"
        ordering = ["nom"]
        constraints = [
            regle("etablissement_nom_rempli", ~Q(nom=""), "Donnez le nom de l’établissement."),
            regle(
                "etablissement_finess_si_confirme",
                Q(confirme=True) | Q(finess=""),
                FINESS_A_CONFIRMER,
            ),
            connu("etablissement_type_connu", "type", TypeEtablissement, "Ce type d’établissement"),
            connu(
                "etablissement_statut_connu",
                "statut_juridique",
                StatutJuridique,
                "Ce statut juridique",
                vide=True,
            ),
            connu(
                "etablissement_autorisation_connue",
                "autorisation",
                Autorisation,
                "Cette autorisation",
                vide=True,
            ),
        ]

    def __str__(self) -> str:
        return self.nom

    def clean(self) -> None:
        """The constraint says it too; here, beside the field."""
        super().clean()
        if self.finess and not self.confirme:
            raise ValidationError({"finess": FINESS_A_CONFIRMER})

    @property
    def departement_dit(self) -> str:
        """« Guadeloupe (971) », for those who read."""
        return nom_du_departement(self.departement)

    @property
    def fuseau(self) -> ZoneInfo:
        """The time there: its département's, else its region's."""
        dit = FUSEAUX.get(self.departement) or (self.region.fuseau if self.region else "")
        try:
            return zone(dit or settings.TIME_ZONE)
        except (ZoneInfoNotFoundError, ValueError):  # typed by an administrateur, long ago
            return zone(settings.TIME_ZONE)

    @property
    def aujourd_hui(self) -> date:
        """The day it is there: what is late is late by that day."""
        return jour_a(self.fuseau)


class Service(Cloisonnee):
    """A unit of the establishment (« Internat Les Myrtilles », 6-11 ans, 14 places)."""

    etablissement = models.ForeignKey(Etablissement, models.CASCADE, related_name="services")
    reference = models.SlugField("référence", max_length=60, editable=False)
    nom = TexteCourt("nom", blank=False)
    public = TexteCourt("public accueilli")
    places = models.PositiveIntegerField("places", null=True, blank=True)
    ordre = models.PositiveIntegerField(default=0, editable=False)
    retire_le = models.DateTimeField("retiré le", null=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = ServiceQuerySet.as_manager()  # type: ignore[misc]

    SUR = ("eclaire",)

    class Meta:
        verbose_name = "service"
        ordering = ["ordre", "pk"]
        constraints = [
            unique(
                "service_reference_unique",
                ("etablissement", "reference"),
                "Un autre service porte déjà cette référence.",
            )
        ]

    def __str__(self) -> str:
        return self.nom

    @classmethod
    def nouveau(cls, projet: Any, **valeurs: Any) -> Self:
        """A service of the establishment that runs this projet."""
        return cls(etablissement_id=projet.etablissement_id, **valeurs)
