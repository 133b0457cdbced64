"""The page of a poster: any telephone, no account. ``diagnostic.anonymat`` sees to it that nothing
of who opens it comes this far."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from fresque.contributions.forms import ContributionForm
from fresque.contributions.operations import Refus, laisser, trouver
from fresque.models import AfficheContribuez
from pasapas.acces.adresses import VueHttp
from pasapas.acces.porte import lue_et_ecrite, publique


def ouverte(vue: VueHttp) -> VueHttp:
    """Decorate a page of a poster: ``secret`` is used up, its poster is given.

    What another site sends is refused, since no token protects a form that has no cookie.
    """

    @wraps(vue)
    def ouvrir(request: HttpRequest, secret: str, **kwargs: Any) -> HttpResponse:
        # ``anonymat`` says where it comes from; without its word, nobody enters.
        if getattr(request, "etranger", True):
            return render(request, "contributions/etranger.html", status=403)
        affiche = trouver(secret)
        if affiche is None:
            return render(request, "contributions/fermee.html", status=404)
        return vue(request, affiche, **kwargs)

    return publique(csrf_exempt(ouvrir))


@lue_et_ecrite
@ouverte
def ecrire(request: HttpRequest, affiche: AfficheContribuez) -> HttpResponse:
    form = ContributionForm(request.POST or None)
    statut = 422 if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        try:
            laisser(affiche, form.cleaned_data)
        except Refus as refus:
            form.add_error(None, str(refus))
            statut = 429
        else:
            # From here: what remembers that it was done is not told the secret.
            return HttpResponseRedirect("merci/")
    donnees = {"affiche": affiche, "projet": affiche.projet, "form": form}
    return render(request, "contributions/ecrire.html", donnees, status=statut)


@require_safe
@ouverte
def merci(request: HttpRequest, affiche: AfficheContribuez) -> HttpResponse:
    return render(request, "contributions/merci.html", {"projet": affiche.projet})
