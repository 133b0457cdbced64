"""The fiche action with its ten fields (kit 1.4), its facteurs, what the group adds to it."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q

from diagnostic.models import Intention, Theme
from pasapas.models import (
    Cloisonnee,
    Element,
    Participant,
    TexteCourt,
    TexteLong,
)
from pasapas.models.champs import facultatif, longs
from pasapas.models.regles import connu, parmi, regle, unique


class StatutFiche(models.TextChoices):
    A_PREPARER = "a_preparer", "À préparer"
    EN_COURS = "en_cours", "En cours"
    EXPERIMENTEE = "experimentee", "Expérimentée"
    TERMINEE = "terminee", "Terminée"
    ABANDONNEE = "abandonnee", "Abandonnée"


# Over, one way or another: nothing of the fiche is late, nobody has it in hand any more.
ARRETEES = (StatutFiche.TERMINEE, StatutFiche.ABANDONNEE)


class FicheAction(Element):
    """One action. ``numero`` is what people say (« la fiche 2 »): it never changes."""

    numero = models.PositiveIntegerField("numéro", editable=False)
    intitule = TexteCourt("Comment s’intitule l’action ?")
    statut = models.CharField(
        "Où en est-elle ?",
        max_length=20,
        choices=StatutFiche,
        default=StatutFiche.A_PREPARER,
    )
    referent = facultatif(Participant, "Qui en est le référent ?")
    themes = models.ManyToManyField(
        Theme, through="ThemeFiche", related_name="+", blank=True, verbose_name="Thèmes"
    )
    problematique = TexteLong("Problématique")
    objectif = TexteLong("Objectif de l’action")
    description = TexteLong("Description de l’action envisagée")
    perimetre = TexteLong("Périmètre pour tester les actions")
    evaluation = TexteLong("Évaluation")
    acteurs_a_mobiliser = TexteLong("Acteurs à mobiliser")
    modalites = TexteLong("Modalités de participation")

    class Meta(Element.Meta):
        verbose_name = "fiche action"
        verbose_name_plural = "fiches action"
        ordering = ["ordre", "numero"]
        constraints = [
            unique(
                "fiche_numero_unique", ("projet", "numero"), "Une autre fiche porte déjà ce numéro."
            ),
            regle(
                "fiche_numero_positif", Q(numero__gte=1), "Les fiches se comptent à partir de 1."
            ),
            connu("fiche_statut_connu", "statut", StatutFiche, "Cet état"),
        ]

    def __str__(self) -> str:
        return f"Fiche action n°{self.numero}"

    @property
    def arretee(self) -> bool:
        return self.statut in ARRETEES

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        """Its long texts on its own; its name and where it stands on others; it comes and goes."""
        if longs(champs, FicheAction):
            return frozenset({f"fiche-{self.numero}"})
        return frozenset({f"fiche-{self.numero}", "actions", "autodiagnostic"}) if champs else None


class ThemeFiche(Cloisonnee):
    """The themes a fiche answers to, in the order the group named them."""

    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="liens_themes")
    theme = models.ForeignKey(Theme, models.PROTECT)
    ordre = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "thème de la fiche"
        ordering = ["ordre", "pk"]
        constraints = [
            unique("theme_fiche_unique", ("fiche", "theme"), "Ce thème est déjà sur la fiche.")
        ]

    def __str__(self) -> str:
        return f"{self.fiche} : {self.theme}"


class Origine(Cloisonnee):
    """The thread from a first intention (annexe 2) to the fiche it became."""

    intention = models.OneToOneField(Intention, models.CASCADE, related_name="origine")
    fiche = models.ForeignKey(FicheAction, models.CASCADE, related_name="origines")

    def __str__(self) -> str:
        return f"{self.intention} → {self.fiche}"


class ElementFiche(Element):
    """A row that hangs on one fiche."""

    fiche = models.ForeignKey(
        FicheAction, models.CASCADE, related_name="%(class)ss", editable=False
    )

    class Meta(Element.Meta):
        abstract = True

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        return frozenset({f"fiche-{self.fiche.numero}"})


class Signe(models.TextChoices):
    REUSSITE = "+", "Facteur de réussite"
    CONTRAINTE = "-", "Contrainte"


class Facteur(ElementFiche):
    """« Facteurs de réussite et contraintes » (columns « + » and « - »)."""

    signe = models.CharField("signe", max_length=1, choices=Signe, editable=False)
    texte = TexteLong("Facteur", blank=False)

    class Meta(ElementFiche.Meta):
        verbose_name = "facteur"
        constraints = [
            regle("facteur_texte_rempli", ~Q(texte=""), "Écrivez ce facteur."),
            regle(
                "facteur_signe_connu",
                parmi("signe", Signe),
                "Facteur de réussite (+) ou contrainte (-).",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signe} {self.texte}"


class RubriqueAjoutee(ElementFiche):
    """« Faites-en votre outil, en ajoutant des items »."""

    titre = TexteCourt("Titre de la rubrique", blank=False)
    texte = TexteLong("Texte")

    class Meta(ElementFiche.Meta):
        verbose_name = "rubrique ajoutée"
        constraints = [
            regle("rubrique_titre_rempli", ~Q(titre=""), "Donnez un titre à cette rubrique.")
        ]

    def __str__(self) -> str:
        return self.titre
