"""What the rows of the portefeuille are made of, read for many établissements at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone

from diagnostic.models import Campagne
from fiches.models import ARRETEES, Etape
from pasapas.models import (
    Accompagnement,
    Avancement,
    Etablissement,
    Intervention,
    Invitation,
    Partage,
    Participant,
    Pause,
    Programme,
    Projet,
    Role,
)
from pasapas.models.champs import par_cle

RAISON = "le portefeuille, tenu à jour pour la région"


@dataclass
class Faits:
    """All that is read of one établissement. ``projet``: the one that is accompanied, else the
    last one written."""

    etablissement: Etablissement
    projet: Projet | None = None
    accompagnement: Accompagnement | None = None
    pauses: list[Pause] = field(default_factory=list)
    interventions: list[Intervention] = field(default_factory=list)
    partages: list[Partage] = field(default_factory=list)
    participants: list[Participant] = field(default_factory=list)
    invitations: list[Invitation] = field(default_factory=list)
    avancements: list[Avancement] = field(default_factory=list)
    campagnes: list[Campagne] = field(default_factory=list)
    etapes: list[Etape] = field(default_factory=list)

    def jour(self, quand: Any) -> date:
        """The day it was there."""
        return timezone.localdate(quand, self.etablissement.fuseau)

    @property
    def regles(self) -> Programme:
        """What its accompaniment goes by; without any, the usual durations and thresholds."""
        return self.accompagnement.regles if self.accompagnement else Programme()

    @property
    def pilotes(self) -> list[Participant]:
        return [p for p in self.participants if p.role == Role.PILOTE]

    @property
    def venu(self) -> bool:
        """Someone of the group has an account here."""
        return any(p.user_id and p.role != Role.CHARGE_DE_MISSION for p in self.participants)


def lire(etablissements: Collection[int]) -> list[Faits]:
    """11 queries, however many they are."""
    tous = (
        Etablissement.objects.sans_projet(RAISON)
        .filter(pk__in=etablissements, confirme=True)
        .exclude(region=None)
        .select_related("region")
        .order_by("pk")
    )
    faits = {un.pk: Faits(un) for un in tous}
    projets = (
        Projet.objects.sans_projet(RAISON)
        .filter(etablissement__in=faits)
        .order_by("modifie_le", "pk")
    )
    suivis = {
        a.projet_id: a
        for a in Accompagnement.objects.sans_projet(RAISON)
        .filter(projet__etablissement__in=faits)
        .select_related("programme", "suivi_par")
    }
    for projet in projets:
        lu = faits[projet.etablissement_id]
        if projet.pk in suivis or lu.accompagnement is None:
            projet.etablissement = lu.etablissement
            lu.projet, lu.accompagnement = projet, suivis.get(projet.pk)
    _completer([lu for lu in faits.values() if lu.projet is not None])
    return list(faits.values())


def _completer(suivis: list[Faits]) -> None:
    if not suivis:
        return
    siens = {"projet__in": [lu.projet for lu in suivis]}
    lues: Mapping[str, Mapping[int, list[Any]]] = {
        nom: par_cle("projet_id", lignes) for nom, lignes in _lignes(siens).items()
    }
    for lu in suivis:
        for nom, par_projet in lues.items():
            setattr(lu, nom, par_projet[lu.projet.pk] if lu.projet else [])


def _lignes(siens: dict[str, Any]) -> dict[str, Iterable[Any]]:
    def de(modele: Any) -> Any:
        return modele.objects.sans_projet(RAISON).filter(**siens)

    invitations = de(Invitation).filter(participant__role=Role.PILOTE)
    etapes = de(Etape).filter(fiche__retire_le=None, date_realisation=None).presents()
    return {
        "pauses": de(Pause).order_by("du", "pk"),
        "interventions": de(Intervention)
        .defer("note", "intitule")
        .order_by("date", "cree_le", "pk"),
        "partages": de(Partage).order_by("pk"),
        "participants": de(Participant).presents().order_by("ordre", "pk"),
        "invitations": invitations.order_by("cree_le", "pk"),
        "avancements": de(Avancement).order_by("pk"),
        "campagnes": de(Campagne).defer("resultats").order_by("ouverte_le", "pk"),
        "etapes": etapes.exclude(fiche__statut__in=ARRETEES)
        .only("projet", "periode_debut", "periode_fin")
        .order_by("ordre", "pk"),
    }
