"""Annexe 1: what inspires the group and what it observes (the projet itself is ground)."""

from django.db import models
from django.db.models import Q

from pasapas.models import Element, Page, Participant, Service, TexteCourt, TexteLong, parmi


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
            models.CheckConstraint(
                condition=parmi("type", TypeInspiration),
                name="inspiration_type_connu",
                violation_error_message="Une note, un lien, une image ou une citation.",
            ),
            models.CheckConstraint(
                condition=~Q(texte="") | ~Q(url="") | ~Q(fichier=""),
                name="inspiration_quelque_chose",
                violation_error_message="Notez un texte, une adresse ou le nom d’une image.",
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
        constraints = [
            models.CheckConstraint(
                condition=~Q(texte=""),
                name="constat_texte_rempli",
                violation_error_message="Écrivez votre constat.",
            )
        ]

    def __str__(self) -> str:
        return self.texte
