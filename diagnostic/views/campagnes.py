"""« Autodiagnostic » : the campagnes of a projet, opened, led, closed or called off."""

from collections.abc import Callable
from datetime import date
from functools import partial
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from diagnostic.campagnes import cloture, ouverture, pages, tirage
from diagnostic.campagnes.refus import Refus
from diagnostic.forms_campagnes import CampagneForm, InvitesForm, NombreForm, TiresForm
from diagnostic.models import Campagne, EtatDesLieux, Outil
from diagnostic.resultats import annoncer
from diagnostic.views.commun import campagne_de, geste_de, passation_de
from diagnostic.views.suivi import refus_dits
from pasapas.acces.permissions import peut_animer, peut_temoigner
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte


@require_safe
@porte(annexe=2)
def liste(request: ProjetRequest) -> HttpResponse:
    """Every campagne, past and open, and what the autodiagnostic is."""
    campagnes = pages.campagnes(request.projet)
    outil = EtatDesLieux.objects.de(request.projet).values_list("outil", flat=True).first()
    donnees = {
        **request.dits,
        "ouverte": next((campagne for campagne in campagnes if campagne.ouverte), None),
        "closes": [campagne for campagne in campagnes if not campagne.ouverte],
        "autre_outil": outil == Outil.AUTRE,
    }
    return render(request, "diagnostic/liste.html", donnees)


@lue_et_ecrite
@porte(peut_animer)
def ouvrir(request: ProjetRequest) -> HttpResponse:
    form = CampagneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        champs = ("nom", "questionnaire", "seuil", "minutes", "cloture_prevue")
        try:
            campagne = ouverture.ouvrir(
                geste_de(request),
                **{nom: form.cleaned_data[nom] for nom in champs},
                ouverte_le=timezone.localdate(),
                passations=form.passations,
            )
        except ValidationError as refus:
            form.add_error(None, refus.messages)
        else:
            messages.success(request, "Campagne ouverte.")
            return redirect("diagnostic:campagne", request.projet.slug, campagne.pk)
    statut = 422 if form.is_bound else 200
    return render(request, "diagnostic/ouvrir.html", {**request.dits, "form": form}, status=statut)


@never_cache
@require_safe
@porte(annexe=2)
def campagne(request: ProjetRequest, pk: int) -> HttpResponse:
    """One campagne: how far each collège has come, and the gestures of who leads it."""
    trouvee = campagne_de(request, pk)
    if not trouvee.ouverte:
        return redirect("diagnostic:resultats", request.projet.slug, pk)
    etats = pages.etats(trouvee, request.participant)
    attente = cloture.a_demander(trouvee, request.participant)
    donnees = {
        **request.dits,
        "campagne": trouvee,
        "collectives": [etat for etat in etats if not etat.passation.individuelle],
        "individuelles": [etat for etat in etats if etat.passation.individuelle],
        "total": pages.passage(trouvee.questionnaire).total,
        "adresse": request.build_absolute_uri("/").rstrip("/"),
        "cle": uuid4(),
        "attente": attente,
        "confirme": attente.peut(request.participant),
    }
    return render(request, "diagnostic/campagne.html", donnees)


@lue_et_ecrite
@porte(peut_animer)
@refus_dits
def cloturer(request: ProjetRequest, pk: int) -> HttpResponse:
    """What will be shown and hidden, said before; then closed for good, or asked for."""
    trouvee = campagne_de(request, pk)
    if not trouvee.ouverte:
        return redirect("diagnostic:resultats", request.projet.slug, pk)
    if request.method == "POST":
        return _clore_ou_demander(request, trouvee)
    return _relire(request, trouvee)


def _clore_ou_demander(request: ProjetRequest, trouvee: Campagne) -> HttpResponse:
    """Raises Refus."""
    geste, slug = geste_de(request), request.projet.slug
    if "retirer" in request.POST:
        cloture.retirer_la_demande(geste, trouvee)
        messages.success(request, "Demande retirée : la campagne continue.")
        return redirect("diagnostic:campagne", slug, trouvee.pk)
    attente = cloture.a_demander(trouvee, request.participant)
    if attente.temoins and not attente.passee:
        chemin = reverse("diagnostic:confirmer", args=[slug, trouvee.pk])
        cloture.demander(geste, trouvee, request.build_absolute_uri(chemin))
        messages.success(request, "Clôture demandée, par e-mail. Parlez-en aussi de vive voix.")
        return redirect("diagnostic:campagne", slug, trouvee.pk)
    cloture.cloturer(geste, trouvee)
    messages.success(request, "Campagne close. Voici ses résultats.")
    return redirect("diagnostic:resultats", slug, trouvee.pk)


