"""The home page: the fresques of a person, and what calls them today.

The page is kept for each person as long as nothing of it changes: it then costs what the door does.
"""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fresque import accueil as du_jour
from fresque.apercu.dessin import blanches, rangees
from fresque.instant import Memoire
from pasapas.acces.mandats import est_charge
from pasapas.acces.permissions import ANIMENT, peut_ouvrir
from pasapas.acces.porte import CompteRequest, ProjetRequest, connecte, porte
from pasapas.comptes import preuves
from pasapas.direct.presence import masquer_le_depart
from pasapas.serveur.contexte import conforts
from pasapas.serveur.pages import Page, repondre, trou

PAGES = Memoire(300)  # about 30 kB each
JETON = trou("jeton")


@require_safe
@connecte
def accueil(request: CompteRequest) -> HttpResponse:
    """A chargé de mission comes to the portefeuille; everyone else, to their fresques."""
    if preuves.charge(request) and est_charge(request):
        return redirect("admin:pasapas_dossier_changelist")
    return _fresques(request)


@require_safe
@connecte
def mes_fresques(request: CompteRequest) -> HttpResponse:
    """The fresques this person takes part in: drawn small, with what is late, theirs, new."""
    return _fresques(request)


def _fresques(request: CompteRequest) -> HttpResponse:
    siennes = du_jour.siennes(request.user)
    compte = request.user
    # An administrateur's menu depends on what others allow them: it is made each time.
    garder = bool(siennes.suivies) and not (compte.is_staff or len(get_messages(request)))
    garder = garder and not settings.DEBUG
    cle = (
        (compte.pk, compte.get_short_name(), str(compte), bool(compte.email)),
        preuves.charge(request),
        (siennes, _demi_heure(), getattr(request, "inactivite", None), conforts(request)),
    )

    def rendre() -> Page:
        donnees = _donnees(request, siennes)
        return Page.de(render_to_string("accueil/accueil.html", donnees, request))

    page = PAGES.garder(cle, rendre) if garder else rendre()
    return repondre(request, page.remplir({JETON: get_token(request)}))


@require_POST
@porte()
def masquer(request: ProjetRequest) -> HttpResponse:
    """Put « Par où commencer » away, for oneself."""
    masquer_le_depart(request.participant)
    if request.POST.get("retour") == "accueil":
        return redirect("accueil")
    return redirect("fresque:mur", request.projet.slug)


def _demi_heure() -> datetime:
    """Somewhere a day begins at each half hour: what is late depends on it."""
    ici = timezone.now()
    return ici.replace(minute=ici.minute // 30 * 30, second=0, microsecond=0)


def _donnees(request: CompteRequest, siennes: du_jour.Siennes) -> dict[str, Any]:
    petits = du_jour.petits_murs(request.user, siennes)
    menees = any(role in ANIMENT for role, *_ in siennes.suivies)
    return {
        "csrf_token": JETON,
        "petits": petits,
        "seule": petits[0] if len(petits) == 1 else None,
        "volets": du_jour.volets(petits),
        "blanches": () if petits else rangees(blanches()),
        "peut_creer": menees,
        "peut_ouvrir": peut_ouvrir(request.user),
        "inscription_libre": settings.INSCRIPTION_LIBRE and bool(request.user.email),
    }
