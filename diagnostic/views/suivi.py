"""What the screens of a séance share: each follows it, and says a refusal as a sentence."""

import hashlib
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from diagnostic.campagnes import pages
from diagnostic.campagnes.refus import Refus
from diagnostic.forms_seance import EtonnementForm
from diagnostic.models import CollegePassation
from pasapas.acces.adresses import VueHttp
from pasapas.acces.porte import ProjetRequest

SALLE = "salle"


def refus_dits(vue: VueHttp) -> VueHttp:
    """A refusal is a sentence on the campagne's page, never an error."""

    @wraps(vue)
    def dire(request: ProjetRequest, pk: int, **kwargs: Any) -> HttpResponse:
        try:
            return vue(request, pk=pk, **kwargs)
        except Refus as refus:
            messages.warning(request, str(refus))
            return redirect("diagnostic:campagne", request.projet.slug, pk)

    return dire


def fragment(
    request: ProjetRequest,
    gabarit: str,
    partie: str,
    donnees: dict[str, Any],
    *,
    refusee: bool = False,
) -> HttpResponse:
    """The page; to its own script the part that follows the séance, or 204 when it is the same."""
    vu = _empreinte(donnees)
    statut = 422 if refusee else 200
    if request.htmx and request.GET.get("vu") == vu:
        return HttpResponse(status=204)
    donnees |= {"empreinte": vu, "partie": render_to_string(partie, donnees, request)}
    vue: pages.Seance = donnees["vue"]
    donnees["propos"] = vue.passage.par_code.get(a_propos(request), vue.affirmation)
    return render(
        request, "diagnostic/_suivi.html" if request.htmx else gabarit, donnees, status=statut
    )


def _empreinte(donnees: dict[str, Any]) -> str:
    """A digest of what is shown: the clock runs on its own in the browser."""
    vue: pages.Seance = donnees["vue"]
    vu = (
        vue.affirmation.code,
        vue.commencee,
        vue.voix,
        vue.rythme.depuis,
        vue.montre,
        vue.manques,
        [(etonnement.pk, etonnement.texte) for etonnement in vue.etonnements],
        donnees.get("suit"),
        donnees.get("niveaux"),
    )
    return hashlib.sha256(repr(vu).encode()).hexdigest()[:12]


def a_propos(request: ProjetRequest) -> str:
    """The statement a surprise was begun under: the room may be further on when it is sent."""
    return request.POST.get("propos") or request.POST.get("code", "")


def dire_le_refus(form: EtonnementForm) -> JsonResponse:
    """To the page's own script: why a surprise is refused, beside the text it keeps."""
    dites = [str(erreur) for erreurs in form.errors.values() for erreur in erreurs]
    return JsonResponse({"refus": " ".join(dites)}, status=422)


def retour(request: ProjetRequest, pk: int, d_ou: str) -> str:
    """Where one came from: a collège's device, the room's device, or the screen of the room."""
    slug = request.projet.slug
    if d_ou in CollegePassation.values:
        return reverse("diagnostic:voix", args=[slug, pk, d_ou])
    return reverse("diagnostic:salle" if d_ou == SALLE else "diagnostic:seance", args=[slug, pk])
