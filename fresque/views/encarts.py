"""Reading and changing one box of the wall, in place."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from fresque.endroit import Endroit, Place, endroit
from fresque.kit.exemple import A_UN_EXEMPLE, exemple, reprendre
from fresque.views.ajout import RAPIDE, ajouter_des_lignes, ajouter_une_fois, soi
from fresque.views.enregistrement import ecrire, geste_de
from fresque.views.rendu import (
    PAS_ICI,
    Avis,
    a_part,
    apres_ecriture,
    formulaire,
    fragment,
    page_neuve,
    partir,
    place,
    repondre,
    trouver,
)
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, lue_et_ecrite, porte
from pasapas.ecriture.conciliation import une_fois
from pasapas.ecriture.objets import Objet
from pasapas.valeurs.textes import extrait

REPRIS = "L’exemple est repris dans cette case\u00a0: à vous d’y mettre vos mots."
DEJA_REPRIS = "L’exemple est déjà dans cette case."


@require_safe
@porte()
def lire(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    if not request.htmx:
        return redirect(place(request, code, nom))
    planche, encart = trouver(request, code, nom)
    if a_part(request, encart):
        return HttpResponseClientRedirect(place(request, code, nom))
    morceaux = [fragment(request, planche, encart)]
    morceaux += [
        fragment(request, planche, autre, au_passage=True)
        for autre in planche.encarts
        if "voisines" in request.GET and encart.mobile and autre.mobile and autre.nom != nom
    ]
    return HttpResponse("\n".join(morceaux))


@lue_et_ecrite
@porte(peut_ecrire)
def modifier(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    """The one text of a text box."""
    ici = ou_ecrire(request, code, nom)
    if not ici.encart.champs:
        raise Http404("Cette case n’est pas un texte.")
    return _saisir(request, ici, ici.encart.pk, ici.encart.champs)


@lue_et_ecrite
@porte(peut_ecrire)
def ligne(request: ProjetRequest, code: str, nom: str, pk: int, sorte: str = "") -> HttpResponse:
    """One row of a list box, one post-it of any box."""
    ici = ou_ecrire(request, code, nom, sorte)
    if ici.encart.est_texte and not sorte:
        raise Http404("Un texte n’a pas de lignes.")
    titre = f"Modifier : {ici.objet.libelle}"
    return _saisir(request, ici, pk, _voulus(request, ici.objet), titre)


@lue_et_ecrite
@porte(peut_ecrire)
def ajouter(request: ProjetRequest, code: str, nom: str, sorte: str = "") -> HttpResponse:
    """One more row in a list box, one more post-it on any box."""
    ici = ou_ecrire(request, code, nom, sorte)
    titre = ici.objet.ajout or ici.encart.ajout
    if not titre:
        raise Http404("Rien ne s’ajoute dans cette case.")
    if RAPIDE in request.POST and ici.objet.rapide:
        return ajouter_des_lignes(request, ici)
    form = ici.objet.saisie(
        request.POST or None,
        request.participant,
        ici.objet.champs_ligne,
        initial=ici.fixes | soi(request, ici.objet),
        seule=not request.htmx,
    )
    if not (request.method == "POST" and form.is_valid()):
        return formulaire(request, ici, form, titre)
    try:
        ecrit = ajouter_une_fois(request, ici, form)
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return formulaire(request, ici, form, titre)
    if ecrit.ligne and ("autosave" in request.POST or ecrit.bilan.conflits):
        return repondre(request, ici, ecrit)
    mot = ici.objet.mot(ecrit.ligne) if ecrit.ligne else ""
    dit = f"{ici.objet.accord('ajouté')}. {mot}".strip()
    avis = Avis(ecrit.avis or dit, bref=not (ecrit.avis or mot))
    if ici.objet.planche and ecrit.ligne:
        return partir(request, page_neuve(request, ici.objet, ecrit.ligne), avis)
    return apres_ecriture(request, ici, avis)


@require_POST
@porte(peut_ecrire)
def reprendre_exemple(request: ProjetRequest, code: str, nom: str) -> HttpResponse:
    ici = ou_ecrire(request, code, nom, ranime=False)
    if ici.planche.modele != A_UN_EXEMPLE or nom not in exemple():
        raise Http404("L’exemple du kit ne dit rien de cette case.")
    geste = geste_de(request, code, nom)
    apporte = True
    try:
        with une_fois(geste) as nouvelle:
            if nouvelle:
                apporte = reprendre(geste, ici)
    except ValidationError as refus:
        return apres_ecriture(request, ici, Avis(" ".join(refus.messages)))
    dit = REPRIS if apporte else DEJA_REPRIS
    return apres_ecriture(request, ici, Avis(dit))


def ou_ecrire(
    request: ProjetRequest,
    code: str,
    nom: str,
    sorte: str = "",
    *,
    exact: bool = False,
    ranime: bool = True,
) -> Endroit:
    """Where this participant writes; 404 when nothing is written there."""
    ecrit = request.method == "POST"
    ici = endroit(
        request.projet, code, nom, sorte, exact=exact or not ecrit, ranime=ranime and ecrit
    )
    if ici is None:
        raise Http404("Cette case n’existe pas sur la fresque, ou ne s’y modifie pas.")
    exiger_le_droit(request, ici.objet)
    return ici


def exiger_le_droit(request: ProjetRequest, objet: Objet) -> None:
    if not objet.droit(request.participant):
        raise PermissionDenied("Votre rôle ne permet pas de modifier cette case.")


def _voulus(request: ProjetRequest, objet: Objet) -> tuple[str, ...]:
    """The fields of a row that are asked for: all, or those of one cell (``?champ=``)."""
    voulus = tuple(request.GET.getlist("champ"))
    if not set(voulus) <= set(objet.form.base_fields):
        raise Http404("Cette case n’est pas dans le tableau.")
    return voulus or objet.champs_ligne


def _saisir(
    request: ProjetRequest, ici: Endroit, pk: int | None, champs: tuple[str, ...], titre: str = ""
) -> HttpResponse:
    """The form of a row, then its write. What someone took off while it was being written in
    comes back with what was typed."""
    instance = ici.lire(pk)
    ou = ici.place(request.participant, pk, instance)
    revient = request.method == "POST" and ou in {Place.A_COTE, Place.RETIREE}
    if not (revient or ou is Place.ICI):
        raise Http404(PAS_ICI)
    if "champ" in request.GET:
        titre = f"{ici.objet.libelle} : {extrait(str(instance), 60)}"
    form = ici.objet.saisie(
        request.POST or None, request.participant, champs, ligne=instance, seule=not request.htmx
    )
    if not (request.method == "POST" and form.is_valid()):
        return formulaire(request, ici, form, titre)
    return ecrire(request, ici, form, instance)
