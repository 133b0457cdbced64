"""Paper for an autodiagnostic: the blank questionnaire, a recueil's poster, the results."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from diagnostic import figures
from diagnostic.campagnes import tirage
from diagnostic.campagnes.questionnaire import passage
from diagnostic.campagnes.refus import Refus
from diagnostic.models import Campagne, CollegePassation, Passation
from diagnostic.resultats import lire
from diagnostic.views.commun import campagne_de
from fresque.pdf import autodiagnostic as papier
from fresque.pdf import resultats as feuilles
from fresque.pdf.variantes import A_LIRE_DE_LOIN, A_REMPLIR, connue
from pasapas.acces.permissions import peut_animer
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.ecriture.journal import Geste
from pasapas.serveur.pages import document


@never_cache
@require_safe
@porte(annexe=2)
def questionnaire(request: ProjetRequest, pk: int) -> HttpResponse:
    """The questionnaire to fill in by hand; ``?college=`` names who fills it,
    ``?variante=a3`` prints it larger."""
    campagne = campagne_de(request, pk)
    college = request.GET.get("college", "")
    connu = college in CollegePassation.values
    passation = campagne.passations.filter(college=college).first() if connu else None
    variante = connue(request.GET.get("variante", ""), A_REMPLIR)
    octets = papier.questionnaire(campagne, passage(campagne.questionnaire), passation, variante)
    return document(octets, f"questionnaire-{request.projet.slug}.pdf")


@never_cache
@require_safe
@porte(peut_animer)
def affiche(request: ProjetRequest, pk: int, college: str) -> HttpResponse:
    """The poster with the QR code of a recueil that is open; ``?variante=`` a3, encre."""
    campagne = campagne_de(request, pk)
    passation = _ouverte(campagne, college)
    chemin = reverse("recueil:accueil", args=[passation.jeton])
    adresse = request.build_absolute_uri(chemin)
    octets = papier.affiche(passation, passage(campagne.questionnaire), adresse, _de_loin(request))
    return document(octets, f"affiche-{request.projet.slug}-{college}.pdf")


@require_POST
@porte(peut_animer)
def bulletins(request: ProjetRequest, pk: int, college: str) -> HttpResponse:
    """The slips to draw: their codes are made, told on this sheet, and nowhere else."""
    campagne = campagne_de(request, pk)
    passation = _ouverte(campagne, college)
    geste = Geste(request.projet, request.participant, "autodiagnostic", "campagne")
    cle, refaire = request.POST.get("cle", "")[:64], "refaire" in request.POST
    try:
        codes = tirage.imprimer(geste, passation, cle, refaire=refaire)
    except Refus as refus:
        messages.warning(request, str(refus))
        return redirect("diagnostic:campagne", request.projet.slug, pk)
    adresse = request.build_absolute_uri(reverse("recueil:accueil", args=[passation.jeton]))
    octets = papier.bulletins(passation, codes, adresse)
    return document(octets, f"bulletins-{request.projet.slug}-{college}.pdf", a_garder=True)


@never_cache
@require_safe
@porte(annexe=2)
def resultats(request: ProjetRequest, pk: int) -> HttpResponse:
    """The cahier of a closed campagne: what its page shows, and no more; ``?variante=`` a3,
    encre."""
    lignes = Campagne.objects.de(request.projet).select_related("questionnaire")
    campagne = lignes.filter(pk=pk).first()
    publie = lire(campagne) if campagne else None
    if publie is None:
        raise Http404("Aucun résultat à cette adresse.")
    cahier = figures.cahier(publie, figures.resultats_d_avant(request.projet, publie))
    chemin = reverse("diagnostic:resultats", args=[request.projet.slug, publie.campagne])
    adresse = request.build_absolute_uri(chemin)
    octets = feuilles.imprimer(
        cahier, request.projet, adresse, timezone.localdate(), _de_loin(request)
    )
    return document(octets, f"resultats-{request.projet.slug}-{publie.reference}.pdf")


def _de_loin(request: ProjetRequest) -> str:
    return connue(request.GET.get("variante", ""), A_LIRE_DE_LOIN)


def _ouverte(campagne: Campagne, college: str) -> Passation:
    passation = campagne.passations.filter(college=college[:20]).exclude(jeton="").first()
    if passation is None:
        raise Http404("Ce collège n’a pas de questionnaire individuel en cours.")
    passation.campagne = campagne
    return passation
