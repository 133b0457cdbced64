"""« Mes données »: what is kept about oneself, to take away or to erase."""

from django.contrib.auth import logout
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fresque.donnees.effacement import (
    PassationNecessaire,
    a_confier,
    bientot_fermees,
    effacer_compte,
)
from fresque.donnees.forms import ConfirmationForm
from fresque.donnees.personne import de_compte
from fresque.donnees.reecriture import portee
from fresque.donnees.releve import Releve, relever
from pasapas.acces.porte import CompteRequest, connecte, lue_et_ecrite, publique
from pasapas.comptes.preuves import par_carte, preuve_recente
from pasapas.models import Participant


@require_safe
@connecte
def mes_donnees(request: CompteRequest) -> HttpResponse:
    """Who one is here, in which fresques, and the two things one can ask for."""
    participations = (
        Participant.objects.du_compte(request.user)
        .presents()
        .select_related("projet__etablissement")
        .order_by("projet__nom", "pk")
    )
    donnees = {"participations": participations, "par_carte": par_carte(request)}
    return render(request, "donnees/mes_donnees.html", donnees)


@require_safe
@connecte
@preuve_recente
def en_json(request: CompteRequest) -> HttpResponse:
    """The same, for another software."""
    releve = _releve(request)
    reponse = JsonResponse(
        releve.en_json(),
        encoder=DjangoJSONEncoder,
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    return _a_telecharger(reponse, "json")


@require_safe
@connecte
@preuve_recente
def en_page(request: CompteRequest) -> HttpResponse:
    """One page to read, with nothing to fetch elsewhere."""
    reponse = render(request, "donnees/releve.html", {"releve": _releve(request)})
    return _a_telecharger(reponse, "html")


def _releve(request: CompteRequest) -> Releve:
    return relever(de_compte(request.user))


def _a_telecharger(reponse: HttpResponse, suffixe: str) -> HttpResponse:
    nom = f"mes-donnees-{timezone.localdate()}.{suffixe}"
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


@lue_et_ecrite
@connecte
@preuve_recente
def effacer(request: CompteRequest) -> HttpResponse:
    """The second step: what goes, what stays, and a word to type."""
    form = ConfirmationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            effacer_compte(request.user)
        except PassationNecessaire:
            form.add_error(None, "Confiez d’abord vos fresques. Rien n’a été effacé.")
        else:
            return _au_revoir(request)
    donnees = {
        "form": form,
        "a_confier": a_confier(request.user),
        "bientot_fermees": bientot_fermees(request.user),
        "portee": portee(de_compte(request.user)),
    }
    statut = 422 if form.is_bound else 200
    return render(request, "donnees/effacer.html", donnees, status=statut)


def _au_revoir(request: CompteRequest) -> HttpResponse:
    """Nothing of the person stays in this browser either: pages, drafts, session."""
    logout(request)
    reponse = redirect("donnees_effacees")
    reponse["Clear-Site-Data"] = '"cache", "storage"'
    return reponse


@require_safe
@publique
def effacees(request: HttpRequest) -> HttpResponse:
    return render(request, "donnees/effacees.html")
