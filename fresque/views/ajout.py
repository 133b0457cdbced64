"""One more row in a list: by its form, or by the line at the foot of the list, where each line
typed or pasted is a row."""

import re
from copy import copy
from typing import Any
from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, JsonResponse, QueryDict

from fresque.endroit import Endroit, Place
from fresque.views.enregistrement import geste_de
from fresque.views.rendu import (
    PAS_ICI,
    Avis,
    apres_ecriture,
    formulaire,
    page_neuve,
    partir,
)
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture import changements
from pasapas.ecriture.conciliation import Envoi, noter_resultat, resultat, une_fois
from pasapas.ecriture.forms import EncartForm
from pasapas.ecriture.inscription import Ecrit, inscrire
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.objets import Objet, ranimer
from pasapas.ecriture.transactions import ecriture
from pasapas.models import Contenu
from pasapas.valeurs.signes import propre
from pasapas.valeurs.textes import PUCE

RAPIDE = "rapide"  # the field at the foot of a list
MAX = 100  # lines pasted at once, and taken off by their « Annuler »
TROP = "Collez {max} lignes au plus à la fois : il y en a {n}."
EN_TETE = re.compile(rf"\s*{PUCE}\s+")


def soi(request: ProjetRequest, objet: Objet) -> dict[str, Any]:
    """Who adds a row is its author, unless they say otherwise."""
    return {objet.auteur: request.participant} if objet.auteur else {}


def ajouter_des_lignes(request: ProjetRequest, ici: Endroit) -> HttpResponse:
    """What was typed or pasted at the foot of a list: a row a line, all of them or none."""
    dites = lignes_collees(request.POST.getlist(RAPIDE))
    forms = [_form(request, ici, rang, dite) for rang, dite in enumerate(dites[:MAX])]
    try:
        if len(dites) > MAX:
            raise ValidationError(TROP.format(max=MAX, n=len(dites)))
        fautives = [rang for rang, form in enumerate(forms) if not form.is_valid()]
        if fautives:
            return _refuser(request, ici, forms[fautives[0]], dites, fautives[0])
        with ecriture():
            ecrits = [ajouter_une_fois(request, ici, form) for form in forms]
    except ValidationError as refus:
        forms[0].add_error(None, refus.messages)
        return _refuser(request, ici, forms[0], dites, 0)
    return _repondre(request, ici, [ecrit.ligne for ecrit in ecrits if ecrit.ligne])


def lignes_collees(textes: list[str]) -> list[str]:
    """What each row says; a list copied from elsewhere leaves its bullets behind."""
    dites = [dite.strip() for texte in textes for dite in propre(texte).splitlines()]
    dites = [dite for dite in dites if dite]
    if len(dites) > 1 and all(EN_TETE.match(dite) for dite in dites):
        dites = [EN_TETE.sub("", dite, count=1) for dite in dites]
    return dites or [""]


def _form(request: ProjetRequest, ici: Endroit, rang: int, dite: str) -> EncartForm:
    """The form of one row, as if that line alone had come, under a key of its own."""
    objet = ici.objet
    donnees = QueryDict(mutable=True)
    donnees.update(objet.dite(dite))
    champs = list(donnees)
    if objet.masque:
        champs.append(objet.masque)
        donnees.setlist(objet.masque, request.POST.getlist(objet.masque))
    donnees.setlist("champ", champs)
    donnees["cle"] = _cle(request.POST.get("cle", ""), rang)
    return objet.saisie(
        donnees, request.participant, tuple(champs), initial=ici.fixes, seule=not request.htmx
    )


def _cle(cle: str, rang: int) -> str:
    """The key of each row that comes under one: the same when it comes again."""
    try:
        return str(uuid5(UUID(cle), str(rang))) if rang else cle
    except ValueError:
        return ""


