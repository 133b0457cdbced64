"""Whom a mandate makes a chargé de mission, and of which regions: today, there."""

from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest

from pasapas.models import Dossier, Mandat

RAISON = "la dernière écriture du portefeuille d’une région"


def regions_suivies(request: HttpRequest) -> frozenset[int] | None:
    """The regions of their open mandates; None for whoever administers, who sees them all.

    1 query, once for each request.
    """
    return None if request.user.is_staff else frozenset(noms_des_regions(request))


def noms_des_regions(request: HttpRequest) -> dict[int, str]:
    """Those of a chargé de mission, by their key."""
    return {region: nom for region, nom, _ in _mandats(request)}


def tenu_le(request: HttpRequest) -> datetime | None:
    """When the portefeuille of whoever asks was last written: until then, it counts the same."""
    if regions_suivies(request) is None:
        tenus = Dossier.objects.sans_projet(RAISON).order_by("-tenu_le")
        return tenus.values_list("tenu_le", flat=True).first()
    return max((tenu for _, _, tenu in _mandats(request) if tenu), default=None)


def _mandats(request: HttpRequest) -> list[tuple[int, str, datetime | None]]:
    """Each of theirs that holds: its region, its name, when its portefeuille was last written."""
    connus = getattr(request, "mandats_ouverts", None)
    if connus is None:
        tenus = Dossier.objects.sans_projet(RAISON).filter(region=OuterRef("region"))
        dernier = Subquery(tenus.order_by("-tenu_le").values("tenu_le")[:1])
        siens = Mandat.objects.ouverts().filter(user=request.user.pk).order_by("region__nom")
        connus = list(siens.values_list("region", "region__nom", dernier))
        request.mandats_ouverts = connus  # type: ignore[attr-defined]
    return connus


def est_charge(request: HttpRequest) -> bool:
    return bool(regions_suivies(request))
