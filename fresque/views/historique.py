"""What changed, what it said before, and what was taken off."""

from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from fresque import assemblage
from fresque import historique as memoire
from fresque.views.ecriture import geste_de
from fresque.views.encarts import objet_modifiable
from fresque.views.rendu import Avis, contexte, partir, place, trouver
from pasapas.access import ProjetRequest, porte
from pasapas.conciliation import une_fois
from pasapas.models import Evenement
from pasapas.permissions import peut_ecrire


@require_safe
@porte()
def tout(request: ProjetRequest) -> HttpResponse:
    """« Ce qui a changé depuis mardi » on the whole wall."""
    fresque = assemblage.assembler(request.projet)
    jour = _jour(request.GET.get("depuis", ""))
    depuis = timezone.make_aware(datetime.combine(jour, time.min)) if jour else None
    donnees = {
        **contexte(request),
        "fresque": fresque,
        "depuis": jour,
        "traces": memoire.traces(request.projet, fresque, depuis=depuis),
    }
    return render(request, "fresque/historique.html", donnees)


def _jour(texte: str) -> date | None:
    """A day of this century or so: an earlier one may have no equivalent in UTC."""
    try:
        jour = parse_date(texte)
    except ValueError:
        return None
    return jour if jour and 1900 <= jour.year <= 2200 else None


@require_safe
@porte()
def encart(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    """The history of one box."""
    planche, case = trouver(request, code, nom)
    fresque = assemblage.assembler(request.projet)
    donnees = {
        **contexte(request),
        "fresque": fresque,
        "planche": planche,
        "encart": case,
        "traces": memoire.traces(request.projet, fresque, planche=code, encart=nom),
    }
    return render(request, "fresque/historique.html", donnees)


@require_POST
@porte(peut_ecrire)
def reprendre(request: ProjetRequest, code: str, nom: str, pk: int) -> HttpResponse:
    """Bring back the text a change replaced (or the one a clash put aside)."""
    trouver(request, code, nom)
    evenement = Evenement.objects.filter(
        projet=request.projet, planche=code, encart=nom, pk=pk
    ).first()
    modele = memoire.PAR_MODELE.get(evenement.objet) if evenement else None
    if evenement is None or not memoire.est_un_texte(modele, evenement.champ):
        raise Http404("Ce changement ne se reprend pas.")
    objet = objet_modifiable(request, modele)
    instance = objet.lire(request.projet, evenement.objet_pk)
    if instance is None:
        raise Http404("Cette ligne n’existe plus.")
    mis_de_cote = evenement.action == Evenement.Action.CONFLIT
    texte = evenement.apres if mis_de_cote else evenement.avant
    trace = geste_de(request, code, nom)
    try:
        with une_fois(trace) as nouvelle:
            if nouvelle:
                objet.modifier(trace, instance, {evenement.champ: texte})
    except ValidationError:
        avis = Avis("Ce texte-là ne peut pas revenir : la case ne doit pas rester vide.")
        return partir(request, place(request, code, nom), avis)
    return partir(request, place(request, code, nom), Avis("Texte repris."))


@require_safe
@porte()
def corbeille(request: ProjetRequest) -> HttpResponse:
    """What was taken off in the last 30 days."""
    fresque = assemblage.assembler(request.projet)
    donnees = {
        **contexte(request),
        "fresque": fresque,
        "retirees": memoire.corbeille(request.projet, fresque),
    }
    return render(request, "fresque/corbeille.html", donnees)
