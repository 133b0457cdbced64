"""The séance: what the room sees, and where each collège gives its voice."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from diagnostic.campagnes import lecture, seance
from diagnostic.campagnes.questionnaire import passage
from diagnostic.campagnes.refus import CampagneClose, Refus
from diagnostic.forms_campagnes import EtonnementForm, VoixForm
from diagnostic.models import CollegePassation, Passation, Reponse
from diagnostic.views.commun import campagne_de, contexte, geste_de, passation_de
from pasapas.access import ProjetRequest, porte
from pasapas.permissions import peut_animer, peut_ecrire

Vue = Callable[..., HttpResponse]


def refus_dits(vue: Vue) -> Vue:
    """A refusal is a sentence on the campagne's page, never an error."""

    @wraps(vue)
    def dire(request: ProjetRequest, pk: int, **kwargs: Any) -> HttpResponse:
        try:
            return vue(request, pk=pk, **kwargs)
        except Refus as refus:
            messages.warning(request, str(refus))
            return redirect("diagnostic:campagne", request.projet.slug, pk)

    return dire


@never_cache
@require_safe
@porte()
def projection(request: ProjetRequest, pk: int) -> HttpResponse:
    """The screen of the room: one statement, the levels, the clock, the voices once given."""
    return _page(request, pk, "diagnostic/seance.html", "diagnostic/_projection.html")


@require_POST
@porte(peut_animer)
@refus_dits
def montrer(request: ProjetRequest, pk: int) -> HttpResponse:
    """Show another statement; what was typed as a surprise on this one is kept first."""
    campagne = campagne_de(request, pk)
    form = EtonnementForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, "diagnostic/seance.html", "diagnostic/_projection.html", form)
    if form.cleaned_data["texte"].strip():
        _noter(request, campagne, form)
    seance.montrer(campagne, request.POST.get("question", ""))
    return _apres(request, pk, "diagnostic:seance")


@require_POST
@porte(peut_animer)
@refus_dits
def rythme(request: ProjetRequest, pk: int) -> HttpResponse:
    """After a break, the clock starts again from where the group is."""
    seance.reprendre_le_rythme(campagne_de(request, pk))
    return _apres(request, pk, "diagnostic:seance")


@require_POST
@porte(peut_ecrire)
@refus_dits
def noter(request: ProjetRequest, pk: int) -> HttpResponse:
    """« Ce qui nous étonne », written as it comes, by anyone who writes."""
    campagne = campagne_de(request, pk)
    form = EtonnementForm(request.POST)
    retour = request.POST.get("retour", "")
    if form.is_valid() and not form.cleaned_data["texte"].strip():
        form.add_error("texte", "Écrivez ce qui vous étonne.")
    if form.is_valid():
        _noter(request, campagne, form)
        messages.success(request, "C’est noté.")
        return redirect(_retour(request, pk, retour))
    donnees = {
        **contexte(request),
        "campagne": campagne,
        "form": form,
        "question": request.POST.get("code", ""),
        "retour": retour,
        "retour_url": _retour(request, pk, retour),
    }
    return render(request, "diagnostic/etonnement.html", donnees, status=422)


@never_cache
@require_http_methods(["GET", "POST"])
@porte(peut_ecrire)
@refus_dits
def voix(request: ProjetRequest, pk: int, college: str) -> HttpResponse:
    """One device of a collège: the statement shown to the room, or any other, and its voice."""
    passation = passation_de(campagne_de(request, pk), college)
    if not lecture.parle_pour(request.participant, passation):
        raise PermissionDenied("Seul ce collège, ou qui anime, donne cette voix.")
    if not passation.campagne.ouverte:
        raise CampagneClose
    if passation.individuelle:
        raise Refus("Ce collège répond par recueil individuel : il n’a pas de voix collective.")
    form = VoixForm(request.POST or None, passage=passage(passation.campagne.questionnaire))
    if request.method == "POST" and form.is_valid():
        code = request.POST.get("question", "")
        if form.cleaned_data["reponse"]:
            seance.donner_voix(passation, code, form.cleaned_data["reponse"], form.mains)
            return _suivant(request, passation, code)
    return _page_voix(request, passation, form)


def _suivant(request: ProjetRequest, passation: Passation, code: str) -> HttpResponse:
    """Back to the statement in the séance; alone, on to the next one."""
    adresse = reverse(
        "diagnostic:voix", args=[request.projet.slug, passation.campagne.pk, passation.college]
    )
    if request.POST.get("suit") == "1":
        return redirect(adresse)
    lu = passage(passation.campagne.questionnaire)
    suivante = lu.suivante(lu.par_code[code])
    return redirect(f"{adresse}?question={suivante.code if suivante else code}")


