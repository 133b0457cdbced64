"""The screen of the room, and what who leads does there."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from diagnostic.campagnes import pages, seance
from diagnostic.forms_seance import EtonnementForm
from diagnostic.views.commun import campagne_de, geste_de
from diagnostic.views.suivi import a_propos, dire_le_refus, fragment, refus_dits, retour
from pasapas.acces.permissions import peut_animer, peut_ecrire
from pasapas.acces.porte import ProjetRequest, porte


@never_cache
@require_safe
@porte(annexe=2)
@refus_dits
def projection(request: ProjetRequest, pk: int) -> HttpResponse:
    """The screen of the room: one statement, the levels, the clock, the voices once given."""
    return _page(request, pk)


@require_POST
@porte(peut_animer)
@refus_dits
def montrer(request: ProjetRequest, pk: int) -> HttpResponse:
    """Show another statement; what was typed as a surprise on this one is kept first."""
    campagne = campagne_de(request, pk)
    form = EtonnementForm(request.POST)
    if form.is_valid():
        try:
            seance.passer(
                geste_de(request, form),
                campagne,
                code=a_propos(request),
                vers=request.POST.get("question", ""),
                texte=form.cleaned_data["texte"],
            )
        except ValidationError as refus:
            form.add_error("texte", refus.messages)
    if not form.is_valid():
        return dire_le_refus(form) if request.htmx else _page(request, pk, form)
    return _apres(request, pk)


@require_POST
@porte(peut_animer)
@refus_dits
def devoiler(request: ProjetRequest, pk: int) -> HttpResponse:
    """« Montrer sans attendre »: everyone who looks sees the voices given so far."""
    seance.devoiler(campagne_de(request, pk), request.POST.get("question", ""))
    return _apres(request, pk)


@require_POST
@porte(peut_animer)
@refus_dits
def rythme(request: ProjetRequest, pk: int) -> HttpResponse:
    """After a break, the clock starts again from where the group is."""
    seance.reprendre_le_rythme(campagne_de(request, pk))
    return _apres(request, pk)


@require_POST
@porte(peut_ecrire)
@refus_dits
def noter(request: ProjetRequest, pk: int) -> HttpResponse:
    """« Ce qui nous étonne », written as it comes, by anyone who writes."""
    campagne = campagne_de(request, pk)
    form = EtonnementForm(request.POST)
    if form.is_valid():
        texte = form.cleaned_data["texte"]
        try:
            if not texte:
                raise ValidationError("Écrivez ce qui vous étonne.")
            seance.noter_une_fois(
                geste_de(request, form),
                campagne,
                a_propos(request),
                texte,
            )
        except ValidationError as refus:
            form.add_error("texte", refus.messages)
    d_ou = request.POST.get("retour", "")
    if form.is_valid() and request.htmx:
        return HttpResponse(status=204)
    if form.is_valid():
        messages.success(request, "C’est noté.")
        return redirect(retour(request, pk, d_ou))
    if request.htmx:
        return dire_le_refus(form)
    donnees = {
        **request.dits,
        "campagne": campagne,
        "form": form,
        "question": a_propos(request),
        "retour": d_ou,
        "retour_url": retour(request, pk, d_ou),
    }
    return render(request, "diagnostic/etonnement.html", donnees, status=422)


def _page(request: ProjetRequest, pk: int, form: EtonnementForm | None = None) -> HttpResponse:
    campagne = campagne_de(request, pk)
    if not campagne.ouverte:
        return redirect("diagnostic:resultats", request.projet.slug, pk)
    vue = pages.seance(campagne, request.participant)
    donnees = {
        **request.dits,
        "campagne": campagne,
        "vue": vue,
        "etonnement": form or EtonnementForm(),
        "retour": "seance",
    }
    gabarits = "diagnostic/seance.html", "diagnostic/_projection.html"
    return fragment(request, *gabarits, donnees, refusee=form is not None)


def _apres(request: ProjetRequest, pk: int) -> HttpResponse:
    if request.htmx:
        return _page(request, pk)
    return redirect("diagnostic:seance", request.projet.slug, pk)
