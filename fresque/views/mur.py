"""The wall, and one planche alone.

What everyone sees alike is rendered once per version of the fresque: a page then costs the
door's queries and no more.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from fresque import assemblage
from fresque.views.rendu import contexte
from pasapas.access import ProjetRequest, porte
from pasapas.planches import Fresque

DUREE_CACHE = 60 * 60 * 24  # seconds; a new version or a new day makes a new key anyway


@require_GET
@porte()
def mur(request: ProjetRequest) -> HttpResponse:
    """The four annexes side by side."""
    return render(request, "fresque/mur.html", {**_page(request, ""), "fresque": _entete(request)})


@require_GET
@porte()
def planche(request: ProjetRequest, code: str) -> HttpResponse:
    """One planche, with the way to its neighbours."""
    return render(
        request, "fresque/planche.html", {**_page(request, code), "fresque": _entete(request)}
    )


def _entete(request: ProjetRequest) -> dict[str, str]:
    projet = request.projet
    return {
        "slug": projet.slug,
        "nom": str(projet),
        "etablissement": str(projet.etablissement),
    }


def _page(request: ProjetRequest, code: str) -> dict[str, object]:
    """The shared parts of the page, from the cache when this version is there."""
    droits = contexte(request)
    projet = request.projet
    niveau = f"{droits['peut_ecrire']:d}{droits['peut_animer']:d}"
    cle = f"mur:{projet.pk}:{projet.version}:{timezone.localdate()}:{niveau}:{code}"
    parties = None if settings.DEBUG else cache.get(cle)
    if parties is None:
        parties = _rendre(request, assemblage.assembler(projet), code, droits)
        cache.set(cle, parties, DUREE_CACHE)
    return {**droits, **parties}


def _rendre(
    request: HttpRequest, fresque: Fresque, code: str, droits: dict[str, object]
) -> dict[str, object]:
    donnees = {**droits, "fresque": fresque}
    chemin = render_to_string("composants/_chemin.html", donnees)
    if not code:
        return {"chemin": chemin, "mur": render_to_string("fresque/_mur.html", donnees)}
    codes = [planche.code for planche in fresque.planches]
    if code not in codes:
        raise Http404("Cette planche n’existe pas sur la fresque.")
    rang = codes.index(code)
    planche = fresque.planches[rang]
    donnees |= {
        "planche": planche,
        "precedente": fresque.planches[rang - 1] if rang else None,
        "suivante": fresque.planches[rang + 1] if rang + 1 < len(codes) else None,
    }
    return {
        "chemin": chemin,
        "titre": planche.titre,
        "annexe": planche.annexe,
        "code": code,
        "contenu": render_to_string("fresque/_planche.html", donnees),
        "voisines": render_to_string("fresque/_voisines.html", donnees),
    }
