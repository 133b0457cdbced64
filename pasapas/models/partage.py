"""What an établissement shows its adviser: four boxes, none of them ticked for it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from .champs import Contenu, facultatif
from .projet import Participant
from .regles import regle, unique

ANNEXES = (1, 2, 3, 4)


class Partage(Contenu):
    """The group's yes to one adviser, asked for on a day, and what goes with it.

    ``accepte``: None until somebody answers. Without a yes nothing is shared, whatever the boxes.
    """

    conseil = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="partages",
        verbose_name="chargé ou chargée de mission",
    )
    demande_le = models.DateTimeField("demandé le", default=timezone.now)
    annonce_le = models.DateTimeField("demande envoyée le", null=True, editable=False)
    repondu_le = models.DateTimeField("répondu le", null=True, blank=True)
    repondu_par = facultatif(Participant, "répondu par")
    accepte = models.BooleanField("accepté", null=True, blank=True)
    annexe_1 = models.BooleanField("J’éclaire le projet (annexe 1)", default=False)
    annexe_2 = models.BooleanField("Je réalise un état des lieux (annexe 2)", default=False)
    annexe_3 = models.BooleanField("J’engage des actions (annexe 3)", default=False)
    annexe_4 = models.BooleanField("Je réalise le bilan (annexe 4)", default=False)

    class Meta:
        verbose_name = "partage avec un chargé de mission"
        verbose_name_plural = "partages avec les chargés de mission"
        ordering = ["-demande_le", "pk"]
        constraints = [
            unique(
                "partage_unique_par_conseil", ("projet", "conseil"), "Ce partage est déjà demandé."
            ),
            regle(
                "partage_reponse_datee",
                Q(accepte=None, repondu_le=None)
                | Q(accepte__isnull=False, repondu_le__isnull=False),
                "Une réponse a son jour.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.projet}, {self.conseil}"

    @property
    def annexes_dites(self) -> list[int]:
        return sorted(self.annexes)

    @property
    def annexes(self) -> frozenset[int]:
        """What this adviser may read."""
        if not self.accepte:
            return frozenset()
        return frozenset(n for n in ANNEXES if getattr(self, f"annexe_{n}"))
