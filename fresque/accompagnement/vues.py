"""What the group sees of its accompaniment, and what it answers to the pistes put to it."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fresque.accompagnement import entretien
from fresque.accompagnement.attendu import attendu
from fresque.accompagnement.operations import vues_du_groupe
from fresque.views.rendu import contexte
from pasapas.acces.permissions import peut_animer, voit_l_accompagnement
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.ecriture.journal import Geste
from pasapas.models import Accompagnement, PisteProposee
from pasapas.serveur.pages import document

INTENTIONS = ("autodiagnostic", "intentions")  # where a piste that is accepted stands


def _suivi(request: ProjetRequest) -> Accompagnement | None:
    siens = Accompagnement.objects.de(request.projet).select_related("programme", "suivi_par")
    return siens.first()


@require_safe
@porte(voit_l_accompagnement)
def notre(request: ProjetRequest) -> HttpResponse:
    """Who follows the group, where it is, what was done; and what it is asked."""
    suivi = _suivi(request)
    donnees = {
        **contexte(request),
        "projet": request.projet,
        "suivi": suivi,
        "attendu": attendu(suivi, request.projet.etablissement.aujourd_hui) if suivi else None,
        "interventions": vues_du_groupe(request.projet),
        "pistes": list(suivi.pistes.all()) if suivi else [],
    }
    return render(request, "accompagnement/notre.html", donnees)


@require_safe
@porte(voit_l_accompagnement)
def compte_rendu(request: ProjetRequest) -> HttpResponse:
    """What the adviser says to the group, with the pistes; their own report stays theirs."""
    suivi = _suivi(request)
    if suivi is None or suivi.entretien_date is None:  # nothing to print yet
        return redirect("fresque:accompagnement", request.projet.slug)
    octets = entretien.compte_rendu(suivi, entretien.Grille(), interne=False)
    return document(octets, f"entretien-{request.projet.slug}.pdf")


@require_POST
@porte(peut_animer)
def piste(request: ProjetRequest, pk: int) -> HttpResponse:
    """Yes, and it becomes an intention of the group; or no."""
    proposee = PisteProposee.objects.de(request.projet).filter(pk=pk).first()
    reponse = request.POST.get("reponse")
    if proposee is None:
        raise Http404("Cette piste n’existe pas.")
    if reponse not in {"oui", "non"}:
        messages.warning(request, "Répondez oui ou non à cette piste.")
        return redirect("fresque:accompagnement", request.projet.slug)
    geste = Geste(request.projet, request.participant, *INTENTIONS)
    try:
        entretien.repondre(geste, proposee, oui=reponse == "oui")
    except ValidationError as refus:
        messages.warning(request, " ".join(refus.messages))
    else:
        dit = "La piste est devenue une intention du groupe." if reponse == "oui" else "C’est noté."
        messages.success(request, dit)
    return redirect("fresque:accompagnement", request.projet.slug)
