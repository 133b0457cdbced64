"""One piece of a sheet's page, by its id: the same HTML as in the page.

It is kept under the digest of what it shows: what a write has not touched is never rendered again.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string

from fresque.instant import Instant
from fresque.views.rendu import contexte, fragment
from pasapas.acces.porte import ProjetRequest

T = TypeVar("T")
DUREE_CACHE = 60 * 60 * 24  # seconds; a new version or a new day makes a new key anyway


def morceau(request: ProjetRequest, ici: Instant, id_html: str) -> str:
    """The HTML of one piece; empty when it is gone, or is of the wall (see ``mur``)."""
    code = id_html.partition("--")[0]
    if id_html not in ici.empreintes or id_html in ici.mur.empreintes:
        return ""
    if id_html == code and code in ici.gardees:
        return _garder(request, id_html, ici.gardees[code].entiere, ici)
    return _garder(request, id_html, ici.empreintes[id_html], ici)


def niveau(droits: dict[str, Any]) -> str:
    """What a piece looks like depends on the rights of who looks at it, and on nobody."""
    montrees = droits["montrees"]
    partage = "" if montrees is None else "-" + "".join(map(str, sorted(montrees)))
    return f"{droits['peut_ecrire']:d}{droits['peut_animer']:d}{partage}"


def _garder(request: ProjetRequest, id_html: str, vue: str, ici: Instant) -> str:
    cle = f"morceau:{request.projet.pk}:{niveau(contexte(request))}:{id_html}:{vue}"
    return garder(cle, partial(_rendre, request, ici, id_html), "morceaux")


def garder(cle: str, rendre: Callable[[], T], ou: str = "default") -> T:
    """What is rendered once for all who see the same, in whatever process."""
    rendu = None if settings.DEBUG else caches[ou].get(cle)
    if rendu is None:
        rendu = rendre()
        caches[ou].set(cle, rendu, DUREE_CACHE)
    return rendu


def _rendre(request: ProjetRequest, ici: Instant, id_html: str) -> str:
    fresque = ici.fresque
    donnees = {**contexte(request), "fresque": fresque}
    if id_html == "chemin":
        return render_to_string("composants/_chemin.html", donnees)
    if id_html.startswith("voisines-"):
        code = id_html.removeprefix("voisines-")
        precedente, suivante = fresque.voisines(code)
        donnees |= {"planche": fresque.planche(code), "empreinte": fresque.empreinte_voisines(code)}
        donnees |= {"precedente": precedente, "suivante": suivante}
        return render_to_string("fresque/_voisines.html", donnees)
    code, _, nom = id_html.partition("--")
    planche = ici.planche(code)
    if planche and (encart := planche.encart(nom)):
        return fragment(request, planche, encart)
    return render_to_string("fresque/_planche.html", {**donnees, "planche": planche})
