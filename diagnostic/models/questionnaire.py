"""Questionnaires are versioned data; a campagne keeps the version it was run with."""

from typing import Any, Self

from django.db import models
from django.db.models import Q

from pasapas.models import TexteCourt, TexteLong
from pasapas.models.regles import connu, regle, unique
from pasapas.valeurs.pliage import plier
from pasapas.valeurs.textes import soigner

SEUIL, SEUIL_PLANCHER, SEUIL_PLAFOND = 5, 3, 10  # people (kit notes, section 3)


class StatutQuestionnaire(models.TextChoices):
    DEMONSTRATION = (
        "demonstration",
        "questionnaire de démonstration, rédigé pour ce projet",
    )
    OFFICIEL = "officiel", "questionnaire officiel"


class QuestionnaireQuerySet(models.QuerySet):
    def publies(self) -> Self:
        """Those with which a campagne can be run."""
        return self.exclude(publie_le=None)


class Questionnaire(models.Model):
    """Once ``publie_le`` is set nothing of it changes any more: see ``gel``."""

    slug = models.SlugField("nom de code")
    version = models.PositiveIntegerField("version")
    titre = TexteCourt("titre", blank=False)
    sous_titre = TexteCourt("sous-titre")
    statut = models.CharField("statut", max_length=20, choices=StatutQuestionnaire)
    consigne = TexteLong("consigne")
    consigne_collective = TexteLong("consigne pour une séance")
    duree_minutes = models.JSONField("durée (minutes)", default=list, blank=True)
    echelle = models.JSONField("échelle", default=dict, blank=True)
    restitution = models.JSONField("restitution", default=dict, blank=True)
    publie_le = models.DateTimeField("publié le", null=True, editable=False)

    objects = QuestionnaireQuerySet.as_manager()

    class Meta:
        ordering = ["slug", "-version"]
        constraints = [
            unique(
                "questionnaire_version_unique",
                ("slug", "version"),
                "Cette version du questionnaire existe déjà.",
            ),
            regle(
                "questionnaire_version_positive",
                Q(version__gte=1),
                "Les versions se comptent à partir de 1.",
            ),
            connu("questionnaire_statut_connu", "statut", StatutQuestionnaire, "Ce statut"),
        ]

    def __str__(self) -> str:
        return f"{soigner(self.titre)} (version {self.version})"

    @property
    def demonstration(self) -> bool:
        """Whether it must say so wherever it is shown or printed."""
        return self.statut == StatutQuestionnaire.DEMONSTRATION

    @property
    def seuil(self) -> int:
        """From how many answers it asks that a collège be shown: where a campagne starts from."""
        voulu = (self.restitution.get("anonymat") or {}).get("effectif_minimal") or SEUIL
        return min(max(voulu, SEUIL_PLANCHER), SEUIL_PLAFOND)

    @property
    def niveaux(self) -> list[dict[str, Any]]:
        """The levels of the scale, lowest first."""
        return self.echelle.get("niveaux", [])


class Theme(models.Model):
    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="themes")
    code = models.SlugField("code", max_length=20)
    titre = TexteCourt("titre", blank=False)
    intro = TexteLong("introduction")
    question_ouverte = TexteLong("question ouverte")
    ordre = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "thème"
        ordering = ["ordre", "pk"]
        constraints = [
            unique(
                "theme_code_unique", ("questionnaire", "code"), "Un autre thème porte déjà ce code."
            ),
            regle("theme_titre_rempli", ~Q(titre=""), "Donnez un titre à ce thème."),
        ]

    def __str__(self) -> str:
        return soigner(self.titre)

    def continue_dans(self, autre: "Theme") -> bool:
        """Whether ``autre``, of the same code, is this theme in another version.

        A code is kept from one version to the next. Two questionnaires that have nothing to do
        with each other may both say « t1 »: then the titles must agree.
        """
        meme_lignee = self.questionnaire.slug == autre.questionnaire.slug
        return self.code == autre.code and (meme_lignee or plier(str(self)) == plier(str(autre)))


class Question(models.Model):
    """One statement to be placed on the scale. ``code`` is stable and never used again."""

    theme = models.ForeignKey(Theme, models.CASCADE, related_name="questions")
    code = models.SlugField("code", max_length=20)
    enonce = TexteLong("énoncé", max_length=500, blank=False)
    aide = TexteLong("aide", max_length=500)
    point_fort = TexteLong("phrase « point fort »", max_length=500)
    axe = TexteLong("phrase « axe d’amélioration »", max_length=500)
    ordre = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["ordre", "pk"]
        constraints = [
            unique(
                "question_code_unique", ("theme", "code"), "Une autre question porte déjà ce code."
            ),
            regle("question_enonce_rempli", ~Q(enonce=""), "Écrivez l’énoncé de la question."),
        ]

    def __str__(self) -> str:
        return f"{self.code} {soigner(self.enonce)}"

    def phrase(self, sens: str) -> str:
        """The sentence proposed to the group: what is to be valued, or else what to change."""
        return soigner(self.point_fort if sens == "valoriser" else self.axe)
