"""Paper for an autodiagnostic: the blank questionnaire, a recueil's poster, the results."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from diagnostic import figures
from diagnostic.campagnes.questionnaire import passage
from diagnostic.models import Campagne, CollegePassation, Passation
from diagnostic.resultats import lire
from fresque.pdf import autodiagnostic as papier
from fresque.pdf import resultats as feuilles
from pasapas.acces.permissions import peut_animer
from pasapas.acces.porte import ProjetRequest, porte


@never_cache
@require_safe
@porte()
def questionnaire(request: ProjetRequest, pk: int) -> HttpResponse:
    """The questionnaire to fill in by hand; ``?college=`` names who fills it."""
    campagne = _campagne(request, pk)
    college = request.GET.get("college", "")
    connu = college in CollegePassation.values
    passation = campagne.passations.filter(college=college).first() if connu else None
    octets = papier.questionnaire(campagne, passage(campagne.questionnaire), passation)
    return _fichier(octets, f"questionnaire-{request.projet.slug}.pdf")


@never_cache
@require_safe
@porte(peut_animer)
def affiche(request: ProjetRequest, pk: int, college: str) -> HttpResponse:
    """The poster with the QR code of a recueil that is open."""
    campagne = _campagne(request, pk)
    passation = _ouverte(campagne, college)
    chemin = reverse("recueil:accueil", args=[passation.jeton])
    adresse = request.build_absolute_uri(chemin)
    octets = papier.affiche(passation, passage(campagne.questionnaire), adresse)
    return _fichier(octets, f"affiche-{request.projet.slug}-{college}.pdf")


@never_cache
@require_safe
@porte()
def resultats(request: ProjetRequest, pk: int) -> HttpResponse:
    """The cahier of a closed campagne: what its page shows, and no more."""
    lignes = Campagne.objects.de(request.projet).select_related("questionnaire")
    campagne = lignes.filter(pk=pk).first()
    publie = lire(campagne) if campagne else None
    if publie is None:
        raise Http404("Aucun résultat à cette adresse.")
    cahier = figures.cahier(publie, figures.resultats_d_avant(request.projet, publie))
    chemin = reverse("diagnostic:resultats", args=[request.projet.slug, publie.campagne])
    adresse = request.build_absolute_uri(chemin)
    octets = feuilles.imprimer(cahier, request.projet, adresse, timezone.localdate())
    return _fichier(octets, f"resultats-{request.projet.slug}-{publie.reference}.pdf")


def _campagne(request: ProjetRequest, pk: int) -> Campagne:
    trouvees = Campagne.objects.de(request.projet).select_related("questionnaire")
    campagne = trouvees.defer("resultats").filter(pk=pk).first()
    if campagne is None:
        raise Http404("Cette campagne n’existe pas sur la fresque.")
    campagne.projet = request.projet
    return campagne


def _ouverte(campagne: Campagne, college: str) -> Passation:
    passation = campagne.passations.filter(college=college[:20]).exclude(jeton="").first()
    if passation is None:
        raise Http404("Ce collège n’a pas de recueil en cours.")
    passation.campagne = campagne
    return passation


def _fichier(octets: bytes, nom: str) -> HttpResponse:
    reponse = HttpResponse(octets, content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="{nom}"'
    return reponse
