"""What the pages about access have in common: whom they concern, and how they answer."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from fresque.personnes.forms import CourrielForm, FermetureForm
from fresque.personnes.qui import Acces, un_acces
from fresque.views.rendu import contexte
from pasapas.acces import cartes
from pasapas.acces.permissions import peut_piloter
from pasapas.acces.porte import ProjetRequest
from pasapas.acces.roles import geste_d_acces
from pasapas.ecriture.journal import Geste


def cible(request: ProjetRequest, pk: int) -> Acces:
    """The person a page is about, whom this participant may manage."""
    acces = un_acces(request.projet, request.participant, pk)
    if acces is None:
        raise Http404("Cette personne n’est pas de cette fresque.")
    if not acces.gerable:
        raise PermissionDenied("L’accès de cette personne se règle avec un ou une pilote.")
    return acces


def geste(request: ProjetRequest) -> Geste:
    return geste_d_acces(request.projet, request.participant)


def tenter(form: forms.BaseForm, operation: Callable[[], object]) -> bool:
    """Do it, or say in the form why it cannot be done."""
    try:
        operation()
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return False
    return True


def page(request: ProjetRequest, gabarit: str, **donnees: object) -> HttpResponse:
    """A page about access; 422 when what was typed is refused."""
    refusee = any(isinstance(d, forms.BaseForm) and d.errors for d in donnees.values())
    commun = {
        **contexte(request),
        "peut_piloter": peut_piloter(request.participant),
    }
    return render(request, gabarit, {**commun, **donnees}, status=422 if refusee else 200)


def revenir(request: ProjetRequest, avis: str, *, alerte: bool = False) -> HttpResponse:
    """Back to the list, with what was done."""
    messages.add_message(request, messages.WARNING if alerte else messages.SUCCESS, avis)
    return redirect("fresque:acces", request.projet.slug)


def fiche(
    request: ProjetRequest,
    acces: Acces,
    *,
    fermeture: FermetureForm | None = None,
    courriel: CourrielForm | None = None,
) -> HttpResponse:
    """What can be done about the access of one person."""
    personne = acces.participant
    porteurs = cartes.porteurs_de(request.projet)
    return page(
        request,
        "personnes/personne.html",
        acces=acces,
        fermeture=fermeture or FermetureForm(),
        courriel=courriel or CourrielForm(initial={"courriel": personne.courriel}),
        peut_avoir_une_carte=porteurs.filter(pk=personne.pk).exists(),
        moi=personne.pk == request.participant.pk,
    )
