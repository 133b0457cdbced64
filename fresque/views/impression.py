"""From the wall to paper: choose the sheets, follow the print, get the file, say that it hangs."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from fresque.frise import planche as frise
from fresque.impression import affichage, magasin, operations
from fresque.impression.choix import Choix
from fresque.impression.etat import avancee
from fresque.impression.forms import ChoixForm
from fresque.instant import instant
from fresque.kit.conseils import IMPRIMER, conseils_de
from fresque.models import Impression
from fresque.pdf import plan
from fresque.pdf.glyphes import manquants
from fresque.views.rendu import contexte
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.serveur.hotes import racine
from pasapas.serveur.pages import document
from pasapas.valeurs.planches import Fresque

ABSENTE = "Aucune impression à cette adresse."
PARTI = "Ce fichier n’est plus gardé : demandez-le à nouveau, cela prend quelques secondes."
ARRETEE = "Impression arrêtée."
QUITTEE = "Vous n’attendez plus cette impression ; quelqu’un d’autre l’attend encore."
DEJA = "Trop tard : ce fichier est déjà prêt."
CHANGEES, AUCUNE = "changees", "aucune"
RECENTES, DITES = 3, 8


@lue_et_ecrite
@porte()
def imprimer(request: ProjetRequest) -> HttpResponse:
    """What to print; ?planche=, ?annexe=, ?choix=changees or aucune tick what the address says."""
    papier = frise.papier(request.projet)
    form = ChoixForm(request.POST if request.method == "POST" else None, papier=papier)
    if form.is_valid():
        choix = form.choix(request.projet, racine(request))
        try:
            impression = operations.demander(request.projet, choix, request.participant)
        except ValidationError as refus:
            form.add_error(None, refus)
        else:
            return _conduire(request, impression)
    return _choisir(request, papier, form)


def _choisir(request: ProjetRequest, papier: Fresque, form: ChoixForm) -> HttpResponse:
    mur = affichage.regarder(request.projet, papier)
    cochees = request.POST.getlist("planche") if form.is_bound else _cochees(request, papier, mur)
    donnees = {
        "fresque": instant(request.projet).fresque,
        "papier": papier,
        "form": form,
        "cochees": set(cochees),
        "choisit": form.is_bound or _choisit(request),
        "vierges": request.POST.get("vierges", "0") if form.is_bound else _vierges(cochees, papier),
        "mur": mur,
        "plan": _plan(papier, mur),
        "manques": manquants(papier),
        "recentes": [
            (avancee(une), mur.porte(une.feuilles), _quoi(une, papier))
            for une in _recentes(request)
        ],
        "conseils": conseils_de(IMPRIMER),
    }
    statut = 422 if form.is_bound else 200
    page = {**contexte(request), **donnees}
    return render(request, "fresque/imprimer.html", page, status=statut)


def _plan(papier: Fresque, mur: affichage.MurAccroche) -> dict[str, Any] | None:
    """The real wall as it was said to hang; None while nobody knows of it."""
    notees = [une for une in mur.accrochees if une.ligne]
    if not notees:
        return None
    codes = {une.planche.code for une in notees}
    pendue = replace(papier, planches=tuple(p for p in papier.planches if p.code in codes))
    perimees = {une.planche.coordonnee for une in mur.perimees}
    return plan.dessiner(pendue, {une.planche.code: une.nombre for une in notees}, perimees)


def _cochees(
    request: ProjetRequest, papier: Fresque, mur: affichage.MurAccroche
) -> tuple[str, ...]:
    demande = request.GET
    if demande.get("choix") == AUCUNE:
        return ()
    if demande.get("choix") == CHANGEES:
        return mur.codes
    if voulues := demande.getlist("planche"):
        return tuple(voulues)
    annexe = demande.get("annexe", "")
    return tuple(p.code for p in papier.du_mur if annexe in {"", str(p.annexe.numero)})


def _choisit(request: ProjetRequest) -> bool:
    """Whether the address itself chooses: the sheets that changed have a button of their own."""
    return bool({"planche", "annexe", "choix"} & request.GET.keys()) and (
        request.GET.get("choix") != CHANGEES
    )


def _vierges(cochees: Sequence[str], papier: Fresque) -> str:
    """With the whole wall, one to write on by hand."""
    return str(Choix().vierges if {p.code for p in papier.du_mur} <= set(cochees) else 0)


def _recentes(request: ProjetRequest) -> list[Impression]:
    """The last ones this person asked for."""
    siennes = Impression.objects.de(request.projet).filter(
        demandes__participant=request.participant
    )
    lues = siennes.select_related("travail", "projet").order_by("-demandes__demandee_le")
    return [une for une in lues[:RECENTES] if _lisible(request, une)]


def _quoi(impression: Impression, papier: Fresque) -> str:
    """What a print is of: the marks of its sheets, as they stand on the wall."""
    choix = Choix.relire(impression.choix)
    if choix.entier or not choix.codes:
        return "Toute la fresque"
    marques = [p.coordonnee for p in papier.planches if p.code in choix.codes]
    suite = "…" if len(marques) > DITES else ""
    return ", ".join(marques[:DITES]) + suite or "Fiches vierges"


def _lisible(request: ProjetRequest, impression: Impression) -> bool:
    return Choix.relire(impression.choix).lisible_par(request.projet.montrees)


def _conduire(request: ProjetRequest, impression: Impression) -> HttpResponse:
    """Ready: the file at once. Nobody beside the pages to make it: it is made here. Else the page
    that follows it."""
    if not impression.prete and operations.personne_ne_travaille():
        operations.faire_ici(impression)
        impression.refresh_from_db()
    return redirect(_adresse(impression, "fichier" if impression.prete else "suivi"))


def _adresse(impression: Impression, quoi: str) -> str:
    noms = {"fichier": "fresque:impression_pdf", "suivi": "fresque:impression"}
    return reverse(noms[quoi], args=[impression.projet.slug, impression.pk])


def _trouver(request: ProjetRequest, pk: UUID) -> Impression:
    """This print, if what it shows is shared with who asks; or 404."""
    lues = Impression.objects.de(request.projet).select_related("travail", "projet")
    impression = lues.filter(pk=pk).first()
    if impression is None or not _lisible(request, impression):
        raise Http404(ABSENTE)
    return impression


@require_safe
@porte()
def suivre(request: ProjetRequest, pk: UUID) -> HttpResponse:
    """How far it is. What asks again by itself (?suite, or htmx) is led to the file once ready."""
    impression = _trouver(request, pk)
    if impression.prete and (request.htmx or "suite" in request.GET):
        fichier = _adresse(impression, "fichier")
        return HttpResponseClientRedirect(fichier) if request.htmx else redirect(fichier)
    donnees = {
        **contexte(request),
        "a": avancee(impression),
        "impression": impression,
        "fresque": instant(request.projet).fresque,
    }
    gabarit = "fresque/_impression.html" if request.htmx else "fresque/impression.html"
    return render(request, gabarit, donnees)


@require_safe
@porte()
def fichier(request: ProjetRequest, pk: UUID) -> HttpResponse:
    """The PDF itself."""
    impression = _trouver(request, pk)
    octets = magasin.lire(impression.fichier) if impression.prete else None
    if octets is None:
        if impression.prete:
            messages.warning(request, PARTI)
            return redirect("fresque:imprimer", request.projet.slug)
        return redirect(_adresse(impression, "suivi"))
    reponse = document(octets, f"fresque-{request.projet.slug}.pdf")
    reponse["Cache-Control"] = "private, no-store"
    return reponse


@require_POST
@porte()
def annuler(request: ProjetRequest, pk: UUID) -> HttpResponse:
    """No longer wait for it; the work stops when nobody does."""
    impression = _trouver(request, pk)
    arretee = operations.abandonner(impression, request.participant)
    messages.success(request, ARRETEE if arretee else DEJA if impression.prete else QUITTEE)
    return redirect("fresque:imprimer", request.projet.slug)


@require_POST
@porte()
def reessayer(request: ProjetRequest, pk: UUID) -> HttpResponse:
    """Try again now what failed, was stopped, or waits for a worker that is not there."""
    choix = Choix.relire(_trouver(request, pk).choix)
    try:
        impression = operations.demander(request.projet, choix, request.participant)
    except ValidationError as refus:
        messages.warning(request, refus.message)
        return redirect("fresque:imprimer", request.projet.slug)
    operations.reessayer(impression)
    return _conduire(request, impression)


@require_POST
@porte(peut_ecrire)
def affichee(request: ProjetRequest, pk: UUID) -> HttpResponse:
    """Its sheets hang on the real wall, from today."""
    impression = _trouver(request, pk)
    if not impression.prete:  # of what is not made yet, nobody knows what it says
        return redirect(_adresse(impression, "suivi"))
    choix = Choix.relire(impression.choix)
    nombre = affichage.afficher(
        request.projet,
        request.participant,
        [tuple(une) for une in impression.feuilles],
        tout=choix.entier and choix.montrees is None,
    )
    feuilles = "feuilles" if nombre > 1 else "feuille"
    messages.success(request, f"{nombre} {feuilles} au mur : c’est noté.")
    return redirect("fresque:imprimer", request.projet.slug)


@require_safe
@porte()
def pdf(request: ProjetRequest) -> HttpResponse:
    """A shorter way: what would be printed, if it is ready; else where to ask for it."""
    return redirect(
        f"{reverse('fresque:imprimer', args=[request.projet.slug])}?{request.GET.urlencode()}"
    )
