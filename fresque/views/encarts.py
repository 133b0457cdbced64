"""Reading and changing one box of the wall, in place."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from fresque.edition import OBJETS
from fresque.views.rendu import (
    Avis,
    apres_ecriture,
    formulaire,
    fragment,
    partir,
    place,
    trouver,
)
from pasapas import editing
from pasapas.access import ProjetRequest, porte
from pasapas.edition import Objet
from pasapas.journal import Geste
from pasapas.models import Contenu
from pasapas.permissions import peut_ecrire
from pasapas.planches import Encart

GESTES = {"monter", "descendre", "retirer", "retablir"}


@require_GET
@porte()
def lire(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    if not request.htmx:
        return redirect(place(request, code, nom))
    planche, encart = trouver(request, code, nom)
    return HttpResponse(fragment(request, planche, encart))


@require_http_methods(["GET", "POST"])
@porte(peut_ecrire)
def modifier(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    """The one text of a text box."""
    planche, encart = trouver(request, code, nom)
    if not encart.champs:
        raise Http404("Cette case n’est pas un texte.")
    objet = _objet(request, encart.objet)
    instance = objet.lire(request.projet, encart.pk)
    form = objet.form(
        request.POST or None,
        instance=instance,
        participant=request.participant,
        champs=encart.champs,
    )
    if not (request.method == "POST" and form.is_valid()):
        return formulaire(request, planche, encart, form)
    objet.modifier(_geste(request, code, nom), instance, form.cleaned_data)
    return apres_ecriture(request, planche, nom, Avis("Enregistré."), objet.touche)


@require_http_methods(["GET", "POST"])
@porte(peut_ecrire)
def ajouter(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    """One more row in a list box."""
    planche, encart = trouver(request, code, nom)
    if not encart.ajout:
        raise Http404("Rien ne s’ajoute dans cette case.")
    objet = _objet(request, encart.objet)
    preset = dict(encart.preset)
    form = objet.form(
        request.POST or None,
        initial=preset,
        participant=request.participant,
        champs=objet.champs_ligne,
    )
    if not (request.method == "POST" and form.is_valid()):
        return formulaire(request, planche, encart, form, encart.ajout)
    valeurs = {**preset, **_parent(objet, encart), **form.cleaned_data}
    instance = objet.creer(_geste(request, code, nom), valeurs)
    avis = Avis(f"{objet.accord('ajouté')}.")
    if objet.planche:
        return partir(request, _planche(request, objet, instance), avis)
    return apres_ecriture(request, planche, nom, avis, objet.touche)


@require_http_methods(["GET", "POST"])
@porte(peut_ecrire)
def ligne(request: ProjetRequest, code: str, nom: str, pk: int) -> HttpResponse:
    """One row of a list box."""
    planche, encart = trouver(request, code, nom)
    if encart.ligne(pk) is None:
        raise Http404("Cette ligne n’est pas dans cette case.")
    objet = _objet(request, encart.objet)
    instance = objet.lire(request.projet, pk)
    form = objet.form(
        request.POST or None,
        instance=instance,
        participant=request.participant,
        champs=objet.champs_ligne,
    )
    if not (request.method == "POST" and form.is_valid()):
        return formulaire(request, planche, encart, form, f"Modifier : {objet.libelle}")
    objet.modifier(_geste(request, code, nom), instance, form.cleaned_data)
    return apres_ecriture(request, planche, nom, Avis("Enregistré."), objet.touche)


@require_POST
@porte(peut_ecrire)
def geste(request: ProjetRequest, code: str, nom: str, pk: int, geste: str) -> HttpResponse:
    """Move a row, take it off, put it back."""
    planche, encart = trouver(request, code, nom)
    objet = _objet(request, encart.objet)
    presente = encart.ligne(pk) is not None
    instance = objet.lire(request.projet, pk)
    if (
        geste not in GESTES
        or encart.est_texte
        or instance is None
        or _egaree(objet, encart, instance)
    ):
        raise Http404("Ce geste n’existe pas.")
    trace = _geste(request, code, nom)
    avis = Avis(f"{objet.accord('déplacé')}.")
    if geste == "retirer":
        objet.retirer(trace, instance)
        retablir = reverse("fresque:geste", args=[request.projet.slug, code, nom, pk, "retablir"])
        avis = Avis(f"{objet.accord('retiré')}.", retablir)
    elif geste == "retablir":
        objet.retablir(trace, instance)
        avis = Avis(f"{objet.accord('rétabli')}.")
    elif presente:
        _deplacer(trace, objet, encart, instance, geste)
    if objet.planche and geste in {"retirer", "retablir"}:
        return partir(request, place(request, code, nom), avis)
    return apres_ecriture(request, planche, nom, avis, objet.touche)


def _objet(request: ProjetRequest, nom: str) -> Objet:
    """The kind of row, if this participant may change it."""
    objet = OBJETS.get(nom)
    if objet is None:
        raise Http404("Cette case ne se modifie pas ici.")
    if not objet.droit(request.participant):
        raise PermissionDenied("Votre rôle ne permet pas de modifier cette case.")
    return objet


def _geste(request: ProjetRequest, code: str, nom: str) -> Geste:
    return Geste(request.projet, request.participant, code, nom)


def _parent(objet: Objet, encart: Encart) -> dict[str, Any]:
    """The row a list hangs on, as a value for the new row."""
    return {f"{objet.parent}_id": encart.pk} if objet.parent else {}


def _egaree(objet: Objet, encart: Encart, instance: Contenu) -> bool:
    """A row of another list of the same projet (its parent or its column differs)."""
    if objet.parent and getattr(instance, f"{objet.parent}_id") != encart.pk:
        return True
    fixes = {c: v for c, v in encart.preset if c not in objet.form.base_fields}
    return any(getattr(instance, champ) != valeur for champ, valeur in fixes.items())


def _deplacer(trace: Geste, objet: Objet, encart: Encart, instance: Contenu, geste: str) -> None:
    cles = [ligne.pk for ligne in encart.lignes]
    rang = cles.index(instance.pk)
    if geste == "monter" and rang > 0:
        editing.deplacer(trace, instance, avant_de=cles[rang - 1], apres_de=None, champ=objet.ordre)
    elif geste == "descendre" and rang + 1 < len(cles):
        editing.deplacer(trace, instance, avant_de=None, apres_de=cles[rang + 1], champ=objet.ordre)


def _planche(request: ProjetRequest, objet: Objet, instance: Contenu) -> str:
    code = f"{objet.planche}-{instance.numero}"
    return reverse("fresque:planche", args=[request.projet.slug, code])
