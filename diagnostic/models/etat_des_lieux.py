"""What the group writes in annexe 2: how it went about it, and what it learned."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q

from pasapas.models import Contenu, Element, TexteLong
from pasapas.models.regles import connu, parmi, regle, unique

from .campagne import Etonnement
from .questionnaire import Questionnaire, Theme


class Outil(models.TextChoices):
    PAS_A_PAS = "autodiagnostic-pas-a-pas", "L’autodiagnostic Pas à pas"
    AUTRE = "autre", "Un autre outil"


class EtatDesLieux(Contenu):
    """P3 « Un état des lieux » and the free boxes of P4. Another tool is allowed."""

    questionnaire = models.ForeignKey(Questionnaire, models.PROTECT, editable=False)
    outil = models.CharField(
        "Quel outil avez-vous utilisé ?", max_length=40, choices=Outil, blank=True
    )
    outil_precision = TexteLong("Précisez")
    mis_en_place = TexteLong("Qu’avez-vous mis en place à cette étape ?")
    deroulement = TexteLong("Expliquez ici comment vous avez abordé cet état des lieux")
    rapport_etonnement = TexteLong("Rapport d’étonnement ?")
    apprentissages = TexteLong("Apprentissages complémentaires")

    class Meta:
        verbose_name = "état des lieux"
        constraints = [
            unique(
                "etat_des_lieux_unique_par_projet",
                ("projet",),
                "Ce projet a déjà un état des lieux.",
            ),
            connu("etat_des_lieux_outil_connu", "outil", Outil, "Cet outil", vide=True),
        ]

    def __str__(self) -> str:
        return f"État des lieux de {self.projet}"

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        """A text shows on one planche; the tool that was used, on both."""
        if champs and {*champs} <= {"mis_en_place", "deroulement"}:
            return frozenset({"etat-des-lieux"})
        if champs and {*champs} <= {"rapport_etonnement", "apprentissages"}:
            return frozenset({"autodiagnostic"})
        return frozenset({"etat-des-lieux", "autodiagnostic"})


class SyntheseTheme(Contenu):
    """What the group says of one theme, in its own words."""

    theme = models.ForeignKey(Theme, models.PROTECT, editable=False)
    points_de_vue = TexteLong("Points de vue confrontés")

    SUR = ("autodiagnostic",)

    class Meta:
        verbose_name = "synthèse d’un thème"
        ordering = ["theme__ordre", "pk"]
        constraints = [
            unique("synthese_unique_par_theme", ("projet", "theme"), "Ce thème a déjà sa synthèse.")
        ]

    def __str__(self) -> str:
        return f"{self.theme} ({self.projet})"


class Sens(models.TextChoices):
    VALORISER = "valoriser", "Éléments à valoriser"
    MODIFIER = "modifier", "Éléments à modifier"


class ElementTheme(Element):
    """« Éléments à valoriser » / « Éléments à modifier », under one theme."""

    synthese = models.ForeignKey(
        SyntheseTheme, models.CASCADE, related_name="elements", editable=False
    )
    sens = models.CharField(max_length=10, choices=Sens, editable=False)
    texte = TexteLong("Élément", blank=False)
    origine = models.SlugField("question d’origine", max_length=20, blank=True, editable=False)

    SUR = ("autodiagnostic",)

    class Meta(Element.Meta):
        verbose_name = "élément"
        constraints = [
            regle("element_theme_texte_rempli", ~Q(texte=""), "Écrivez cet élément."),
            regle("element_theme_sens_connu", parmi("sens", Sens), "À valoriser ou à modifier."),
        ]

    def __str__(self) -> str:
        return self.texte


class Piste(Element):
    """« Pistes d’actions ? »"""

    texte = TexteLong("Piste d’action", blank=False)
    etonnement = models.ForeignKey(
        Etonnement, models.SET_NULL, null=True, editable=False, related_name="pistes"
    )

    SUR = ("autodiagnostic",)

    class Meta(Element.Meta):
        verbose_name = "piste d’action"
        constraints = [regle("piste_texte_rempli", ~Q(texte=""), "Écrivez cette piste.")]

    def __str__(self) -> str:
        return self.texte


class Intention(Element):
    """« Premières intentions d’action : » A fiche action may stem from one."""

    texte = TexteLong("Intention d’action", blank=False)
    theme = models.ForeignKey(Theme, models.PROTECT, null=True, blank=True, verbose_name="Thème")
    piste = models.ForeignKey(
        Piste, models.SET_NULL, null=True, editable=False, related_name="intentions"
    )

    class Meta(Element.Meta):
        verbose_name = "intention d’action"
        constraints = [regle("intention_texte_rempli", ~Q(texte=""), "Écrivez cette intention.")]

    def __str__(self) -> str:
        return self.texte

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        """And the fiche it became, which says where it comes from."""
        origine = getattr(self, "origine", None)
        fiche = {f"fiche-{origine.fiche.numero}"} if origine else set()
        return frozenset({"autodiagnostic"} | fiche)
