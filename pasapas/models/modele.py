"""What a fresque may start from, rather than from blank pages."""

from django.db import models

from .champs import TexteCourt


class ModeleFresque(models.Model):
    """A file of a projet without anybody in it, that an administrateur put here."""

    nom = TexteCourt("nom", blank=False, unique=True)
    contenu = models.TextField("fichier", editable=False)

    class Meta:
        verbose_name = "modèle de fresque"
        verbose_name_plural = "modèles de fresque"
        ordering = ["nom"]

    def __str__(self) -> str:
        return self.nom