@lue_et_ecrite
@porte(peut_temoigner)
@refus_dits
def confirmer(request: ProjetRequest, pk: int) -> HttpResponse:
    """An élu or a salarié reads what will be shown, and confirms the closing that was asked."""
    trouvee = campagne_de(request, pk)
    if not trouvee.ouverte:
        return redirect("diagnostic:resultats", request.projet.slug, pk)
    if request.method != "POST" and not cloture.a_demander(trouvee).peut(request.participant):
        messages.warning(request, "Vous n’avez pas de clôture à confirmer pour cette campagne.")
        return redirect("diagnostic:campagne", request.projet.slug, pk)
    if request.method == "POST":
        cloture.confirmer(geste_de(request), trouvee)
        messages.success(request, "Clôture confirmée. Voici les résultats.")
        return redirect("diagnostic:resultats", request.projet.slug, pk)
    return _relire(request, trouvee, temoin=True)


def _relire(request: ProjetRequest, trouvee: Campagne, *, temoin: bool = False) -> HttpResponse:
    total = pages.passage(trouvee.questionnaire).total
    etats = pages.etats(trouvee, request.participant)
    profils, retenues = annoncer(trouvee)
    donnees = {
        **request.dits,
        "campagne": trouvee,
        "total": total,
        "profils": profils,
        "retenues": retenues,
        "recueil": any(etat.passation.individuelle for etat in etats),
        "avant_l_heure": (trouvee.cloture_prevue or date.min) > timezone.localdate(),
        "inachevees": [e for e in etats if not e.passation.individuelle and e.donnees < total],
        "tirages_sans_compte": [e.nom for e in etats if e.tirage and e.tirage.tires is None],
        "attente": cloture.a_demander(trouvee, request.participant),
        "temoin": temoin,
    }
    return render(request, "diagnostic/cloturer.html", donnees)


@lue_et_ecrite
@porte(peut_animer)
def annuler(request: ProjetRequest, pk: int) -> HttpResponse:
    """Call off an open campagne, after a page that says what is lost."""
    trouvee = campagne_de(request, pk)
    if not trouvee.ouverte:
        messages.warning(request, "Cette campagne est close : elle ne s’annule plus.")
        return redirect("diagnostic:liste", request.projet.slug)
    if request.method == "POST":
        nom = str(trouvee)
        try:
            ouverture.annuler(geste_de(request), trouvee)
        except Refus as refus:  # somebody has closed it, or called it off, meanwhile
            messages.warning(request, str(refus))
        else:
            messages.success(request, f"La campagne « {nom} » est annulée : il n’en reste rien.")
        return redirect("diagnostic:liste", request.projet.slug)
    donnees = {**request.dits, "campagne": trouvee}
    return render(request, "diagnostic/annuler.html", donnees)


@require_POST
@porte(peut_animer)
@refus_dits
def inviter(request: ProjetRequest, pk: int, college: str) -> HttpResponse:
    """Change how many people are invited to a recueil."""
    passation = passation_de(campagne_de(request, pk), college)
    form = InvitesForm(request.POST)
    return _noter(request, pk, form, partial(ouverture.inviter, geste_de(request), passation))


@require_POST
@porte(peut_temoigner)
@refus_dits
def compter(request: ProjetRequest, pk: int, college: str) -> HttpResponse:
    """How many slips were drawn, typed by someone of the group."""
    passation = passation_de(campagne_de(request, pk), college)
    form = TiresForm(request.POST)
    return _noter(request, pk, form, partial(tirage.compter, geste_de(request), passation))


def _noter(
    request: ProjetRequest, pk: int, form: NombreForm, noter: Callable[[int], None]
) -> HttpResponse:
    """The one number of this form; then back to the campagne. Raises Refus."""
    (champ,) = form
    if form.is_valid():
        noter(form.cleaned_data[champ.name])
        messages.success(request, form.FAIT)
    else:
        messages.warning(request, f"{champ.label} : {champ.errors[0]}")
    return redirect("diagnostic:campagne", request.projet.slug, pk)
