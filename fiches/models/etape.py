"""An étape of a fiche action: what, when, who sees to it, and what came of it."""

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import F, Prefetch, Q

from fiches.models.fiche import ElementFiche
from pasapas.models import BorneDePeriode, Contenu, Jour, Participant, TexteCourt, TexteLong
from pasapas.models.champs import ElementQuerySet, longs
from pasapas.models.regles import regle, unique
from pasapas.valeurs.periodes import Periode
from pasapas.valeurs.textes import duree


class EtapeQuerySet(ElementQuerySet):
    def confiees(self) -> "EtapeQuerySet":
        """With their responsables: one query more, whatever their number."""
        confies = ResponsableEtape.objects.sans_projet("ceux des étapes demandées")
        confies = confies.select_related("participant")
        return self.prefetch_related(Prefetch("responsables", confies))


class Etape(ElementFiche):
    """One row of « Étapes de réalisation »: ordered by hand, since periods overlap."""

    intitule = TexteLong("Étape", blank=False)
    periode_envisagee = TexteCourt("Période envisagée")
    periode_debut = BorneDePeriode("Début compris")
    periode_fin = BorneDePeriode("Fin comprise")
    periode_corrigee = models.BooleanField("dates données à la main", default=False, editable=False)
    date_realisation = Jour("Date de réalisation", null=True, blank=True)
    realisation_precision = TexteCourt("Précision sur la réalisation")
    resultats = TexteLong("Résultats et suites à donner")
    rappelee_le = models.DateField("rappel envoyé le", null=True, editable=False)

    DITS = frozenset({"intitule"})  # the portefeuille says the next one

    objects = EtapeQuerySet.as_manager()  # type: ignore[misc]

    class Meta(ElementFiche.Meta):
        verbose_name = "étape"
        constraints = [
            regle("etape_intitule_rempli", ~Q(intitule=""), "Dites en quoi consiste l’étape."),
            regle(
                "etape_periode_dans_l_ordre",
                Q(periode_debut=None)
                | Q(periode_fin=None)
                | Q(periode_fin__gte=F("periode_debut"))
                # « 2026-03-12 » to « 2026-03 »: a day of the last month.
                | Q(periode_debut__startswith=F("periode_fin")),
                "La fin vient avant le début.",
            ),
        ]

    def __str__(self) -> str:
        return self.intitule

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        """« Les actions engagées » counts those that are done; who does them shows here alone."""
        ici = super().planches(champs)
        seule = {*champs} == {"responsables"} or longs(champs, Etape)
        return ici if ici is None or seule else ici | {"actions"}

    @property
    def terme(self) -> date | None:
        """The last day it was planned for; None when nothing says it."""
        return self.periode_fin.dernier if self.periode_fin else None

    @property
    def comprise(self) -> Periode:
        """What was understood of its period, or given by hand."""
        return Periode(self.periode_debut, self.periode_fin)

    def etat(self, aujourd_hui: date) -> str:
        """``faite``, ``en-retard`` (its last day is over), ``en-cours`` or ``a-venir``."""
        if self.date_realisation:
            return "faite"
        if self.terme and self.terme < aujourd_hui:
            return "en-retard"
        debut = self.periode_debut
        return "en-cours" if debut and debut.premier <= aujourd_hui else "a-venir"

    def retard(self, aujourd_hui: date) -> str:
        """« 6 semaines », when it is late."""
        if self.terme is None or self.etat(aujourd_hui) != "en-retard":
            return ""
        return duree((aujourd_hui - self.terme).days)


class ResponsableEtape(Contenu):
    """Who sees to an étape: somebody of the group, or a name; in the order they were named."""

    etape = models.ForeignKey(Etape, models.CASCADE, related_name="responsables")
    participant = models.ForeignKey(
        Participant, models.CASCADE, null=True, blank=True, related_name="+"
    )
    nom = TexteCourt("Nom", max_length=100)
    ordre = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "responsable d’une étape"
        verbose_name_plural = "responsables d’une étape"
        ordering = ["ordre", "pk"]
        constraints = [
            regle(
                "responsable_quelqu_un_ou_un_nom",
                (Q(participant=None) & ~Q(nom="")) | (~Q(participant=None) & Q(nom="")),
                "Choisissez quelqu’un du groupe, ou écrivez un nom.",
            ),
            unique(
                "responsable_participant_unique",
                ("etape", "participant"),
                "Cette personne est déjà responsable de l’étape.",
            ),
            unique(
                "responsable_nom_unique",
                ("etape", "nom"),
                "Ce nom est déjà celui d’un responsable de l’étape.",
                ~Q(nom=""),
            ),
        ]

    def __str__(self) -> str:
        return str(self.participant or self.nom)

    def planches(self, champs: Collection[str] = ()) -> frozenset[str] | None:
        return self.etape.planches({"responsables"})
