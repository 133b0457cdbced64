"""« Rendez-vous »: what an adviser agreed to, late or to come. Frozen values, read by the page, the
calendar and the table."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils import timezone
from tablib import Dataset

from fresque.agenda.jours import Jalon, bornes
from fresque.console.lignes import LigneDossier, lignes
from fresque.console.raisons import Raison, court, semaine
from pasapas.models import Intervention
from pasapas.models.champs import par_cle
from pasapas.valeurs.textes import heure

SEMAINES = 8
UN_JOUR = timedelta(days=1)
AU_PLUS = 500  # what one page shows
RAISON = "les rendez-vous des dossiers que cette page montre"
EN_RETARD = "Passés, et rien n’est noté"
COLONNES = (
    "jour",
    "heure",
    "établissement",
    "commune",
    "département",
    "accompagnement",
    "suivi par",
    "téléphone",
    "état",
)


@dataclass(frozen=True)
class RendezVousPris:
    """The next one of an établissement. ``cle``: the exchange at which it was first agreed, the
    same when it is moved; ``version``: one more each time."""

    ligne: LigneDossier
    jour: date
    cle: int
    version: int
    ne_le: datetime
    ecrit_le: datetime

    @property
    def en_retard(self) -> bool:
        return self.jour < self.ligne.aujourd_hui

    @property
    def quand(self) -> str:
        """« ven. 4 déc., 14 h »."""
        d = self.ligne.dossier
        a = f", {heure(d.rendez_vous_heure)}" if d.rendez_vous_heure else ""
        return f"{semaine(self.jour, self.ligne.aujourd_hui)}{a}"

    @property
    def jalon(self) -> Jalon:
        la = self.ligne.dossier.etablissement
        quand = bornes(self.jour, self.ligne.dossier.rendez_vous_heure, la.fuseau)
        titre = f"Rendez-vous · {la.nom}"
        lieu = f"{la.commune} ({la.departement})" if la.commune and la.departement else la.commune
        return Jalon(f"rendez-vous-{self.cle}", titre, *quand, self.version, lieu=lieu)


def pris(dossiers: Any) -> list[RendezVousPris]:
    """Of rows seen by someone (``vus_par``): those that passed without a word, then those of the
    next weeks. 4 queries, however many."""
    ici = timezone.localdate()
    fenetre = (ici - UN_JOUR, ici + timedelta(weeks=SEMAINES))  # each is on its own day
    passes = Q(rendez_vous_le__lt=ici + UN_JOUR, raisons__contains=f",{int(Raison.RENDEZ_VOUS)},")
    lus = dossiers.filter(Q(rendez_vous_le__range=fenetre) | passes).order_by(
        "rendez_vous_le", "tri"
    )
    return _dates(list(lus.values_list("palier", flat=True)[:AU_PLUS]))


def _dates(paliers: Collection[int]) -> list[RendezVousPris]:
    lues = [une for une in lignes(paliers) if une.dossier.projet]
    siennes = (
        Intervention.objects.sans_projet(RAISON)
        .filter(projet__in=[une.dossier.projet for une in lues])
        .exclude(rendez_vous_le=None)
        .only("projet", "date", "rendez_vous_le", "version", "cree_le")
        .order_by("cree_le", "pk")
    )
    par_projet = par_cle("projet_id", siennes)
    tous = [_pris(une, siens) for une in lues if (siens := par_projet[une.dossier.projet_id])]
    restent = [
        un
        for un in tous
        if not un.en_retard or f",{int(Raison.RENDEZ_VOUS)}," in un.ligne.palier.raisons
    ]
    return sorted(restent, key=_ordre)


def _pris(ligne: LigneDossier, suite: list[Any]) -> RendezVousPris:
    """From the last one agreed back to the first that it moved: one is moved by what is noted
    before its day."""
    derniere = premiere = suite[-1]
    version = derniere.version
    for avant in reversed(suite[:-1]):
        if premiere.date is None or premiere.date >= avant.rendez_vous_le:
            break
        premiere, version = avant, version + avant.version
    jour = derniere.rendez_vous_le
    return RendezVousPris(ligne, jour, premiere.pk, version, premiere.cree_le, derniere.cree_le)


def _ordre(un: RendezVousPris) -> tuple[date, str, str]:
    a = un.ligne.dossier.rendez_vous_heure
    return un.jour, f"{a:%H:%M}" if a else "", un.ligne.dossier.tri


def par_semaine(tous: Iterable[RendezVousPris]) -> list[tuple[str, list[RendezVousPris]]]:
    """The late ones, then each week under its name."""
    return [(titre, list(siens)) for titre, siens in groupby(tous, key=_semaine)]


def _semaine(un: RendezVousPris) -> str:
    if un.en_retard:
        return EN_RETARD
    ici = un.ligne.aujourd_hui
    lundi = un.jour - timedelta(days=un.jour.weekday())
    ecart = (lundi - (ici - timedelta(days=ici.weekday()))).days // 7
    nommees = {0: "Cette semaine", 1: "La semaine prochaine"}
    return nommees.get(ecart, f"Semaine du {court(lundi, ici)}")


def tableau(tous: Iterable[RendezVousPris]) -> Dataset:
    lignes = Dataset(headers=COLONNES, title="Rendez-vous")
    for un in tous:
        d = un.ligne.dossier
        lignes.append(
            (
                un.jour,
                f"{d.rendez_vous_heure:%H:%M}" if d.rendez_vous_heure else "",
                un.ligne.nom,
                d.etablissement.commune,
                d.etablissement.departement,
                un.ligne.chemin,
                d.suivi_par or "",
                un.ligne.telephone,
                "rien n’est noté" if un.en_retard else "à venir",
            )
        )
    return lignes
