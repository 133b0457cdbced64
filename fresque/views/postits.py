"""Sticking, rewriting and taking off post-its, on any box."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from fresque.assemblage import zones
from fresque.objets import POSTIT
from fresque.views.ecriture import ajouter_une_fois, ecrire, geste_de, repondre
from fresque.views.ranimer import ranimee
from fresque.views.rendu import PARTIE, Avis, apres_ecriture, formulaire, trouver
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.ecriture.conciliation import une_fois
from pasapas.entretien.menage import est_partie
from pasapas.models import PostIt
from pasapas.valeurs.planches import Encart, Planche


@require_http_methods(["GET", "POST"])
@porte(peut_ecrire)
@ranimee
def ajouter(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    planche, encart = trouver(request, code, nom)
    form = POSTIT.form(
        request.POST or None,
        initial={"auteur": request.participant},
        participant=request.participant,
    )
    if not (request.method == "POST" and form.is_valid()):
        return formulaire(request, planche, encart, form, "Coller un post-it")
    valeurs = {**form.valeurs, "planche": code, "zone": nom}
    try:
        ecrit = ajouter_une_fois(
            request,
            planche,
            encart,
            POSTIT,
            form,
            valeurs,
            est_la=lambda postit: _est_la(request, planche, encart, postit),
        )
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return formulaire(request, planche, encart, form, "Coller un post-it")
    postit = ecrit.ligne
    if postit and ("autosave" in request.POST or ecrit.bilan.conflits):
        adresse = reverse("fresque:postit", args=[request.projet.slug, code, nom, postit.pk])
        suite = {"modifier": adresse, "page": ""}
        return repondre(request, planche, encart, POSTIT, ecrit.form or form, ecrit, suite)
    return apres_ecriture(request, planche, nom, Avis(ecrit.avis or "Post-it collé."))


@require_http_methods(["GET", "POST"])
@porte(peut_ecrire)
@ranimee
def modifier(request: ProjetRequest, code: str, nom: str, pk: int) -> HttpResponse:
    planche, encart = trouver(request, code, nom)
    instance = _lire(request, code, pk)
    colle = pk in {postit.pk for postit in encart.postits}
    if not (colle or (request.method == "POST" and _decolle(request, planche, encart, instance))):
        raise Http404("Ce post-it n’est pas sur cette case.")
    form = POSTIT.form(request.POST or None, instance=instance, participant=request.participant)
    if not (request.method == "POST" and form.is_valid()):
        return formulaire(request, planche, encart, form, "Modifier le post-it")
    return ecrire(request, planche, encart, POSTIT, form, instance)


@require_POST
@porte(peut_ecrire)
def geste(request: ProjetRequest, code: str, nom: str, pk: int, geste: str) -> HttpResponse:
    planche, encart = trouver(request, code, nom)
    if geste == "retablir" and est_partie(
        request.projet, PostIt, pk, POSTIT.lire(request.projet, pk)
    ):
        return apres_ecriture(request, planche, nom, Avis(PARTIE))
    instance = _lire(request, code, pk)
    if geste not in {"retirer", "retablir"} or not _du_bon_cote(encart, instance):
        raise Http404("Ce geste n’existe pas.")
    trace = geste_de(request, code, nom)
    with une_fois(trace) as nouvelle:
        if nouvelle:
            (POSTIT.retablir if geste == "retablir" else POSTIT.retirer)(trace, instance)
    if geste == "retablir":
        return apres_ecriture(request, planche, nom, Avis("Post-it recollé."))
    retablir = reverse(
        "fresque:postit_geste", args=[request.projet.slug, code, nom, pk, "retablir"]
    )
    return apres_ecriture(request, planche, nom, Avis("Post-it retiré.", retablir))


def _lire(request: ProjetRequest, code: str, pk: int) -> PostIt:
    postit = POSTIT.lire(request.projet, pk)
    if postit is None or postit.planche != code:
        raise Http404("Ce post-it n’est pas sur cette planche.")
    return postit


def _est_la(request: ProjetRequest, planche: Planche, encart: Encart, postit: PostIt) -> bool:
    colle = not POSTIT.retiree(postit) and _du_bon_cote(encart, postit)
    ici = postit.planche == planche.code
    return ici and (colle or _decolle(request, planche, encart, postit))


def _decolle(request: ProjetRequest, planche: Planche, encart: Encart, postit: PostIt) -> bool:
    """Taken off this box while it was being edited; one whose zone no box has, off any of them."""
    if not POSTIT.retiree(postit) or est_partie(request.projet, PostIt, postit.pk, postit):
        return False
    ailleurs = {zone for autre in planche.encarts for zone in zones(autre)} - {*zones(encart)}
    return postit.zone not in ailleurs


def _du_bon_cote(encart: Encart, postit: PostIt) -> bool:
    """On this box: one of its zones, or shown here for want of a better box."""
    return postit.zone in zones(encart) or postit.pk in {p.pk for p in encart.postits}
