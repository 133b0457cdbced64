"""What the installation says of personal data, in words its administrateur can edit."""

from django.db import models

from .champs import TexteCourt, TexteLong
from .regles import regle


class PageInformation(models.Model):
    """A page everyone may read: the information notice, the register of processing."""

    code = models.SlugField("code", unique=True)
    titre = TexteCourt("titre", blank=False)
    texte = TexteLong("texte", blank=False)
    modifie_le = models.DateTimeField("modifiée le", auto_now=True)

    class Meta:
        verbose_name = "page d’information"
        verbose_name_plural = "pages d’information"
        ordering = ["code"]
        constraints = [
            regle(
                "page_information_titre_rempli",
                ~models.Q(titre=""),
                "Donnez un titre à cette page.",
            )
        ]

    def __str__(self) -> str:
        return self.titre
