"""How many rows of the portefeuille: counted in one query, and kept while nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone

from fresque.console.rangees import jours_du_pays
from pasapas.models.dossier import Groupe

# Seconds: no write takes so long to be seen by all; meanwhile, how long what was read serves.
UNE_MINUTE, UN_MOMENT = 60, 10


def _aucun() -> dict[int, int]:
    return dict.fromkeys(Groupe.values, 0)


@dataclass
class Comptes:
    """How many rows of each group are seen, are there in all; in each kept filter; of how many
    the column says something; the next appointment of whoever looks."""

    par_groupe: dict[int, int] = field(default_factory=_aucun)
    tous: dict[int, int] = field(default_factory=_aucun)
    nombres: dict[int, int] = field(default_factory=dict)
    connus: int = 0
    departements: set[str] = field(default_factory=set)
    prochain: date | None = None


def compter(vus: QuerySet, condition: Q, connu: Q, gardes: Mapping[int, Q], compte: int) -> Comptes:
    """Of these paliers, one of each row. ``connu``: of which the column one sorts by says
    something. ``gardes``: the kept filters."""
    lus = Comptes()
    a_moi = Q(rendez_vous_le__gte=timezone.localdate(), suivi_par=compte)
    retenus = Count("pk", filter=condition) if condition else Count("pk")
    dits = {
        "vus": retenus,
        "tous": Count("pk"),
        "connus": Count("pk", filter=condition & connu) if connu else retenus,
        "prochain": Min("rendez_vous_le", filter=a_moi),
        **{f"garde_{cle}": Count("pk", filter=une) for cle, une in gardes.items()},
    }
    for dit in vus.order_by().values("groupe", "departement").annotate(**dits):
        lus.connus += dit["connus"]
        lus.par_groupe[dit["groupe"]] += dit["vus"]
        lus.tous[dit["groupe"]] += dit["tous"]
        lus.departements.add(dit["departement"])
        lus.prochain = min(filter(None, (lus.prochain, dit["prochain"])), default=None)
        for cle in gardes:
            lus.nombres[cle] = lus.nombres.get(cle, 0) + dit[f"garde_{cle}"]
    return lus


def tenus(le: datetime | None) -> tuple[Any, ...]:
    """How long what was read holds: until another write, or another day. Of two who write at
    once, the last one seen may bear the earlier time: the first minute is looked at again."""
    maintenant = timezone.now()
    frais = le is not None and (maintenant - le).total_seconds() < UNE_MINUTE
    return le, int(maintenant.timestamp()) // UN_MOMENT if frais else 0, jours_du_pays()
