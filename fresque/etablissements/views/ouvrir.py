"""An administrateur opens an établissement and its fresque, and sees the pilote come in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fresque.etablissements import arrivees, operations
from fresque.etablissements.forms import OuvrirForm
from pasapas.acces import invitations
from pasapas.acces.porte import CompteRequest, administration, connecte, lue_et_ecrite
from pasapas.acces.roles import geste_d_acces
from pasapas.comptes.preuves import preuve_recente
from pasapas.models import Participant, Role
from pasapas.valeurs.saisie import cle_lue

OUVRIR = "pasapas.add_projet"
CONFIRMER = "Confirmer un établissement revient à l’administration, ou à qui suit sa région."


@require_safe
@administration(OUVRIR)
def liste(request: CompteRequest) -> HttpResponse:
    """Fresques, their pilotes, and where the invitations are."""
    page = Paginator(arrivees.fresques(), arrivees.PAR_PAGE).get_page(request.GET.get("page"))
    donnees = {
        "page": page,
        "ouvertes": arrivees.avec_leurs_pilotes(list(page)),
        "attendent": arrivees.a_confirmer(request.user).count(),
    }
    return render(request, "etablissements/liste.html", donnees)


@require_safe
@connecte
def a_confirmer(request: CompteRequest) -> HttpResponse:
    if not arrivees.peut_confirmer(request.user):
        raise PermissionDenied(CONFIRMER)
    attendent = list(arrivees.a_confirmer(request.user)[: arrivees.PAR_PAGE])
    return render(request, "etablissements/a_confirmer.html", {"a_confirmer": attendent})


@lue_et_ecrite
@administration(OUVRIR)
def ouvrir(request: CompteRequest) -> HttpResponse:
    form = OuvrirForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reponse = _ouvrir(request, form)
        if reponse:
            return reponse
    statut = 422 if form.is_bound else 200
    return render(request, "etablissements/ouvrir.html", {"form": form}, status=statut)


@preuve_recente
def _ouvrir(request: HttpRequest, form: OuvrirForm) -> HttpResponse | None:
    """Asked for once the form is right, as for any invitation: a session found open lets nobody
    in. None when it is refused, and the form says why."""
    invitations.compter(request, form.pilote["courriel"])
    try:
        with transaction.atomic():
            invitation, jeton = operations.ouvrir_et_inviter(
                form.etablissement, form.nom_du_projet, form.pilote
            )
            invitations.envoyer(request, invitation, jeton)
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return None
    dit = f"« {invitation.projet} » est ouverte. "
    invitations.dire_partie(request, invitation.courriel, dit)
    return redirect("etablissements:liste")


@require_POST
@administration(OUVRIR)
@preuve_recente
def renvoyer(request: CompteRequest) -> HttpResponse:
    """The same person, a new invitation: the one before is dead."""
    gens = Participant.objects.sans_projet("l’administration voit toutes les fresques")
    qui = gens.presents().filter(pk=cle_lue(request.POST.get("participant", "")))
    personne = qui.filter(role=Role.PILOTE).select_related("projet").first()
    if personne is None or not personne.courriel:
        raise Http404("Cette personne n’est pas invitée.")
    invitations.compter(request, personne.courriel)
    try:
        with transaction.atomic():
            geste = geste_d_acces(personne.projet, None)
            invitation, jeton = invitations.inviter(geste, personne, personne.courriel)
            invitations.envoyer(request, invitation, jeton)
    except ValidationError as refus:
        messages.warning(request, " ".join(refus.messages))
        return redirect("etablissements:liste")
    invitations.dire_partie(request, invitation.courriel)
    return redirect("etablissements:liste")


@require_POST
@connecte
def confirmer(request: CompteRequest) -> HttpResponse:
    if not arrivees.peut_confirmer(request.user):
        raise PermissionDenied(CONFIRMER)
    demande = cle_lue(request.POST.get("etablissement", ""))
    trouve = arrivees.a_confirmer(request.user).filter(pk=demande).first()
    if trouve is not None and operations.confirmer(trouve, request.user):
        messages.success(request, f"« {trouve} » est confirmé.")
    else:
        messages.warning(request, "Cet établissement n’attend pas d’être confirmé.")
    return redirect("etablissements:a_confirmer")
