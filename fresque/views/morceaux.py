"""One piece of the wall's page, by its id: the same HTML as in the page."""

from django.core.cache import cache
from django.template.loader import render_to_string

from fresque.views.instant import Instant, voisines
from fresque.views.rendu import contexte, fragment
from pasapas.acces.porte import ProjetRequest

DUREE_CACHE = 120  # seconds


def morceau(request: ProjetRequest, ici: Instant, id_html: str) -> str:
    """The HTML of one piece, rendered once per version and rights; empty when it is gone."""
    droits = contexte(request)
    if id_html not in ici.empreintes:
        return ""
    niveau = f"{droits['peut_ecrire']:d}{droits['peut_animer']:d}"
    cle = f"morceau:{request.projet.pk}:{ici.fresque.version}:{ici.jour}:{niveau}:{id_html}"
    html = cache.get(cle)
    if html is None:
        html = _rendre(request, ici, id_html)
        cache.set(cle, html, DUREE_CACHE)
    return html


def _rendre(request: ProjetRequest, ici: Instant, id_html: str) -> str:
    fresque = ici.fresque
    donnees = {**contexte(request), "fresque": fresque}
    if id_html in {"mur", "chemin"}:
        gabarit = "fresque/_mur.html" if id_html == "mur" else "composants/_chemin.html"
        return render_to_string(gabarit, donnees)
    if id_html.startswith("voisines-"):
        code = id_html.removeprefix("voisines-")
        donnees |= {"planche": fresque.planche(code), **voisines(fresque, code)}
        return render_to_string("fresque/_voisines.html", donnees)
    code, _, nom = id_html.partition("--")
    planche = fresque.planche(code)
    if nom:
        return fragment(request, planche, planche.encart(nom))
    return render_to_string("fresque/_planche.html", {**donnees, "planche": planche})
