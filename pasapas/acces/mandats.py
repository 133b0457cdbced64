"""Whom a mandate makes a chargé de mission, and of which regions: today, there."""

from django.http import HttpRequest

from pasapas.models import Mandat


def regions_suivies(request: HttpRequest) -> frozenset[int] | None:
    """The regions of their open mandates; None for whoever administers, who sees them all.

    1 query, once for each request.
    """
    return None if request.user.is_staff else frozenset(noms_des_regions(request))


def noms_des_regions(request: HttpRequest) -> dict[int, str]:
    """Those of a chargé de mission, by their key."""
    connues = getattr(request, "regions_suivies", None)
    if connues is None:
        siens = Mandat.objects.ouverts().filter(user=request.user.pk).order_by("region__nom")
        connues = dict(siens.values_list("region", "region__nom")) if request.user.pk else {}
        request.regions_suivies = connues  # type: ignore[attr-defined]
    return connues


def est_charge(request: HttpRequest) -> bool:
    return bool(regions_suivies(request))
