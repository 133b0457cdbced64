"""Annexe 1: what inspires the group and what it observes (the projet itself is ground); and when
the group meets."""

from django.db import models
from django.db.models import Q

from pasapas.models import (
    Contenu,
    Duree,
    Element,
    Heure,
    Jour,
    Page,
    Participant,
    Presente,
    Service,
    TexteCourt,
    TexteLong,
)
from pasapas.models.regles import parmi, regle, unique
from pasapas.valeurs.saisie import HEURES_MAX
from pasapas.valeurs.textes import heure, jour_de_semaine, temps


class TypeInspiration(models.TextChoices):
    NOTE = "note", "Une note"
    LIEN = "lien", "Un lien"
    IMAGE = "image", "Une image"
    CITATION = "citation", "Une citation"


class Inspiration(Element):
    """« Collez ou notez ici, les ressources qui vous inspirent ! »"""

    type = models.CharField(
        "Que collez-vous ?",
        max_length=10,
        choices=TypeInspiration,
        default=TypeInspiration.NOTE,
    )
    texte = TexteLong("Texte")
    url = Page("Adresse du lien (https://…)", max_length=2000, blank=True)
    fichier = TexteCourt("Nom de l’image à coller")
    alternative = TexteLong("Description de l’image, pour qui ne la voit pas")

    SUR = ("eclaire",)

    class Meta(Element.Meta):
        verbose_name = "inspiration"
        constraints = [
            regle(
                "inspiration_type_connu",
                parmi("type", TypeInspiration),
                "Une note, un lien, une image ou une citation.",
            ),
            regle(
                "inspiration_quelque_chose",
                ~Q(texte="") | ~Q(url="") | ~Q(fichier=""),
                "Notez un texte, une adresse ou le nom d’une image.",
            ),
        ]

    def __str__(self) -> str:
        return self.texte or self.url or self.fichier


class Constat(Element):
    """« Vos constats »: an observation, a point of blockage met in daily work."""

    texte = TexteLong("Votre constat", blank=False)
    service = models.ForeignKey(
        Service,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Dans quel service ?",
    )
    auteur = models.ForeignKey(
        Participant,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="De la part de",
    )
    auteur_masque = models.BooleanField("Ne pas afficher l’auteur", default=False)

    SUR = ("eclaire",)

    class Meta(Element.Meta):
        verbose_name = "constat"
        constraints = [regle("constat_texte_rempli", ~Q(texte=""), "Écrivez votre constat.")]

    def __str__(self) -> str:
        return self.texte


class RendezVous(Element):
    """« Assurer le suivi de chaque étape »: a séance of the group, fixed beforehand or told after.

    Day and hour are the établissement's own. It was held when somebody was there.
    """

    date = Jour("Quel jour ?")
    heure = Heure("À quelle heure ?", null=True, blank=True)
    duree = Duree("Combien de temps ?", null=True, blank=True)
    lieu = TexteCourt("Où ?")
    programme = TexteLong("Qu’allons-nous y faire ?")
    annulee_le = Jour("Annulée le", null=True, editable=False)
    presents = models.ManyToManyField(
        Participant,
        through="PresenceRendezVous",
        related_name="+",
        blank=True,
        verbose_name="Qui était là ?",
    )

    SUR = ("seances",)

    class Meta(Element.Meta):
        verbose_name = "séance"
        ordering = ["date", "ordre", "pk"]
        constraints = [
            regle(
                "rendezvous_duree_possible",
                Q(duree=None) | Q(duree__range=(1, HEURES_MAX * 60)),
                f"Une séance dure {HEURES_MAX} heures au plus.",
            )
        ]

    def __str__(self) -> str:
        return self.dire()

    def dire(self, annee: int | None = None) -> str:
        """« jeudi 4 décembre 2025, 14 h »; without its year when it is ``annee``."""
        jour = jour_de_semaine(self.date, annee=self.date.year != annee)
        return ", ".join(filter(None, (jour, heure(self.heure))))

    def get_heure_display(self) -> str:
        return heure(self.heure)

    def get_duree_display(self) -> str:
        return temps(self.duree)


class PresenceRendezVous(Presente):
    rendezvous = models.ForeignKey(RendezVous, models.CASCADE, related_name="presences")

    class Meta(Presente.Meta):
        verbose_name = "présence à une séance"
        verbose_name_plural = "présences à une séance"
        constraints = [
            unique(
                "presence_rendezvous_unique",
                ("rendezvous", "participant"),
                "Cette personne est déjà notée présente.",
            )
        ]


class Abonnement(Contenu):
    """The address by which the calendar of one person reads this fresque. Only its digest is kept;
    ``detaille``: with the words of the wall, and the places; ``siennes``: of the étapes, theirs."""

    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    empreinte = models.CharField(max_length=64, unique=True, editable=False)
    detaille = models.BooleanField("avec les mots du mur", default=False)
    siennes = models.BooleanField("mes étapes seulement", default=False)
    cree_le = models.DateTimeField("créé le", auto_now=True)

    class Meta:
        verbose_name = "abonnement à l’agenda"
        verbose_name_plural = "abonnements à l’agenda"
        constraints = [
            unique(
                "abonnement_unique_par_participant",
                ("participant",),
                "Cette personne a déjà une adresse.",
            )
        ]

    def __str__(self) -> str:
        return f"Agenda de {self.participant}"
