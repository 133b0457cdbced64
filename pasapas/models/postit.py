"""Post-its, stuck on any box of any planche (kit: « en utilisant des post-it pour annoter »)."""

from collections.abc import Collection

from django.db import models
from django.db.models import Q

from .champs import Element, TexteCourt, TexteLong, facultatif
from .projet import Participant
from .regles import connu, regle

TEXTE = 280  # signs
SIGNATURE = 100


class Couleur(models.TextChoices):
    """A colour is never alone: its word is printed too."""

    JAUNE = "jaune", "Idée"
    ROSE = "rose", "Vigilance"
    BLEU = "bleu", "Précision"
    VERT = "vert", "Réussite"
    GRIS = "gris", "Note"


class PostIt(Element):
    """``planche`` is a planche code (``fiche-2``), ``zone`` a box of it (``description``).
    ``signature``: whom it comes from, when it came without an account (« Léa, par l’affiche »)."""

    planche = models.SlugField("planche", max_length=60, editable=False)
    zone = models.SlugField("zone", max_length=60, editable=False)
    texte = TexteLong("Texte du post-it", max_length=TEXTE, blank=False)
    couleur = models.CharField("Nature", max_length=10, choices=Couleur, default=Couleur.JAUNE)
    auteur = facultatif(Participant, "De la part de")
    signature = TexteCourt("Signé sur l’affiche", max_length=SIGNATURE)
    imprimer = models.BooleanField("L’imprimer avec la fresque", default=True)

    class Meta(Element.Meta):
        verbose_name = "post-it"
        constraints = [
            regle("postit_texte_rempli", ~Q(texte=""), "Écrivez quelque chose sur le post-it."),
            regle(
                "postit_colle_quelque_part",
                ~Q(planche="") & ~Q(zone=""),
                "Un post-it se colle sur une case de la fresque.",
            ),
            connu("postit_couleur_connue", "couleur", Couleur, "Cette couleur"),
        ]

    def __str__(self) -> str:
        return self.texte

    @property
    def signe(self) -> str:
        return ", ".join(filter(None, (str(self.auteur or ""), self.signature)))

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        return frozenset({self.planche})
