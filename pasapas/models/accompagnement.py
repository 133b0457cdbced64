"""The Aract's accompaniment of a projet: optional, since an establishment may go alone."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .champs import Contenu, Heure, Jour, TexteCourt, TexteLong, facultatif
from .programme import Programme
from .projet import Participant
from .regles import connu, regle, unique
from .user import User

HEURES_PAR_JOUR = 7


class PhaseAccompagnement(models.TextChoices):
    AUTODIAGNOSTIC = "1", "1. Autodiagnostic"
    APPUI = "2", "2. Entretien et appui"
    ACTION = "3", "3. Passage à l’action"
    TERMINE = "termine", "Terminé"


def _jours(libelle: str) -> models.DecimalField:
    return models.DecimalField(
        libelle,
        max_digits=5,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )


class Accompagnement(Contenu):
    """``suivi_par``: the account that follows it, accepted by the group or not yet;
    ``charge_de_mission``: who that is on the fresque, once accepted. ``programme``: whose rules
    it goes by; outside of any, ``hors_programme`` says so."""

    suivi_par = facultatif(User, "suivi par", related_name="accompagnements")
    charge_de_mission = facultatif(Participant)
    releve_par = facultatif(User, "bientôt suivi par", editable=False)
    releve_le = Jour("relais le", null=True, blank=True, editable=False)
    programme = models.ForeignKey(
        Programme,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="accompagnements",
        verbose_name="programme",
    )
    hors_programme = models.BooleanField("hors programme", default=False)
    derogation = TexteLong("raison de la dérogation")
    derogation_par = facultatif(User, "dérogation accordée par")
    derogation_le = Jour("dérogation accordée le", null=True, blank=True)
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
    phase_2_le = Jour("phase 2 commencée le", null=True, blank=True)
    phase_3_le = Jour("phase 3 commencée le", null=True, blank=True)
    termine_le = Jour("terminé le", null=True, blank=True)
    entretien_date = Jour("entretien le", null=True, blank=True)
    entretien_commence_le = models.DateTimeField("entretien commencé à", null=True, blank=True)
    entretien_termine_le = models.DateTimeField("entretien terminé à", null=True, blank=True)
    entretien_duree = models.PositiveIntegerField("durée (minutes)", null=True, blank=True)
    entretien_mode = TexteCourt("mode de l’entretien")
    entretien_compte_rendu = TexteLong("compte rendu de l’entretien")
    entretien_pour_le_groupe = TexteLong("à dire au groupe")
    jours_prevus = _jours("jours prévus")
    jours_realises = _jours("jours réalisés")
    notes_privees = TexteLong("notes privées (chargés de mission seulement)")

    class Meta:
        verbose_name = "accompagnement"
        constraints = [
            unique(
                "accompagnement_unique_par_projet",
                ("projet",),
                "Ce projet a déjà un accompagnement.",
            ),
            connu("accompagnement_phase_connue", "phase", PhaseAccompagnement, "Cette phase"),
            regle(
                "accompagnement_dates_dans_l_ordre",
                Q(fin_prevue=None) | Q(debut=None) | Q(fin_prevue__gte=F("debut")),
                "La fin prévue doit suivre le début.",
            ),
            regle(
                "accompagnement_derogation_dite",
                Q(derogation_le=None) | ~Q(derogation=""),
                "Une dérogation laisse sa raison.",
            ),
        ]

    def __str__(self) -> str:
        return f"Accompagnement de {self.projet}"

    @property
    def regles(self) -> Programme:
        """The programme's durations and thresholds, or the usual ones."""
        return self.programme or Programme()


class Pause(Contenu):
    """A time during which nothing is expected; ``reprise_le``: the day it goes on."""

    accompagnement = models.ForeignKey(Accompagnement, models.CASCADE, related_name="pauses")
    du = Jour("en pause depuis le")
    reprise_le = Jour("reprise le", null=True, blank=True)
    raison = TexteCourt("raison")

    class Meta:
        verbose_name = "pause"
        ordering = ["du", "pk"]
        constraints = [
            unique(
                "pause_ouverte_unique",
                ("accompagnement",),
                "Cet accompagnement est déjà en pause.",
                Q(reprise_le=None),
            ),
            regle(
                "pause_dates_dans_l_ordre",
                Q(reprise_le=None) | Q(reprise_le__gte=F("du")),
                "La reprise doit suivre le début de la pause.",
            ),
        ]

    def __str__(self) -> str:
        return f"Pause du {self.du:%d/%m/%Y}"