def _page_voix(request: ProjetRequest, passation: Passation, form: VoixForm) -> HttpResponse:
    campagne = passation.campagne
    demandee = request.POST.get("question") or request.GET.get("question", "")
    suit = campagne.seance_depuis is not None and "question" not in request.GET
    vue = lecture.seance(campagne, request.participant, demandee)
    if vue is None:
        raise Refus("Ce questionnaire n’a pas de question.")
    mienne = next(v for v in vue.voix if v.college == passation.college)
    mains = form.mains if form.is_bound and form.is_valid() else _mains(passation, vue)
    donnees = {
        **contexte(request),
        "campagne": campagne,
        "passation": passation,
        "vue": vue,
        "mienne": mienne,
        "suit": suit,
        "form": form,
        "niveaux": [(choix, mains.get(choix.valeur, 0)) for choix in vue.passage.niveaux],
        "propose": seance.niveau_propose(mains),
        "etonnement": EtonnementForm(),
    }
    refusee = form.is_bound and not form.is_valid()
    return _fragment(
        request, "diagnostic/voix.html", "diagnostic/_voix.html", donnees, refusee=refusee
    )


def _mains(passation: Passation, vue: lecture.Seance) -> dict[int, int]:
    dite = Reponse.objects.filter(bulletin__passation=passation, question=vue.affirmation.pk)
    mains = dite.values_list("mains", flat=True).first() or {}
    return {int(niveau): nombre for niveau, nombre in mains.items()}


def _page(
    request: ProjetRequest, pk: int, gabarit: str, fragment: str, form: EtonnementForm | None = None
) -> HttpResponse:
    campagne = campagne_de(request, pk)
    if not campagne.ouverte:
        return redirect("diagnostic:resultats", request.projet.slug, pk)
    vue = lecture.seance(campagne, request.participant)
    if vue is None:
        messages.warning(request, "Ce questionnaire n’a pas de question.")
        return redirect("diagnostic:campagne", request.projet.slug, pk)
    donnees = {
        **contexte(request),
        "campagne": campagne,
        "vue": vue,
        "montre": vue.completes or request.GET.get("montrer") == vue.affirmation.code,
        "etonnement": form or EtonnementForm(),
    }
    return _fragment(request, gabarit, fragment, donnees, refusee=form is not None)


def _fragment(
    request: ProjetRequest,
    gabarit: str,
    fragment: str,
    donnees: dict[str, Any],
    *,
    refusee: bool = False,
) -> HttpResponse:
    """The page; to its own script the part that follows the séance, or 204 when it is the same."""
    partie = render_to_string(fragment, donnees, request)
    empreinte = _empreinte(donnees)
    donnees |= {"empreinte": empreinte, "partie": partie}
    statut = 422 if refusee else 200
    if not request.htmx:
        return render(request, gabarit, donnees, status=statut)
    if request.GET.get("vu") == empreinte:
        return HttpResponse(status=204)
    return render(request, "diagnostic/_suivi.html", donnees, status=statut)


def _empreinte(donnees: dict[str, Any]) -> str:
    """A digest of what is shown: the clock runs on its own in the browser."""
    vue: lecture.Seance = donnees["vue"]
    vu = (
        vue.affirmation.code,
        vue.voix,
        vue.rythme.depuis,
        [etonnement.texte for etonnement in vue.etonnements],
        donnees.get("montre"),
        donnees.get("suit"),
        donnees.get("niveaux"),
    )
    return hashlib.sha256(repr(vu).encode()).hexdigest()[:12]


def _noter(request: ProjetRequest, campagne: Any, form: EtonnementForm) -> None:
    texte = form.cleaned_data["texte"]
    try:
        seance.noter_etonnement(geste_de(request), campagne, request.POST.get("code", ""), texte)
    except ValidationError as refus:
        raise Refus(" ".join(refus.messages)) from refus


def _apres(request: ProjetRequest, pk: int, nom: str) -> HttpResponse:
    if request.htmx:
        return _page(request, pk, "diagnostic/seance.html", "diagnostic/_projection.html")
    return redirect(nom, request.projet.slug, pk)


def _retour(request: ProjetRequest, pk: int, college: str) -> str:
    """Where one came from: a collège's device, or the screen of the room."""
    if college in CollegePassation.values:
        return reverse("diagnostic:voix", args=[request.projet.slug, pk, college])
    return reverse("diagnostic:seance", args=[request.projet.slug, pk])
