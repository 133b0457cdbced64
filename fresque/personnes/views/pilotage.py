"""What changes who leads: handing the fresque over, accepting an adviser, leaving."""

from collections.abc import Collection

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from fresque.personnes import operations
from fresque.personnes.forms import PARTIR, ConfierForm, ConseilForm, PartageForm
from fresque.personnes.views.rendu import cible, geste, page, revenir, tenter
from pasapas.acces import correspondance, partages, roles
from pasapas.acces.permissions import annexes_montrees, peut_piloter
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.comptes.preuves import preuve_recente
from pasapas.models import Participant, Role, User
from pasapas.models.partage import ANNEXES
from pasapas.valeurs.saisie import cle_lue


@lue_et_ecrite
@porte(peut_piloter)
@preuve_recente
def confier(request: ProjetRequest) -> HttpResponse:
    """Hand the fresque over to someone who already comes in."""
    candidats = roles.candidats(request.participant)
    form = ConfierForm(request.POST or None, candidats=candidats)
    if request.method == "POST" and form.is_valid():
        nouveau, ensuite = form.cleaned_data["nouveau"], form.role_ensuite
        if tenter(form, lambda: _confier(request, nouveau, ensuite)):
            return _ensuite(request, f"{nouveau} pilote maintenant la fresque.", form)
    return page(request, "personnes/confier.html", form=form, possible=candidats.exists())


@transaction.atomic
def _confier(request: ProjetRequest, nouveau: Participant, ensuite: Role | None) -> None:
    """And the mailbox of the new pilote learns it."""
    roles.confier(geste(request), nouveau, ensuite)
    page_acces = reverse("fresque:acces", args=[request.projet.slug])
    adresse = request.build_absolute_uri(page_acces)
    correspondance.annoncer_pilote(nouveau, request.participant, adresse)


def _ensuite(request: ProjetRequest, avis: str, form: ConfierForm) -> HttpResponse:
    if form.cleaned_data["ensuite"] != PARTIR:
        return revenir(request, avis)
    messages.success(request, f"{avis} Vous avez quitté la fresque.")
    return redirect("accueil")


@lue_et_ecrite
@porte(peut_piloter)
@preuve_recente
def conseil(request: ProjetRequest) -> HttpResponse:
    """Accept a chargé de mission of the region, on every fresque one leads there."""
    comptes = operations.charges_de_mission(request.projet)
    demande = partages.en_attente(request.projet).filter(conseil__in=comptes).first()
    voulu = {"compte": demande.conseil_id} if demande else None
    form = ConseilForm(request.POST or None, comptes=comptes, initial=voulu)
    if request.method == "POST" and form.is_valid():
        compte = form.cleaned_data["compte"]
        if operations.accepter_conseil(geste(request), compte, form.partagees):
            return revenir(request, _ce_qui_se_voit(compte, form.partagees))
        form.add_error("compte", f"{compte} participe déjà à cette fresque, dans un autre rôle.")
    return page(
        request,
        "personnes/conseil.html",
        form=form,
        possible=comptes.exists(),
        projets=operations.projets_menes(request.user, request.projet.etablissement),
        region=request.projet.etablissement.region,
    )


def _ce_qui_se_voit(compte: User, annexes: Collection[int]) -> str:
    if not annexes:
        return f"{compte} suit maintenant l’établissement, et ne voit aucune annexe."
    dites = ", ".join(map(str, sorted(annexes)))
    quoi = f"les annexes {dites}" if len(annexes) > 1 else f"l’annexe {dites}"
    return f"{compte} lit maintenant {quoi}."


@lue_et_ecrite
@porte(peut_piloter)
@preuve_recente
def partage(request: ProjetRequest, pk: int) -> HttpResponse:
    """Four boxes: what this adviser reads from now on."""
    acces = cible(request, pk)
    compte = acces.participant.user
    if not acces.est_conseil:
        raise PermissionDenied("Cette personne n’est pas chargée de mission.")
    if compte is None:  # named there, accepted by nobody yet
        return redirect("fresque:acces_conseil", request.projet.slug)
    montrees = annexes_montrees(acces.participant)
    cochees = [str(n) for n in ANNEXES if montrees is None or n in montrees]
    form = PartageForm(
        request.POST if request.method == "POST" else None, initial={"annexes": cochees}
    )
    if form.is_valid():
        operations.changer_le_partage(geste(request), compte, form.partagees)
        return revenir(request, _ce_qui_se_voit(compte, form.partagees))
    return page(request, "personnes/partage.html", form=form, acces=acces)


@require_POST
@porte(peut_piloter)
@preuve_recente
def refuser_conseil(request: ProjetRequest) -> HttpResponse:
    """No to an adviser who asks."""
    conseil = cle_lue(request.POST.get("conseil", ""))
    demande = partages.en_attente(request.projet).filter(conseil=conseil).first()
    if demande is None:
        return revenir(request, "Personne n’attend cette réponse.", alerte=True)
    partages.refuser(geste(request), demande.conseil)
    return revenir(request, f"{demande.conseil} ne verra rien de la fresque.")


@require_POST
@porte(peut_piloter)
@preuve_recente
def remercier(request: ProjetRequest, pk: int) -> HttpResponse:
    """Close an adviser's access at once."""
    acces = cible(request, pk)
    if not acces.est_conseil:
        raise PermissionDenied("Cette personne n’est pas chargée de mission.")
    operations.remercier_conseil(geste(request), acces.participant)
    return revenir(request, f"{acces.participant} ne voit plus la fresque.")


@lue_et_ecrite
@porte()
def partir(request: ProjetRequest) -> HttpResponse:
    """Leave. The last pilote hands the fresque over first."""
    form = forms.Form(request.POST if request.method == "POST" else None)
    if form.is_valid() and tenter(
        form, lambda: operations.partir(geste(request), request.participant)
    ):
        messages.success(request, f"Vous avez quitté la fresque « {request.projet} ».")
        return redirect("accueil")
    return page(request, "personnes/partir.html", form=form)
