"""What hangs on the real wall: said of one planche, from its page, from the list, from a telephone
that read the code of a sheet."""

from dataclasses import dataclass
from re import compile as motif
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from fresque.frise import planche as frise
from fresque.frise.planche import avec_frise, papier
from fresque.impression import affichage
from fresque.instant import instant
from fresque.models import Affichage
from fresque.pdf.marques import LONGUEUR, MARQUE, code_de
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import CompteRequest, ProjetRequest, connecte, porte
from pasapas.models import Participant

CLE = motif(rf"[A-Z2-7]{{{LONGUEUR}}}")
PAS_UNE_FEUILLE = "Cette feuille n’est d’aucune fresque que vous pouvez ouvrir."
PLUS_AU_MUR = "Cette planche n’est plus au mur."
ILLISIBLE = "On ne sait pas de quelle feuille il s’agit : lisez son code à nouveau."
GESTES = {"afficher", "oublier"}


@dataclass(frozen=True, slots=True)
class Scannee:
    """A sheet in someone's hands. ``a_jour``: it says what the wall says; ``notee``: it is the one
    that is known to hang."""

    code: str
    cle: str
    a_jour: bool
    notee: bool
    ligne: Affichage | None


def scannee(request: ProjetRequest, code: str) -> Scannee | None:
    """None when nobody came by the code of a sheet: 0 query."""
    cle = request.GET.get("feuille", "")
    if not CLE.fullmatch(cle):
        return None
    fresque = papier(request.projet)
    planche = fresque.planche(code)
    if planche is None:
        return None
    ligne = Affichage.objects.de(request.projet).filter(planche=code).select_related("par").first()
    a_jour = cle in affichage.cles(request.projet, fresque, planche)
    return Scannee(code, cle, a_jour, ligne is not None and ligne.cle == cle, ligne)


@require_POST
@porte(peut_ecrire)
def geste(request: ProjetRequest, code: str, geste: str) -> HttpResponse:
    """This sheet hangs (« cle » is what it says, else what the wall says now); or it does not."""
    if geste not in GESTES:
        raise Http404("Ce geste n’existe pas.")
    connue = Affichage.objects.de(request.projet).filter(planche=code).first()
    if geste == "oublier":
        if connue is None:
            raise Http404("Cette planche n’est pas notée au mur.")
        affichage.decrocher(request.projet, code)
        messages.success(request, "Noté : cette planche n’est plus au mur.")
        return redirect("fresque:imprimer", request.projet.slug)
    cle = request.POST.get("cle", "")
    if papier(request.projet).planche(code) is None:
        raise Http404("Cette feuille n’est pas de cette fresque.")
    if not CLE.fullmatch(cle):
        messages.warning(request, ILLISIBLE)
        return redirect(adresse(request.projet.slug, code))
    nombre = connue.nombre if connue else 0
    affichage.afficher(request.projet, request.participant, [(code, cle, nombre)])
    messages.success(request, "Noté : cette feuille est au mur.")
    return redirect(adresse(request.projet.slug, code))


def adresse(slug: str, code: str) -> str:
    """The page of a planche; the frise has one of its own."""
    if code == frise.CODE:
        return reverse("fresque:frise", args=[slug])
    return reverse("fresque:planche", args=[slug, code])


@require_safe
@connecte
def marque(request: CompteRequest, marque: str) -> HttpResponse:
    """Where the code of a sheet leads: its page, for whoever opens that fresque."""
    lue = MARQUE.fullmatch(marque.upper())
    if lue is None:
        raise Http404(PAS_UNE_FEUILLE)
    ouvertes = Participant.objects.ouverts().du_compte(request.user)
    siennes: Any = ouvertes.filter(projet=int(lue["numero"], 36)).select_related("projet").first()
    if siennes is None:
        raise Http404(PAS_UNE_FEUILLE)
    mur = avec_frise(instant(siennes.projet).fresque, siennes.projet)
    code = code_de(mur, lue["planche"])
    if not code:
        raise Http404(PLUS_AU_MUR)
    return redirect(f"{adresse(siennes.projet.slug, code)}?feuille={lue['cle']}")
