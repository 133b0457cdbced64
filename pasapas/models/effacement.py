"""What was erased on purpose, told by keys alone: an archive made before must not bring it back."""

from django.db import models
from django.utils import timezone


class Effacement(models.Model):
    """``modele``: « app.Modele »; ``champ``: empty, the row and all that says it; else this text
    alone. Never a name."""

    modele = models.CharField(max_length=80)
    cle = models.CharField(max_length=40)  # some tables are kept by a UUID
    champ = models.CharField(max_length=60, blank=True)
    quand = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "effacement"
        ordering = ["pk"]

    def __str__(self) -> str:
        return ".".join(filter(None, (self.modele, self.cle, self.champ)))
