"""One piece of a sheet's page, by its id: the same HTML as in the page.

It is kept under the digest of what it shows: what a write has not touched is never rendered again.
"""

from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.template.loader import render_to_string

from fresque.instant import Instant
from fresque.views.rendu import contexte, fragment
from pasapas.acces.porte import ProjetRequest

DUREE_CACHE = 60 * 60 * 24  # seconds


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
    html = None if settings.DEBUG else caches["morceaux"].get(cle)
    if html is None:
        html = _rendre(request, ici, id_html)
        caches["morceaux"].set(cle, html, DUREE_CACHE)
    return html


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
