"""Slips drawn from a hat, and a closing asked for. Nothing here leads to an answer."""

from django.db import models

from pasapas.models import Cloisonnee, Participant

from .campagne import Campagne, Passation


class Tirage(Cloisonnee):
    """The slips of one recueil: who printed them, how many were drawn, and who typed that number.

    ``compte_seul``: typed by who printed them, for want of anyone else with an account.
    """

    passation = models.OneToOneField(Passation, models.CASCADE, related_name="tirage")
    imprime_par = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")
    tires = models.PositiveIntegerField("bulletins tirés", null=True)
    compte_par = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")
    compte_seul = models.BooleanField(default=False)

    class Meta:
        verbose_name = "tirage"

    def __str__(self) -> str:
        return f"Tirage ({self.passation})"


class BulletinATirer(Cloisonnee):
    """One slip: the digest of its code, and what became of it. It says neither who drew it, nor
    when it served, nor what was answered with it; all are written again, in an order drawn by
    lot, each time one serves (docs/adr/0021). ``refuse``: presented once more, or replaced.
    """

    empreinte = models.CharField(primary_key=True, max_length=64, editable=False)
    passation = models.ForeignKey(Passation, models.CASCADE, related_name="bulletins_a_tirer")
    utilise = models.BooleanField(default=False)
    refuse = models.BooleanField(default=False)
    annule = models.BooleanField(default=False)

    class Meta:
        verbose_name = "bulletin à tirer"

    def __str__(self) -> str:
        return "Bulletin à tirer"


class DemandeDeCloture(Cloisonnee):
    """Who leads asks that an élu or a salarié confirm the closing."""

    campagne = models.OneToOneField(Campagne, models.CASCADE, related_name="demande_de_cloture")
    par = models.ForeignKey(Participant, models.SET_NULL, null=True, related_name="+")
    le = models.DateField("demandée le")

    class Meta:
        verbose_name = "demande de clôture"

    def __str__(self) -> str:
        return f"Demande de clôture ({self.campagne})"
