"""The data of one fresque: for how long, and the people who ask to be taken out of it."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from fresque.donnees.conservation import prolonger
from fresque.donnees.effacement import effacer_contact, effacer_participant
from fresque.donnees.forms import ConfirmationForm, ProlongerForm
from fresque.donnees.personne import Personne, de_contact, de_participant, sans_compte
from fresque.donnees.reecriture import portee
from fresque.historique.lieux import CONSERVATION
from pasapas.acces.permissions import peut_animer, peut_gerer, peut_piloter
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.comptes.preuves import preuve_recente
from pasapas.ecriture.journal import Geste
from pasapas.models import Contact, Participant
from pasapas.valeurs.textes import jour


@require_safe
@porte(peut_animer)
def donnees(request: ProjetRequest) -> HttpResponse:
    return _page(request, ProlongerForm())


def _page(request: ProjetRequest, form: ProlongerForm) -> HttpResponse:
    participants = (
        Participant.objects.de(request.projet)
        .presents()
        .filter(user__email=None)
        .order_by("nom", "prenom", "pk")
    )
    contexte = {
        "projet": request.projet,
        "form": form,
        "peut_piloter": peut_piloter(request.participant),
        "participants": [p for p in participants if peut_gerer(request.participant, p)],
        "contacts": Contact.objects.de(request.projet).order_by("nom", "pk"),
    }
    return render(request, "donnees/projet.html", contexte, status=422 if form.is_bound else 200)


@require_POST
@porte(peut_piloter)
def conserver(request: ProjetRequest) -> HttpResponse:
    form = ProlongerForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    geste = Geste(request.projet, request.participant, *CONSERVATION)
    terme = prolonger(geste, form.cleaned_data["annees"])
    messages.success(request, f"La fresque est gardée jusqu’au {jour(terme)}.")
    return redirect("fresque:donnees", request.projet.slug)


@lue_et_ecrite
@porte(peut_animer)
@preuve_recente
def participant(request: ProjetRequest, pk: int) -> HttpResponse:
    """« Effacer les données de cette personne »: someone without an account of their own."""
    lignes = Participant.objects.de(request.projet).select_related("user")
    ligne = lignes.filter(pk=pk).first()
    if ligne is None or not sans_compte(ligne):
        raise Http404("Aucune personne sans compte à cette adresse.")
    if not peut_gerer(request.participant, ligne):
        raise PermissionDenied("Les données de cette personne s’effacent avec un ou une pilote.")
    encart = "autres" if ligne.ordre_equipe is None else "equipe"
    geste = Geste(request.projet, request.participant, "eclaire", encart)
    return _confirmer(
        request, ligne, de_participant(ligne), lambda: effacer_participant(geste, ligne)
    )


@lue_et_ecrite
@porte(peut_animer)
@preuve_recente
def contact(request: ProjetRequest, pk: int) -> HttpResponse:
    ligne = Contact.objects.de(request.projet).filter(pk=pk).first()
    if ligne is None:
        raise Http404("Aucun contact à cette adresse.")
    geste = Geste(request.projet, request.participant, "acteurs", "repertoire")
    return _confirmer(request, ligne, de_contact(ligne), lambda: effacer_contact(geste, ligne))


def _confirmer(
    request: ProjetRequest,
    ligne: Participant | Contact,
    personne: Personne,
    effacer: Callable[[], None],
) -> HttpResponse:
    """The page that says what goes, then the deed."""
    form = ConfirmationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        effacer()
        messages.success(request, "Les données de cette personne sont effacées.")
        return redirect("fresque:donnees", request.projet.slug)
    contexte = {
        "projet": request.projet,
        "ligne": ligne,
        "est_contact": isinstance(ligne, Contact),
        "portee": portee(personne),
        "form": form,
    }
    statut = 422 if form.is_bound else 200
    return render(request, "donnees/effacer_personne.html", contexte, status=statut)
