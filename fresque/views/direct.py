"""What a page already open asks: what changed, the changed pieces, who is here.

Every piece of the page bears a digest of what it shows. The answer gives the digests of now:
a piece whose digest differs is put in place, or asked for. Nothing depends on what was missed,
so a page hidden for a day, a restarted server and a lost message all catch up in the same way.
"""

import json
import re
from dataclasses import replace
from threading import Lock

from django.core.cache import cache
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diagnostic.campagnes.seance import VOIX
from fresque.instant import Instant, instant
from fresque.views import mur
from fresque.views.morceaux import morceau, niveau
from fresque.views.rendu import contexte
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.direct import presence as presences
from pasapas.models import Evenement, Projet
from pasapas.serveur.pages import Troncon, repondre

DUREE_CACHE = 120  # seconds: every open page asks within the next few
MORCEAUX_MAX = 60
DERNIERS = 60  # changes looked at: who last wrote where
NOMBRE = re.compile(r"[0-9]{1,18}")
JOINTS_MAX = 8  # pieces sent with the answer itself; past it, each page asks for its own
# A write wakes every open page at once: one answer is made, the others wait for it.
VERROUS = [Lock() for _ in range(16)]


@never_cache
@require_safe
@porte()
def direct(request: ProjetRequest) -> HttpResponse:
    """The digests of now and what changed since ``version``; 204 when nothing did."""
    projet = request.projet
    version, jour = request.GET.get("version", ""), timezone.localdate().isoformat()
    if version == str(projet.version) and request.GET.get("jour", jour) == jour:
        return HttpResponse(status=204)
    depuis = int(version) if NOMBRE.fullmatch(version) else None
    cle = f"direct:{projet.pk}:{projet.version}:{jour}:{niveau(contexte(request))}:{depuis}"
    with VERROUS[projet.pk % len(VERROUS)]:
        reponse = cache.get(cle)
        if reponse is None:
            # compressed once for everyone, rather than by the middleware at each answer
            reponse = Troncon.de(json.dumps(_etat(request, depuis), ensure_ascii=False))
            cache.set(cle, reponse, DUREE_CACHE)
    return repondre(request, [reponse], "application/json")


@never_cache
@require_safe
@porte()
def morceaux(request: ProjetRequest) -> HttpResponse:
    """Pieces of the page, by their ids; one that is gone is left out."""
    demandes = list(dict.fromkeys(request.GET.getlist("id")))[:MORCEAUX_MAX]
    ici = instant(request.projet)
    siens = [id for id in demandes if id in ici.mur.empreintes]
    du_mur = mur.morceaux(request, ici, siens) if siens else {}
    pieces = (du_mur.get(id, "") or morceau(request, ici, id) for id in demandes)
    return HttpResponse("\n".join(filter(None, pieces)))


@never_cache
@lue_et_ecrite
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
    if request.projet.montrees is not None:  # who is here, not where they write
        autres = [replace(present, encarts=()) for present in autres]
    return render(request, "fresque/_presence.html", {"autres": autres})


def _etat(request: ProjetRequest, depuis: int | None) -> dict[str, object]:
    ici = instant(request.projet)
    return {
        "version": ici.projet.version,
        "jour": ici.jour,
        "nom": str(ici.projet),
        "empreintes": mur.empreintes(request, ici),
        "qui": _auteurs_montres(ici),
        "morceaux": {id: morceau(request, ici, id) for id in _joints(ici, depuis)},
    }


def _joints(ici: Instant, depuis: int | None) -> list[str]:
    """What changed since the version the page shows, when it is little: most changes are one box,
    which then costs each page one request, not two."""
    changes = [] if depuis is None else ici.changees(depuis)
    return changes if len(changes) <= JOINTS_MAX else []


def auteurs(projet: Projet) -> dict[str, tuple[int | None, str]]:
    """For each box, who last wrote there: their key and what to call them. Without the voices of
    a séance, which are not on the wall."""
    ecrits = Evenement.objects.filter(projet=projet).exclude(action=Evenement.Action.CONFLIT)
    lus = ecrits.exclude(champ=VOIX).order_by("-pk")
    derniers: dict[str, tuple[int | None, str]] = {}
    champs = ("planche", "encart", "qui_id", "qui__prenom", "nom")
    for planche, encart, qui, prenom, nom in lus.values_list(*champs)[:DERNIERS]:
        derniers.setdefault(f"{planche}--{encart}", (qui, prenom or nom))
    return derniers


def _auteurs_montres(ici: Instant) -> dict[str, tuple[int | None, str]]:
    """Of the boxes that show to who asks."""
    tous = auteurs(ici.projet)
    if ici.projet.montrees is None:
        return tous
    return {lieu: qui for lieu, qui in tous.items() if lieu.partition("--")[0] in ici.gardees}
