"""What a form that was sent has answered, so that sent again it is done once."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Recu(models.Model):
    """``cle`` is a digest: of the key the form came with, of whoever sent it, of all it said.

    Kept a day: nobody sends the same form again after that.
    """

    cle = models.CharField(max_length=64, primary_key=True, editable=False)
    compte = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", editable=False
    )
    cree_le = models.DateTimeField(default=timezone.now, editable=False)
    adresse = models.TextField("où la réponse menait", blank=True, editable=False)
    avis = models.JSONField("ce que la réponse disait", default=list, editable=False)

    class Meta:
        verbose_name = "reçu"
        verbose_name_plural = "reçus"
        indexes = [models.Index(fields=["cree_le"])]

    def __str__(self) -> str:
        return f"{self.cle[:8]} {self.cree_le:%d/%m/%Y %H:%M}"
