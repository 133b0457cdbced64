"""A run of the questionnaire. No row here leads from an answer to a person."""

import uuid

from django.db import models
from django.db.models import F, Q

from pasapas.models import Contenu, parmi

from .questionnaire import Question, Questionnaire


class Campagne(Contenu):
    reference = models.SlugField("référence", max_length=60)
    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, related_name="campagnes")
    ouverte_le = models.DateField("ouverte le", null=True, blank=True)
    close_le = models.DateField("close le", null=True, blank=True)

    class Meta:
        ordering = ["ouverte_le", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["projet", "reference"],
                name="campagne_reference_unique",
                violation_error_message="Une autre campagne porte déjà cette référence.",
            ),
            models.CheckConstraint(
                condition=Q(close_le=None) | Q(ouverte_le=None) | Q(close_le__gte=F("ouverte_le")),
                name="campagne_dates_dans_l_ordre",
                violation_error_message="La clôture doit suivre l’ouverture.",
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class CollegePassation(models.TextChoices):
    DIRECTION_RH = "direction_rh", "Direction et RH"
    DIRECTION = "direction", "Direction"
    RH = "rh", "RH"
    ENCADREMENT = "encadrement", "Encadrement"
    IRP = "irp", "Représentants du personnel"
    SALARIES = "salaries", "Salariés"


class ModePassation(models.TextChoices):
    COLLECTIVE = "collective", "Voix collective"
    INDIVIDUELLE = "individuelle", "Réponses individuelles"


class Passation(models.Model):
    """How one collège answered: one attributed collective voice, or individual answers."""

    campagne = models.ForeignKey(Campagne, models.CASCADE, related_name="passations")
    college = models.CharField("collège", max_length=20, choices=CollegePassation)
    mode = models.CharField("mode", max_length=20, choices=ModePassation)
    participants = models.PositiveIntegerField("participants", null=True, blank=True)
    invites = models.PositiveIntegerField("invités", null=True, blank=True)
    ordre = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["ordre", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=parmi("college", CollegePassation),
                name="passation_college_connu",
                violation_error_message="Ce collège n’est pas dans la liste.",
            ),
            models.CheckConstraint(
                condition=parmi("mode", ModePassation),
                name="passation_mode_connu",
                violation_error_message="Voix collective ou réponses individuelles.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_college_display()} ({self.get_mode_display()})"


class Bulletin(models.Model):
    """One set of answers. Its key is random, so that it says nothing of order or time."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    passation = models.ForeignKey(Passation, models.CASCADE, related_name="bulletins")

    def __str__(self) -> str:
        return f"Bulletin ({self.passation})"


class HorsEchelle(models.TextChoices):
    NSP = "nsp", "Je ne sais pas"
    NC = "nc", "Non concerné"


class Reponse(models.Model):
    """An answer on the scale, or off it (« Je ne sais pas », « Non concerné »)."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="reponses")
    question = models.ForeignKey(Question, models.PROTECT, related_name="+")
    niveau = models.PositiveSmallIntegerField("niveau", null=True)
    hors_echelle = models.CharField(max_length=3, choices=HorsEchelle, blank=True)

    class Meta:
        verbose_name = "réponse"
        constraints = [
            models.UniqueConstraint(
                fields=["bulletin", "question"],
                name="reponse_unique_par_question",
                violation_error_message="Cette question a déjà sa réponse.",
            ),
            models.CheckConstraint(
                condition=Q(niveau=None, hors_echelle__in=HorsEchelle.values)
                | Q(niveau__gte=1, hors_echelle=""),
                name="reponse_un_niveau_ou_hors_echelle",
                violation_error_message="Un niveau, ou « Je ne sais pas », ou « Non concerné ».",
            ),
        ]

    def __str__(self) -> str:
        return self.get_hors_echelle_display() or str(self.niveau)
