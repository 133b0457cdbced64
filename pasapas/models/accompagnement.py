"""The Aract's accompaniment of a projet: optional, since an establishment may go alone."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q

from .champs import Contenu, Jour, TexteCourt, TexteLong, parmi
from .projet import Participant


class PhaseAccompagnement(models.TextChoices):
    AUTODIAGNOSTIC = "1", "1. Autodiagnostic"
    APPUI = "2", "2. Entretien et appui"
    ACTION = "3", "3. Passage à l’action"
    TERMINE = "termine", "Terminé"


class Accompagnement(Contenu):
    charge_de_mission = models.ForeignKey(
        Participant, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    autorisation_verifiee_le = Jour("autorisation vérifiée le", null=True, blank=True)
    convention_signee_le = Jour("convention signée le", null=True, blank=True)
    debut = Jour("début", null=True, blank=True)
    fin_prevue = Jour("fin prévue", null=True, blank=True)
    phase = models.CharField(
        "phase",
        max_length=10,
        choices=PhaseAccompagnement,
        default=PhaseAccompagnement.AUTODIAGNOSTIC,
    )
    entretien_date = Jour("entretien le", null=True, blank=True)
    entretien_duree = models.PositiveIntegerField("durée (minutes)", null=True, blank=True)
    entretien_mode = TexteCourt("mode de l’entretien")
    entretien_compte_rendu = TexteLong("compte rendu de l’entretien")
    jours_prevus = models.DecimalField(
        "jours prévus",
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    jours_realises = models.DecimalField(
        "jours réalisés",
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    notes_privees = TexteLong("notes privées (chargés de mission seulement)")

    class Meta:
        verbose_name = "accompagnement"
        constraints = [
            models.UniqueConstraint(
                fields=["projet"],
                name="accompagnement_unique_par_projet",
                violation_error_message="Ce projet a déjà un accompagnement.",
            ),
            models.CheckConstraint(
                condition=parmi("phase", PhaseAccompagnement),
                name="accompagnement_phase_connue",
                violation_error_message="Cette phase n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(fin_prevue=None) | Q(debut=None) | Q(fin_prevue__gte=F("debut")),
                name="accompagnement_dates_dans_l_ordre",
                violation_error_message="La fin prévue doit suivre le début.",
            ),
        ]

    def __str__(self) -> str:
        return f"Accompagnement de {self.projet}"


class TypeService(models.TextChoices):
    SUPPORT_PEDAGOGIQUE = "support_pedagogique", "Support pédagogique"
    APPUI_CONSEIL_A_DISTANCE = "appui_conseil_a_distance", "Appui-conseil à distance"
    FORMATION_THEMATIQUE = "formation_thematique", "Formation thématique"
    REUNION_THEMATIQUE = "reunion_thematique", "Réunion thématique"
    INTERVENTION_SUR_SITE = "intervention_sur_site", "Intervention sur site"


class ServiceMobilise(Contenu):
    """Phase 3: one of the services the Anact offers, used on a date for some days."""

    accompagnement = models.ForeignKey(Accompagnement, models.CASCADE, related_name="services")
    type = models.CharField("type", max_length=40, choices=TypeService)
    intitule = TexteCourt("intitulé")
    date = Jour("date", null=True, blank=True)
    jours = models.DecimalField(
        "jours",
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    ordre = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "service mobilisé"
        ordering = ["ordre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=parmi("type", TypeService),
                name="service_mobilise_type_connu",
                violation_error_message="Ce type de service n’est pas dans la liste.",
            )
        ]

    def __str__(self) -> str:
        return self.intitule or self.get_type_display()