class TypeIntervention(models.TextChoices):
    """What an adviser does; the last five are the services of phase 3."""

    APPEL = "appel", "Appel"
    COURRIEL = "courriel", "Courriel"
    VISITE = "visite", "Visite"
    ENTRETIEN = "entretien", "Entretien"
    AUTRE = "autre", "Autre"
    SUPPORT_PEDAGOGIQUE = "support_pedagogique", "Support pédagogique"
    APPUI_CONSEIL_A_DISTANCE = "appui_conseil_a_distance", "Appui-conseil à distance"
    FORMATION_THEMATIQUE = "formation_thematique", "Formation thématique"
    REUNION_THEMATIQUE = "reunion_thematique", "Réunion thématique"
    INTERVENTION_SUR_SITE = "intervention_sur_site", "Intervention sur site"


SEULS = (TypeIntervention.APPEL, TypeIntervention.COURRIEL)  # with one person: no service is given


class Intervention(Contenu):
    """One thing an adviser did for the établissement, on a day, and what comes next.

    The group sees what it was, when, how long and ``intitule``; ``note`` is the advisers' own.
    """

    accompagnement = models.ForeignKey(Accompagnement, models.CASCADE, related_name="interventions")
    type = models.CharField("type", max_length=40, choices=TypeIntervention)
    intitule = TexteCourt("intitulé", help_text="Le groupe le lit.")
    date = Jour("date", null=True, blank=True)
    jours = _jours("jours")
    heures = _jours("heures")
    note = TexteLong("note", help_text="Pour les seuls chargés de mission.")
    rendez_vous_le = Jour("prochain rendez-vous", null=True, blank=True)
    rendez_vous_heure = Heure("à", null=True, blank=True)
    rappeler_le = Jour("rappeler le", null=True, blank=True)
    auteur = facultatif(User, "noté par", editable=False)
    cree_le = models.DateTimeField("noté le", default=timezone.now, editable=False)
    ordre = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "intervention"
        ordering = ["ordre", "pk"]
        constraints = [
            connu("intervention_type_connu", "type", TypeIntervention, "Ce type d’intervention"),
            regle(
                "intervention_jours_ou_heures",
                Q(jours=None) | Q(heures=None),
                "Comptez en jours ou en heures, pas les deux.",
            ),
        ]

    def __str__(self) -> str:
        return self.intitule or self.get_type_display()

    @property
    def compte(self) -> bool:
        """Against the 5 to 8 days."""
        return self.type not in SEULS and bool(self.jours or self.heures)


def jours_comptes(faites: Iterable[Intervention]) -> Decimal:
    """Visits and services: their days, and their hours, which make days of seven once added up."""
    comptees = [une for une in faites if une.compte]
    heures = sum((une.heures or Decimal(0) for une in comptees), start=Decimal(0))
    jours = sum((une.jours or Decimal(0) for une in comptees), start=Decimal(0))
    return (jours + heures / HEURES_PAR_JOUR).quantize(Decimal("0.1"), ROUND_HALF_UP)


class PisteProposee(Contenu):
    """An idea of action an adviser puts to the group; it is the group's once it says yes."""

    accompagnement = models.ForeignKey(Accompagnement, models.CASCADE, related_name="pistes")
    texte = TexteLong("piste", blank=False)
    theme = TexteCourt("thème")
    proposee_le = models.DateTimeField("proposée le", auto_now_add=True)
    repondu_le = models.DateTimeField("répondu le", null=True, editable=False)
    acceptee = models.BooleanField("acceptée par le groupe", null=True, editable=False)
    ordre = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "piste proposée"
        verbose_name_plural = "pistes proposées"
        ordering = ["ordre", "pk"]
        constraints = [regle("piste_proposee_texte_rempli", ~Q(texte=""), "Écrivez la piste.")]

    def __str__(self) -> str:
        return self.texte
