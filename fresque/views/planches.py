"""One planche alone, where everything is written.

What everyone sees alike is rendered once per version of the fresque: a page then costs the
door's queries and no more.
"""

from functools import partial

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from fresque.instant import Instant, instant
from fresque.views.affichage import scannee
from fresque.views.cote import cote
from fresque.views.morceaux import garder, morceau, niveau
from fresque.views.rendu import a_suivre, contexte
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.serveur.pages import Page, Troncon, repondre, trou

COMMUNE = trou("commune")


@require_safe
@porte()
def planche(request: ProjetRequest, code: str) -> HttpResponse:
    droits = contexte(request)
    projet = request.projet
    jour = timezone.localdate().isoformat()
    cle = f"planche:{projet.pk}:{projet.version}:{jour}:{niveau(droits)}:{code}"
    anime = bool(droits["peut_animer"])
    petites, partie = garder(cle, partial(_rendre, request, code, anime=anime))
    donnees = {
        **droits,
        **petites,
        "fresque": {**a_suivre(request), "nom": str(projet)},
        "partie_commune": COMMUNE,
        "cote": cote(request, code),
        "scannee": scannee(request, code),
    }
    page = Page.de(render_to_string("fresque/planche.html", donnees, request))
    return repondre(request, page.remplir({COMMUNE: partie}))


def _rendre(request: ProjetRequest, code: str, *, anime: bool) -> tuple[dict[str, object], Troncon]:
    """The small shared parts of the page, and the heavy one."""
    ici = instant(request.projet)
    petites: dict[str, object] = {"chemin": _sien(request, ici, "chemin")}
    planche = ici.planche(code)
    if planche is None:
        raise Http404("Cette planche n’existe pas sur la fresque.")
    petites |= {
        "titre": planche.titre,
        "annexe": planche.annexe,
        "au_mur": planche.au_mur,
        "code": code,
        "voisines": _sien(request, ici, f"voisines-{code}"),
        "ajouts": [
            (f"{code}--{encart.nom}", f"{encart.adresse}ajouter/")
            for encart in planche.encarts
            if encart.rapide and (anime or not encart.reserve)
        ],
    }
    return petites, Troncon.de(morceau(request, ici, code))


def _sien(request: ProjetRequest, ici: Instant, id_html: str) -> SafeString:
    """A piece that our own template wrote."""
    return SafeString(morceau(request, ici, id_html))  # nosec B703
