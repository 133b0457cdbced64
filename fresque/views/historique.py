"""What changed, what it said before, and what was taken off."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fresque.endroit import est_partie
from fresque.historique.corbeille import corbeille as lire_la_corbeille
from fresque.historique.lieux import est_un_texte, objet_de, titre
from fresque.historique.series import DemandeDeMemoire
from fresque.historique.traces import traces
from fresque.instant import instant
from fresque.views.encarts import exiger_le_droit
from fresque.views.enregistrement import geste_de
from fresque.views.rendu import PARTIE, Avis, contexte, partir, place, trouver
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.ecriture.conciliation import une_fois
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.objets import Objet
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import Contenu, Evenement, Projet
from pasapas.valeurs.planches import Fresque
from pasapas.valeurs.saisie import cle_lue, jour_lu
from pasapas.valeurs.textes import jour_de_semaine

RESERVE = "Ce champ se change par la personne elle-même, ou par qui anime la fresque."
AILLEURS = (
    "Cette personne a été retirée de la fresque : remettez-la d’abord, depuis la corbeille, "
    "puis reprenez le texte."
)


@require_safe
@porte()
def tout(request: ProjetRequest) -> HttpResponse:
    """« Ce qui a changé depuis mardi » on the whole wall."""
    return _page(request, {})


@require_safe
@porte()
def encart(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    """The history of one box; of one of its texts, save by save, when ``serie`` names it."""
    planche, case = trouver(request, code, nom)
    ici = {"planche": planche, "encart": case, "titre": titre(case)}
    return _page(request, ici, planche=code, encart=nom)


def _page(request: ProjetRequest, ici: dict[str, Any], **lieu: str) -> HttpResponse:
    fresque = instant(request.projet).fresque
    seul = jour_lu(request.GET.get("jour", ""))
    jour = seul or jour_lu(request.GET.get("depuis", ""))
    demande = DemandeDeMemoire(
        **lieu,
        parmi=ici_seulement(request.projet, fresque),
        depuis=_minuit(jour) if jour else None,
        jusqu_a=_minuit(seul + timedelta(days=1)) if seul else None,
        avant=cle_lue(request.GET.get("avant", "")),
        serie=cle_lue(request.GET.get("serie", "")) if lieu else 0,
    )
    aujourd_hui = timezone.localdate()
    donnees = {
        **contexte(request),
        **ici,
        "fresque": fresque,
        "depuis": jour,
        "seul": jour_de_semaine(seul) if seul else "",
        "demande": demande,
        "hier": aujourd_hui - timedelta(days=1),
        "semaine": aujourd_hui - timedelta(days=7),
        "page": traces(request.participant, fresque, demande),
    }
    return render(request, "fresque/historique.html", donnees)


def ici_seulement(projet: Projet, fresque: Fresque) -> frozenset[str] | None:
    """The planches whose changes this person may know of; who has access is told to all."""
    if projet.montrees is None:
        return None
    return frozenset({"acces", *(p.code for p in (*fresque.planches, *fresque.a_cote))})


def _minuit(jour: date) -> datetime:
    """Where the établissement is: behind the door, it is the time zone in force."""
    return timezone.make_aware(datetime.combine(jour, time.min))


@require_POST
@porte(peut_ecrire)
def reprendre(request: ProjetRequest, code: str, nom: str, pk: int) -> HttpResponse:
    """Bring back the text a change replaced (or the one a clash put aside).

    A row that was taken off comes back with its text.
    """
    _, case = trouver(request, code, nom)
    evenements = Evenement.objects.filter(projet=request.projet, planche=code, encart=nom)
    evenement = evenements.filter(pk=pk).first()
    objet = objet_de(evenement, case) if evenement else None
    if evenement is None or objet is None or not est_un_texte(objet, evenement.champ):
        raise Http404("Ce changement ne se reprend pas.")
    exiger_le_droit(request, objet)
    instance = objet.lire(request.projet, evenement.objet_pk)
    avis = _empechement(request, objet, evenement, instance)
    avis = avis or _reprendre(geste_de(request, code, nom), objet, evenement, instance)
    return partir(request, place(request, code, nom), avis)


def _empechement(
    request: ProjetRequest, objet: Objet, evenement: Evenement, instance: Contenu | None
) -> Avis | None:
    """Why the text cannot come back, if it cannot. Raises Http404 for a row nobody ever saw,
    PermissionDenied for a field that the form does not show to this person."""
    if est_partie(request.projet, objet.model, evenement.objet_pk, instance):
        return Avis(PARTIE)
    if instance is None:
        raise Http404("Cette ligne n’existe plus.")
    form = objet.saisie(None, request.participant, ligne=instance)
    if evenement.champ in {*form.base_fields} - {*form.saisie}:
        raise PermissionDenied(RESERVE)
    # Putting someone back in the équipe does not put them back on the wall.
    ailleurs = objet.ordre != "ordre" and getattr(instance, "retire_le", None)
    return Avis(AILLEURS) if ailleurs else None


def _reprendre(geste: Geste, objet: Objet, evenement: Evenement, instance: Contenu) -> Avis:
    mis_de_cote = evenement.action == Evenement.Action.CONFLIT
    texte = evenement.apres if mis_de_cote else evenement.avant
    partie = objet.retiree(instance)
    try:
        with une_fois(geste) as nouvelle:
            if nouvelle:
                if partie:
                    objet.retablir(geste, instance)
                objet.modifier(geste, instance, {evenement.champ: texte})
    except ValidationError:
        return Avis("Ce texte-là ne peut pas revenir : la case ne doit pas rester vide.")
    if partie:
        return Avis("Cette ligne avait été retirée : la voici de nouveau, avec le texte repris.")
    return Avis("Texte repris.")


@require_safe
@porte()
def corbeille(request: ProjetRequest) -> HttpResponse:
    fresque = instant(request.projet).fresque
    donnees = {
        **contexte(request),
        "fresque": fresque,
        "retirees": lire_la_corbeille(
            request.participant, fresque, ici_seulement(request.projet, fresque)
        ),
        "jours": CORBEILLE.days,
    }
    return render(request, "fresque/corbeille.html", donnees)
