"""What one wants to receive, how to stop, and the strips of a fresque."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from fresque.instant import instant
from fresque.pdf.rappels import rendre_bandes
from fresque.rappels import operations
from fresque.rappels.bandes import bandes, coupees
from fresque.rappels.forms import ChoixRappelsForm
from fresque.views.rendu import contexte
from pasapas.acces.porte import (
    CompteRequest,
    ProjetRequest,
    connecte,
    lue_et_ecrite,
    porte,
    publique,
)
from pasapas.serveur.pages import document

RIEN = "Aucune étape n’est en retard, ni à finir dans le mois : il n’y a rien à imprimer."


@lue_et_ecrite
@connecte
def choisir(request: CompteRequest) -> HttpResponse:
    """One choice for all of one's fresques."""
    form = ChoixRappelsForm(
        request.POST if request.method == "POST" else None,
        instance=operations.choix_de(request.user),
    )
    if request.method == "POST" and form.is_valid():
        operations.choisir(request.user, form.cleaned_data)
        messages.success(request, "C’est noté.")
        return redirect("mes_rappels")
    return render(request, "rappels/choisir.html", {"form": form})


@never_cache
@csrf_exempt
@lue_et_ecrite
@publique
def arreter(request: HttpRequest, jeton: str) -> HttpResponse:
    """Where « Ne plus en recevoir » leads, and where a mailbox posts by itself (RFC 8058), without
    a cookie: the signed address is the proof, and all it can do is to stop."""
    user = operations.qui_arrete(jeton)
    if user is None:
        raise Http404("Aucun rappel à cette adresse.")
    if request.method == "POST":
        operations.arreter(user)
    return render(request, "rappels/arreter.html", {"fait": request.method == "POST"})


@require_safe
@porte(annexe=3)
def imprimer(request: ProjetRequest) -> HttpResponse:
    """One strip for each person, to be cut out and given by hand."""
    tous = request.GET.get("pour") == "tous"
    donnees = {
        **contexte(request),
        "fresque": instant(request.projet).fresque,
        "tous": tous,
        "bandes": bandes(request.projet, tous=tous),
    }
    return render(request, "rappels/bandes.html", donnees)


@require_safe
@porte(annexe=3)
def papier(request: ProjetRequest) -> HttpResponse:
    faites = bandes(request.projet, tous=request.GET.get("pour") == "tous")
    if not faites:
        messages.info(request, RIEN)
        return redirect("fresque:rappels", request.projet.slug)
    octets = rendre_bandes(request.projet, list(coupees(faites)))
    return document(octets, f"rappels-{request.projet.slug}.pdf")