def _refuser(
    request: ProjetRequest, ici: Endroit, form: EncartForm, dites: list[str], rang: int
) -> HttpResponse:
    """What is wrong, on which line; everything that was typed comes back."""
    if len(dites) > 1:
        for nom, phrases in list(form.errors.items()):
            form.errors[nom] = form.error_class(
                [f"Ligne {rang + 1} : {phrase}" for phrase in phrases]
            )
        donnees: Any = form.data
        donnees[ici.objet.rapide] = "\n".join(dites)
    return formulaire(request, ici, form, ici.encart.ajout)


def _repondre(request: ProjetRequest, ici: Endroit, lignes: list[Contenu]) -> HttpResponse:
    """Several rows come off as they came, in one gesture; a row that has a sheet leads to it."""
    objet, n = ici.objet, len(lignes)
    avis, page = Avis(f"{objet.accord('ajouté')}.", bref=True), ""
    if n > 1:
        autres = ",".join(str(ligne.pk) for ligne in lignes[1:])
        annuler = f"{ici.adresse(lignes[0].pk, 'retirer')}?aussi={autres}"
        avis = Avis(f"{n} lignes ajoutées.", annuler)
    elif lignes:
        page = page_neuve(request, objet, lignes[0])
    if "autosave" not in request.POST:
        if page:
            return partir(request, page, avis)
        return apres_ecriture(request, ici, avis, ancre="-ecrire")
    html = "" if page else apres_ecriture(request, ici, avis).content.decode()
    return JsonResponse({"etat": "enregistre", "champs": {}, "page": page, "html": html})


def ajouter_une_fois(request: ProjetRequest, ici: Endroit, form: EncartForm) -> Ecrit:
    """Add a row. What comes again under its key is a change of that row, never a second one.

    A key opens nothing: the row must be one that could be changed from this box by its own
    address, and what its own form keeps back stays as it is.
    """
    donnees: Any = form.data
    geste = geste_de(request, ici.planche.code, ici.encart.nom, form.cle_recue, donnees)
    with une_fois(geste) as nouvelle:
        revenue = ranimer(geste, ici.a_remettre)
        deja = resultat(geste, ici.objet.model)
        ligne = None if deja is None else ici.lire(deja)
        if nouvelle and deja is None:
            deja_dit = soi(request, ici.objet) | ici.fixes | ici.parent
            ligne = ici.objet.creer(geste, deja_dit | form.valeurs)
            noter_resultat(geste, ligne)
            ecrit = Ecrit(ligne, form, ajoutee=True)
        elif ligne is None:
            ecrit = Ecrit(None, form, nouveau=False)
        else:
            ecrit = _ajouter_encore(request, geste, ici, form, ligne, nouvelle)
        ecrit.revenue = revenue or ecrit.revenue
        return ecrit


def _ajouter_encore(
    request: ProjetRequest,
    geste: Geste,
    ici: Endroit,
    form: EncartForm,
    ligne: Contenu,
    envoi: Envoi,
) -> Ecrit:
    """Under the key of a row that was added: nothing new, or other words for that row."""
    if envoi:
        ligne = changements.verrouiller(ligne)
        if ici.place(request.participant, ligne.pk, ligne) in {Place.PARTIE, Place.AILLEURS}:
            raise Http404(PAS_ICI)
    renvoi = _renvoi(request, ici.objet, form, ligne)
    if not envoi:
        ecrit = Ecrit(ligne, renvoi, nouveau=False)
    elif renvoi.is_valid():
        ecrit = inscrire(geste, ici.objet, renvoi, ligne, envoi)
    else:
        raise ValidationError([mot for mots in renvoi.refus.values() for mot in mots])
    ecrit.ajoutee = True
    return ecrit


def _renvoi(request: ProjetRequest, objet: Objet, form: EncartForm, ligne: Contenu) -> EncartForm:
    """The form that adds a row, as a form of the row it added: someone may have an account now."""
    renvoi = objet.saisie(form.data, request.participant, objet.champs_ligne, ligne=copy(ligne))
    renvoi.entiere = True
    renvoi.saisie = tuple(nom for nom in renvoi.saisie if nom in form.saisie)
    return renvoi
