"""What a page already open asks: what changed, the changed pieces, who is here.

Every piece of the page bears a digest of what it shows. The answer gives the digests of now:
a piece whose digest differs is asked for again. Nothing depends on what was missed, so a page
hidden for a day, a restarted server and a lost message all catch up in the same way.
"""

from threading import Lock

from django.core.cache import cache
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from fresque import assemblage
from fresque.views.rendu import contexte, fragment
from pasapas import presence as presences
from pasapas.access import ProjetRequest, porte
from pasapas.models import Evenement, Projet
from pasapas.planches import Fresque

DUREE_CACHE = 120  # seconds: every open page asks within the next few
MORCEAUX_MAX = 60
DERNIERS = 60  # changes among which the last author of a box is looked for
# A write wakes every open page at once: one of them assembles, the others wait for it.
VERROUS = [Lock() for _ in range(16)]


@never_cache
@require_GET
@porte()
def direct(request: ProjetRequest) -> HttpResponse:
    """The digests of now, or 204 when the page already shows this version."""
    projet = request.projet
    if request.GET.get("version") == str(projet.version):
        return HttpResponse(status=204)
    return JsonResponse(_etat(projet))


@never_cache
@require_GET
@porte()
def morceaux(request: ProjetRequest) -> HttpResponse:
    """Pieces of the page, by their ids; one that is gone is left out."""
    demandes = list(dict.fromkeys(request.GET.getlist("id")))[:MORCEAUX_MAX]
    return HttpResponse("\n".join(filter(None, (_morceau(request, id) for id in demandes))))


@never_cache
@require_http_methods(["GET", "POST"])
@porte()
def presence(request: ProjetRequest) -> HttpResponse:
    """Who is here. A POST says: I am here, and write in these boxes; or I leave."""
    if request.method == "POST":
        if "parti" in request.POST:
            presences.partir(request.participant)
            return HttpResponse(status=204)
        presences.montrer(
            request.participant, request.POST.getlist("encart"), request.POST.getlist("quitte")
        )
    autres = [
        present
        for present in presences.presents(request.projet)
        if present.participant != request.participant.pk
    ]
    return render(request, "fresque/_presence.html", {"autres": autres})


def _cle(genre: str, projet: Projet, suite: str = "") -> str:
    return f"{genre}:{projet.pk}:{projet.version}:{timezone.localdate()}:{suite}"


def _fresque(projet: Projet) -> Fresque:
    """The wall as values, assembled once per version and process."""
    cle = _cle("fresque", projet)
    with VERROUS[projet.pk % len(VERROUS)]:
        fresque = cache.get(cle)
        if fresque is None:
            fresque = assemblage.assembler(projet)
            cache.set(cle, fresque, DUREE_CACHE)
    return fresque


def _etat(projet: Projet) -> dict[str, object]:
    cle = _cle("direct", projet)
    etat = cache.get(cle)
    if etat is None:
        etat = {
            "version": projet.version,
            "empreintes": _fresque(projet).empreintes,
            "qui": _derniers_auteurs(projet),
        }
        cache.set(cle, etat, DUREE_CACHE)
    return etat


def _derniers_auteurs(projet: Projet) -> dict[str, tuple[int | None, str]]:
    """Who last wrote in each box lately: their key and what to call them."""
    lignes = (
        Evenement.objects.filter(projet=projet)
        .exclude(action=Evenement.Action.CONFLIT)
        .order_by("-pk")
        .values_list("planche", "encart", "qui_id", "qui__prenom", "nom")[:DERNIERS]
    )
    auteurs: dict[str, tuple[int | None, str]] = {}
    for planche, encart, qui, prenom, nom in lignes:
        auteurs.setdefault(f"{planche}--{encart}", (qui, prenom or nom))
    return auteurs


def _morceau(request: ProjetRequest, id_html: str) -> str:
    """The HTML of one piece, rendered once per version and rights."""
    projet, droits = request.projet, contexte(request)
    if id_html not in _etat(projet)["empreintes"]:
        return ""
    cle = _cle("morceau", projet, f"{droits['peut_ecrire']:d}{droits['peut_animer']:d}:{id_html}")
    html = cache.get(cle)
    if html is None:
        html = _rendre(request, _fresque(projet), id_html)
        cache.set(cle, html, DUREE_CACHE)
    return html


def _rendre(request: ProjetRequest, fresque: Fresque, id_html: str) -> str:
    code, _, nom = id_html.partition("--")
    donnees = {**contexte(request), "fresque": fresque}
    if code in {"mur", "chemin"}:
        gabarit = "fresque/_mur.html" if code == "mur" else "composants/_chemin.html"
        return render_to_string(gabarit, donnees)
    planche = fresque.planche(code)
    if nom:
        return fragment(request, planche, planche.encart(nom))
    return render_to_string("fresque/_planche.html", {**donnees, "planche": planche})
