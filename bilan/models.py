"""Annexe 4: « Réalisons le bilan » (kit 1.5). A projet may hold several bilans."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q

from fiches.models import FicheAction
from pasapas.models import Element, Jour, Participant, Presente, TexteCourt, TexteLong
from pasapas.models.champs import facultatif, longs
from pasapas.models.regles import parmi, regle, unique


class TypeBilan(models.TextChoices):
    INTERMEDIAIRE = "intermediaire", "Bilan intermédiaire"
    FINAL = "final", "Bilan final"


class Bilan(Element):
    numero = models.PositiveIntegerField("numéro", editable=False)
    type = models.CharField(
        "Quel bilan ?",
        max_length=20,
        choices=TypeBilan,
        default=TypeBilan.INTERMEDIAIRE,
    )
    date = Jour("Date de la séance", null=True, blank=True)
    retenons = TexteLong("Que retenons-nous ?")
    valoriser = TexteLong("Que souhaitons-nous valoriser ?")
    poursuivre = TexteLong("Comment pouvons-nous poursuivre et conserver cette dynamique ?")
    participants = models.ManyToManyField(
        Participant,
        through="PresenceBilan",
        related_name="+",
        blank=True,
        verbose_name="Qui était là ?",
    )

    class Meta(Element.Meta):
        verbose_name = "bilan"
        ordering = ["ordre", "numero"]
        constraints = [
            unique(
                "bilan_numero_unique", ("projet", "numero"), "Un autre bilan porte déjà ce numéro."
            ),
            regle("bilan_type_connu", parmi("type", TypeBilan), "Intermédiaire ou final."),
        ]

    def __str__(self) -> str:
        return self.get_type_display()

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        """Its texts, and who was there, on its own; its date on each, in « Nos bilans »."""
        seule = {*champs} == {"participants"} or longs(champs, Bilan)
        return frozenset({f"bilan-{self.numero}"}) if seule else None


class PresenceBilan(Presente):
    bilan = models.ForeignKey(Bilan, models.CASCADE, related_name="presences")

    class Meta(Presente.Meta):
        verbose_name = "présence au bilan"
        constraints = [
            unique(
                "presence_bilan_unique",
                ("bilan", "participant"),
                "Cette personne est déjà notée présente.",
            )
        ]


class ElementBilan(Element):
    """A row that hangs on one bilan."""

    bilan = models.ForeignKey(Bilan, models.CASCADE, related_name="%(class)ss", editable=False)

    class Meta(Element.Meta):
        abstract = True

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        return frozenset({f"bilan-{self.bilan.numero}"})


class Communication(ElementBilan):
    """« Sur quoi souhaitons-nous communiquer ? À qui ? Comment ? »"""

    sujet = TexteLong("Sur quoi ?", blank=False)
    destinataires = TexteLong("À qui ?")
    moyens = TexteLong("Comment ?")
    quand = TexteCourt("Quand ?")
    responsable = facultatif(Participant, "Qui s’en charge ?")

    class Meta(ElementBilan.Meta):
        verbose_name = "communication"
        constraints = [
            regle(
                "communication_sujet_rempli",
                ~Q(sujet=""),
                "Dites sur quoi vous souhaitez communiquer.",
            )
        ]

    def __str__(self) -> str:
        return self.sujet


class Suite(ElementBilan):
    """« Quelles actions pour la suite ? »"""

    texte = TexteLong("Action pour la suite", blank=False)
    echeance = Jour("Échéance (mois)", null=True, blank=True)
    fiche = facultatif(FicheAction, "Fiche action liée")

    class Meta(ElementBilan.Meta):
        verbose_name = "suite"
        constraints = [regle("suite_texte_rempli", ~Q(texte=""), "Écrivez cette action.")]

    def __str__(self) -> str:
        return self.texte
