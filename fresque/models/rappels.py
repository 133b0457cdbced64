"""The reminders of étapes: what a person chose, what was decided for them, and has it left?"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from fiches.models import Etape
from pasapas.models import Contenu, Participant
from pasapas.models.regles import connu, regle, unique


class Rythme(models.TextChoices):
    """How often a person is reminded of the étapes they have in hand."""

    AUCUN = "aucun", "Jamais"
    MIENNES = "miennes", "Quand la fin d’une de mes étapes approche"
    RESUME = "resume", "Une fois par semaine, le lundi : toutes les étapes qui arrivent"


class Avance(models.IntegerChoices):
    """How many days before the last day of an étape; the day after it."""

    TRENTE = 30, "30 jours avant"
    SEPT = 7, "7 jours avant"
    UN = 1, "la veille"
    RETARD = -1, "le lendemain, si elle n’est pas faite"


MOMENTS = {  # the box of each, in ``ChoixRappels``
    "j30": Avance.TRENTE,
    "j7": Avance.SEPT,
    "j1": Avance.UN,
    "retard": Avance.RETARD,
}
UN_MOMENT = "Cochez un moment au moins, ou choisissez « Jamais »."


class ChoixRappels(models.Model):
    """What one person chose, for all their fresques. Whoever chose nothing has these defaults."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    rythme = models.CharField(
        "À quel moment ?", max_length=10, choices=Rythme, default=Rythme.MIENNES
    )
    j30 = models.BooleanField(Avance.TRENTE.label, default=False)
    j7 = models.BooleanField(Avance.SEPT.label, default=True)
    j1 = models.BooleanField(Avance.UN.label, default=True)
    retard = models.BooleanField(Avance.RETARD.label, default=True)

    class Meta:
        verbose_name = "choix de rappels"
        verbose_name_plural = "choix de rappels"
        constraints = [
            connu("choix_rappels_rythme_connu", "rythme", Rythme, "Ce choix"),
            regle(
                "choix_rappels_un_moment",
                ~Q(rythme=Rythme.MIENNES) | Q(j30=True) | Q(j7=True) | Q(j1=True) | Q(retard=True),
                UN_MOMENT,
            ),
        ]

    def __str__(self) -> str:
        return self.get_rythme_display()

    @property
    def avances(self) -> frozenset[Avance]:
        return frozenset(avance for nom, avance in MOMENTS.items() if getattr(self, nom))


class EnvoiRappels(models.Model):
    """The reminders of one person for one day, in one e-mail: never two. ``parti_le``: None while
    it waits in the outbox, under the key ``cle``. ``resume``: the one of the week."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    jour = models.DateField("jour")
    resume = models.BooleanField("résumé de la semaine", default=False)
    parti_le = models.DateTimeField("parti le", null=True)

    class Meta:
        verbose_name = "envoi de rappels"
        verbose_name_plural = "envois de rappels"
        ordering = ["jour", "pk"]
        constraints = [
            unique(
                "envoi_rappels_un_par_jour",
                ("user", "jour"),
                "Cette personne a déjà ses rappels du jour.",
            )
        ]

    def __str__(self) -> str:
        return f"Rappels du {self.jour:%d/%m/%Y}"

    @property
    def cle(self) -> str:
        return f"{self.user_id}:{self.jour.isoformat()}"


class Rappel(Contenu):
    """One étape told once to one person, with one ``Avance`` on one end (``terme``): an étape whose
    period moves may be told again. ``palier``: its first name, which archives bear."""

    envoi = models.ForeignKey(EnvoiRappels, models.CASCADE, related_name="rappels")
    etape = models.ForeignKey(Etape, models.CASCADE, related_name="+")
    participant = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    palier = models.SmallIntegerField("palier", choices=Avance, default=Avance.SEPT)
    terme = models.DateField("fin de l’étape")

    class Meta:
        verbose_name = "rappel"
        constraints = [
            unique(
                "rappel_decide_une_fois",
                ("etape", "participant", "palier", "terme"),
                "Cette étape a déjà été rappelée à cette personne.",
            ),
            regle(
                "rappel_palier_connu",
                Q(palier__in=Avance.values),
                "Ce moment n’est pas dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.etape}, {self.get_palier_display()}"
