"""The frise: every étape of every fiche along the months. What everyone sees alike is rendered
once per version and day."""

from functools import partial

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from fresque.frise.geometrie import dessiner
from fresque.frise.lecture import lire
from fresque.frise.planche import CODE
from fresque.instant import instant
from fresque.views.affichage import scannee
from fresque.views.morceaux import garder, morceau, niveau
from fresque.views.rendu import a_suivre, contexte
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.serveur.pages import Page, Troncon, repondre, trou

FICHES = "fiches"  # ?vue=: a line for each fiche
CHEMIN, CONTENU = map(trou, ("chemin", "contenu"))


@require_safe
@porte(annexe=3)
def frise(request: ProjetRequest) -> HttpResponse:
    """A row for each étape, or for each fiche."""
    projet, jour = request.projet, timezone.localdate().isoformat()
    vue = FICHES if request.GET.get("vue") == FICHES else ""
    cle = f"frise:{projet.pk}:{projet.version}:{jour}:{niveau(contexte(request))}:{vue}"
    parties = garder(cle, partial(_rendre, request, vue))
    trous = {"chemin": CHEMIN, "contenu": CONTENU}
    donnees = {**contexte(request), **trous, "nom": str(projet), "direct": a_suivre(request)}
    donnees["scannee"] = scannee(request, CODE)
    page = Page.de(render_to_string("frise/frise.html", donnees, request))
    return repondre(request, page.remplir(dict(zip(trous.values(), parties, strict=True))))


def _rendre(request: ProjetRequest, vue: str) -> tuple[Troncon, Troncon]:
    """The path and the drawing."""
    ici = instant(request.projet)
    dessin = dessiner(lire(ici.fresque, request.projet.etablissement.aujourd_hui))
    donnees = {"slug": request.projet.slug, "dessin": dessin, "frise": dessin.frise, "vue": vue}
    chemin = morceau(request, ici, "chemin")
    return Troncon.de(chemin), Troncon.de(render_to_string("frise/_frise.html", donnees))
