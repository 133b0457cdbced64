"""The dates of a fresque in one's own calendar."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fresque.agenda import jours, operations
from fresque.agenda.ics import ecrire
from fresque.agenda.jours import Jalon
from fresque.instant import instant
from fresque.views.rendu import contexte
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte, publique
from pasapas.models import Projet
from pasapas.serveur.pages import document

SANS_DATE = "Rien n’a de date ici : écrivez d’abord quand, puis revenez chercher l’agenda."
CHOISI = "C’est noté. L’adresse reste la même : votre agenda le verra en la relisant."


@never_cache
@lue_et_ecrite
@porte(operations.s_abonne)
def agenda(request: ProjetRequest) -> HttpResponse:
    """One's own address; it is shown once, when it is made."""
    adresse = ""
    if request.method == "POST" and request.POST.get("geste") == "fermer":
        operations.fermer(request.participant)
        messages.success(request, "Adresse fermée : elle ne répond plus.")
        return redirect("fresque:agenda", request.projet.slug)
    choix = {nom: nom in request.POST for nom in ("detaille", "siennes")}
    if request.method == "POST" and request.POST.get("geste") == "choisir":
        operations.choisir(request.participant, **choix)
        messages.success(request, CHOISI)
        return redirect("fresque:agenda", request.projet.slug)
    if request.method == "POST":
        secret = operations.renouveler(request.participant, **choix)
        adresse = request.build_absolute_uri(reverse("abonnement", args=[secret]))
    donnees = {
        **contexte(request),
        "fresque": instant(request.projet).fresque,
        "abonnement": operations.siens(request.participant).first(),
        "adresse": adresse,
    }
    return render(request, "agenda/agenda.html", donnees)


@require_safe
@porte(operations.s_abonne)
def projet(request: ProjetRequest) -> HttpResponse:
    """All that has a date; ?siennes=1, of the étapes, one's own."""
    moi = request.participant if request.GET.get("siennes") == "1" else None
    dates = jours.du_projet(request.projet, detaille=_detaille(request), a=moi)
    return _fichier(request, "pas-a-pas", dates, "fresque:agenda")


@require_safe
@porte(operations.s_abonne)
def planche(request: ProjetRequest, code: str) -> HttpResponse:
    dates = jours.d_une_planche(request.projet, code, detaille=_detaille(request))
    return _de_la_planche(request, code, code, dates)


@require_safe
@porte(operations.s_abonne)
def ligne(request: ProjetRequest, code: str, pk: int) -> HttpResponse:
    dates = jours.d_une_ligne(request.projet, code, pk, detaille=_detaille(request))
    return _de_la_planche(request, code, f"{code}-{pk}", dates)


@never_cache
@require_safe
@publique
def abonnement(request: HttpRequest, secret: str) -> HttpResponse:
    """What a calendar that was given the address reads, as long as its person may."""
    trouve = operations.trouver(secret)
    if trouve is None:
        raise Http404("Aucun agenda à cette adresse.")
    lui = trouve.participant if trouve.siennes else None
    dates = jours.du_projet(trouve.projet, detaille=trouve.detaille, a=lui)
    return _ics(request, trouve.projet, "pas-a-pas", dates, detaille=trouve.detaille)


def _de_la_planche(
    request: ProjetRequest, code: str, nom: str, dates: list[Jalon] | None
) -> HttpResponse:
    if dates is None or instant(request.projet).planche(code) is None:
        raise Http404("Rien de tel sur la fresque.")
    return _fichier(request, nom, dates, "fresque:planche", code)


def _fichier(
    request: ProjetRequest, nom: str, dates: list[Jalon], page: str, *quoi: str
) -> HttpResponse:
    """The file; the page one comes from, when nothing has a date."""
    if not dates:
        messages.info(request, SANS_DATE)
        return redirect(page, request.projet.slug, *quoi)
    return _ics(request, request.projet, nom, dates, detaille=_detaille(request))


def _ics(
    request: HttpRequest, projet: Projet, nom: str, dates: list[Jalon], **options: Any
) -> HttpResponse:
    corps = ecrire(projet, dates, request.build_absolute_uri("/"), **options)
    reponse = document(corps, f"{nom}.ics", "text/calendar; charset=utf-8", a_garder=True)
    reponse["X-Robots-Tag"] = "noindex"
    return reponse


def _detaille(request: HttpRequest) -> bool:
    """Words and places of the wall leave it only when they are asked for."""
    return request.GET.get("detaille") == "1"
