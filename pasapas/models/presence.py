"""Who is here now, in which box they are writing, and when each one came before."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from .cloison import Cloisonnee, CloisonneQuerySet
from .projet import Participant, Projet
from .regles import unique

ABSENCE = timedelta(seconds=45)  # two missed beats of 20 s, and a little more


class PresenceQuerySet(CloisonneQuerySet):
    def recentes(self) -> "PresenceQuerySet":
        """Those seen lately enough to be called here."""
        return self.filter(vu_le__gte=timezone.now() - ABSENCE)


class Presence(Cloisonnee):
    """``participant`` is on the fresque (``encart`` empty), or writes in that box of the page.

    Only the last sight counts: these rows are no history, and old ones are deleted.
    """

    projet = models.ForeignKey(Projet, models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    encart = models.CharField(max_length=130, blank=True)
    vu_le = models.DateTimeField("vu le")

    objects = PresenceQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name = "présence"
        indexes = [models.Index(fields=["projet", "vu_le"])]
        constraints = [
            unique(
                "presence_unique_par_encart",
                ("participant", "encart"),
                "Cette personne est déjà notée ici.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.participant_id} {self.encart}".strip()


class Visite(Cloisonnee):
    """When ``participant`` last had a page of the fresque open, and when the visit before ended.

    What others wrote since then is new to them. Theirs alone: no page shows it to anyone else.
    """

    projet = models.ForeignKey(Projet, models.CASCADE, related_name="+")
    participant = models.OneToOneField(Participant, models.CASCADE, related_name="+")
    vue_le = models.DateTimeField("vue pour la dernière fois le")
    precedente_le = models.DateTimeField("fin de la visite d’avant", null=True)
    # « Par où commencer » was put away by this person.
    depart_masque = models.BooleanField("départ masqué", default=False)

    class Meta:
        verbose_name = "dernière visite"

    def __str__(self) -> str:
        return f"{self.participant_id}, le {self.vue_le:%d/%m/%Y %H:%M}"
