"""Reading and changing one box of the wall, in place."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fresque import assemblage
from fresque.objets import OBJETS
from fresque.operations import est_compte
from fresque.views.devenir import devenir
from fresque.views.ecriture import ajouter_une_fois, ecrire, geste_de, repondre
from fresque.views.ranimer import ranimee
from fresque.views.rendu import (
    PARTIE,
    Avis,
    apres_ecriture,
    est_seul,
    formulaire,
    fragment,
    partir,
    place,
    recompter,
    reperer,
    trouver,
)
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.ecriture import changements
from pasapas.ecriture.conciliation import une_fois
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.objets import Objet
from pasapas.entretien.menage import est_partie
from pasapas.models import Contenu
from pasapas.valeurs.planches import Encart, Planche

GESTES = {"monter", "descendre", "retirer", "retablir", "devenir"}


@require_safe
@porte()
def lire(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    if not request.htmx:
        return redirect(place(request, code, nom))
    planche, encart = trouver(request, code, nom)
    morceaux = [fragment(request, planche, encart)]
    morceaux += [
        fragment(request, planche, autre, au_passage=True)
        for autre in planche.encarts
        if "voisines" in request.GET and encart.mobile and autre.mobile and autre.nom != nom
    ]
    return HttpResponse("\n".join(morceaux))


@require_http_methods(["GET", "POST"])
@porte(peut_ecrire)
@ranimee
def modifier(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    """The one text of a text box."""
    planche, encart = _leger(request, code, nom)
    if not encart.champs:
        raise Http404("Cette case n’est pas un texte.")
    objet = _objet(request, encart.objet)
    instance = objet.lire(request.projet, encart.pk)
    if not planche.sections and (instance is None or objet.retiree(instance)):
        planche, encart = trouver(request, code, nom)
        instance = objet.lire(request.projet, encart.pk)
    form = objet.form(
        request.POST or None,
        instance=instance,
        participant=request.participant,
        champs=encart.champs,
    )
    if not (request.method == "POST" and form.is_valid()):
        return formulaire(request, planche, encart, form)
    return ecrire(request, planche, encart, objet, form, instance)


def _leger(request: ProjetRequest, code: str, nom: str) -> tuple[Planche, Encart]:
    """The box, bare when the answer needs no other: the state of a save, or a long text alone."""
    if request.method == "POST":
        planche, encart = reperer(request, code, nom)
        if "autosave" in request.POST or est_seul(encart):
            return planche, encart
    return trouver(request, code, nom)


@require_http_methods(["GET", "POST"])
@porte(peut_ecrire)
@ranimee
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
    valeurs = {**preset, **_parent(objet, encart), **form.valeurs}
    try:
        ecrit = ajouter_une_fois(
            request,
            planche,
            encart,
            objet,
            form,
            valeurs,
            est_la=lambda ligne: _est_la(request, objet, encart, ligne),
        )
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return formulaire(request, planche, encart, form, encart.ajout)
    instance = ecrit.ligne
    suite = _suite(request, objet, code, nom, instance) if instance else None
    if instance and ("autosave" in request.POST or ecrit.bilan.conflits):
        codes = {code, objet.code_de(instance) or code}
        if not est_compte(request.projet, [assemblage.planche(request.projet, c) for c in codes]):
            recompter(request.projet, codes)
        return repondre(request, planche, encart, objet, ecrit.form or form, ecrit, suite)
    avis = Avis(ecrit.avis or f"{objet.accord('ajouté')}.")
    if objet.planche and instance:
        return partir(request, _planche(request, objet, instance), avis)
    return apres_ecriture(request, planche, nom, avis, objet.touche)


@require_http_methods(["GET", "POST"])
@porte(peut_ecrire)
@ranimee
def ligne(request: ProjetRequest, code: str, nom: str, pk: int) -> HttpResponse:
    """One row of a list box."""
    planche, encart = _leger(request, code, nom)
    objet = _objet(request, encart.objet)
    instance = objet.lire(request.projet, pk)
    if not planche.sections and not (instance and objet.tient(instance, encart)):
        planche, encart = trouver(request, code, nom)
    if instance is None or not (
        not planche.sections or encart.ligne(pk) or _etait_la(request, objet, encart, instance)
    ):
        raise Http404("Cette ligne n’est pas dans cette case.")
    form = objet.form(
        request.POST or None,
        instance=instance,
        participant=request.participant,
        champs=objet.champs_ligne,
    )
    if not (request.method == "POST" and form.is_valid()):
        return formulaire(request, planche, encart, form, f"Modifier : {objet.libelle}")
    return ecrire(request, planche, encart, objet, form, instance)


@require_POST
@porte(peut_ecrire)
def geste(request: ProjetRequest, code: str, nom: str, pk: int, geste: str) -> HttpResponse:
    """Move a row, take it off, put it back."""
    planche, encart = trouver(request, code, nom)
    if geste not in GESTES or encart.est_texte:
        raise Http404("Ce geste n’existe pas.")
    objet = _objet(request, encart.objet)
    instance = objet.lire(request.projet, pk)
    if geste == "retablir" and est_partie(request.projet, objet.model, pk, instance):
        return apres_ecriture(request, planche, nom, Avis(PARTIE))
    if instance is None or _egaree(objet, encart, instance):
        raise Http404("Cette ligne n’est pas dans cette case.")
    if geste == "retablir" and not objet.revient(request.participant, instance):
        raise Http404("Cette ligne ne revient pas dans cette case.")
    if geste == "retirer" and code == objet.code_de(instance):
        # The page one stands on is about to go: everything else happens on another one.
        code = next((ligne.renvoi for ligne in encart.lignes if ligne.renvoi != code), "")
        if not code:
            avis = Avis(f"{objet.libelle} gardé : la fresque en a toujours un.")
            return apres_ecriture(request, planche, nom, avis)
    if geste == "devenir":
        return devenir(request, planche, encart, objet, instance)
    trace = geste_de(request, code, nom)
    with une_fois(trace) as nouvelle:
        if nouvelle:
            _faire(trace, objet, encart, instance, geste)
    participe = {"retirer": "retiré", "retablir": "rétabli"}.get(geste, "déplacé")
    annuler = ""
    if geste == "retirer":
        annuler = reverse("fresque:geste", args=[request.projet.slug, code, nom, pk, "retablir"])
    avis = Avis(f"{objet.accord(participe)}.", annuler)
    if objet.planche and geste in {"retirer", "retablir"}:
        return partir(request, place(request, code, nom), avis)
    return apres_ecriture(request, planche, nom, avis, objet.touche)


def _objet(request: ProjetRequest, nom: str) -> Objet:
    """The kind of row, if this participant may change it."""
    objet = OBJETS.get(nom)
    if objet is None:
        raise Http404("Cette case ne se modifie pas ici.")
    return objet_modifiable(request, objet)


def objet_modifiable(request: ProjetRequest, objet: Objet) -> Objet:
    """``objet`` itself, or PermissionDenied."""
    if not objet.droit(request.participant):
        raise PermissionDenied("Votre rôle ne permet pas de modifier cette case.")
    return objet


def _parent(objet: Objet, encart: Encart) -> dict[str, Any]:
    """The row a list hangs on, as a value for the new row."""
    return {f"{objet.parent}_id": encart.pk} if objet.parent else {}


def _egaree(objet: Objet, encart: Encart, instance: Contenu) -> bool:
    """A row of another list of the same projet (its parent or its column differs)."""
    if objet.parent and getattr(instance, f"{objet.parent}_id") != encart.pk:
        return True
    fixes = {c: v for c, v in encart.preset if c not in objet.form.base_fields}
    return any(getattr(instance, champ) != valeur for champ, valeur in fixes.items())


def _est_la(request: ProjetRequest, objet: Objet, encart: Encart, instance: Contenu) -> bool:
    """A row that this box shows, or that left it while it was being edited."""
    la = objet.tient(instance, encart) or encart.ligne(instance.pk) is not None
    return la or _etait_la(request, objet, encart, instance)


def _etait_la(request: ProjetRequest, objet: Objet, encart: Encart, instance: Contenu) -> bool:
    """A row of this very box that left it while it was being edited: taken off by someone, or
    moved to another column by what was just typed. What may not be put back from the corbeille
    does not come back by being typed in."""
    if request.method != "POST" or _egaree(objet, encart, instance):
        return False
    if est_partie(request.projet, objet.model, instance.pk, instance):
        return False
    retiree = objet.retiree(instance)
    return objet.revient(request.participant, instance) if retiree else encart.mobile


def _faire(trace: Geste, objet: Objet, encart: Encart, instance: Contenu, geste: str) -> None:
    cles = [ligne.pk for ligne in encart.lignes]
    if geste == "retirer":
        objet.retirer(trace, instance)
    elif geste == "retablir":
        objet.retablir(trace, instance)
    elif instance.pk in cles:
        rang = cles.index(instance.pk)
        if geste == "monter" and rang > 0:
            voisine = {"avant_de": cles[rang - 1], "apres_de": None}
        elif geste == "descendre" and rang + 1 < len(cles):
            voisine = {"avant_de": None, "apres_de": cles[rang + 1]}
        else:
            return
        changements.deplacer(trace, instance, **voisine, champ=objet.ordre, liste=cles)


def _suite(
    request: ProjetRequest, objet: Objet, code: str, nom: str, instance: Contenu
) -> dict[str, str]:
    """Where a row that was just created is edited, and its own page when it has one."""
    lieu = [request.projet.slug, code, nom, instance.pk]
    page = _planche(request, objet, instance) if objet.planche else ""
    return {"modifier": reverse("fresque:ligne", args=lieu), "page": page}


def _planche(request: ProjetRequest, objet: Objet, instance: Contenu) -> str:
    return reverse("fresque:planche", args=[request.projet.slug, objet.code_de(instance)])
