"""Saving what was typed in a box, when others may have typed there too."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from fresque.views.rendu import (
    Avis,
    apres_ecriture,
    contexte,
    entiers,
    formulaire,
    place,
    recompter,
)
from pasapas import editing
from pasapas.access import ProjetRequest
from pasapas.conciliation import Conciliation, concilier, lire, reessayable, une_fois
from pasapas.edition import Objet
from pasapas.forms import BASE, EncartForm
from pasapas.journal import Geste
from pasapas.models import Contenu
from pasapas.planches import Encart, Planche


def geste_de(request: ProjetRequest, code: str, nom: str, operation: UUID | None = None) -> Geste:
    """Who acts and where; the key of the write comes with the form, or in a header."""
    if operation is None:
        try:
            operation = UUID(request.headers.get("X-Operation", ""))
        except ValueError:
            operation = None
    return Geste(request.projet, request.participant, code, nom, operation)


def ecrire(
    request: ProjetRequest,
    planche: Planche,
    encart: Encart,
    objet: Objet,
    form: EncartForm,
    instance: Contenu,
    *,
    retiree: bool = False,
) -> HttpResponse:
    """Write what does not clash; answer with the box, the state of the save, or the clash.

    A row someone took off meanwhile is put back first: what was typed in it comes back too.
    """
    trace = geste_de(request, planche.code, encart.nom, form.operation)
    bilan = Conciliation()
    try:
        with une_fois(trace) as nouvelle:
            if nouvelle:
                if retiree:
                    objet.retablir(trace, instance)
                ligne = editing.verrouiller(instance)
                bilan = concilier(trace, ligne, form.valeurs, form.bases)
                compte = retiree or change_le_compte(encart, ligne, bilan.valeurs)
                instance = objet.modifier(trace, ligne, bilan.valeurs)
                if compte:
                    recompter(request.projet, [planche.code])
                if bilan.conflits:
                    reessayable(trace)
    except ValidationError as refus:
        form.add_error(None, refus.messages)
        return formulaire(request, planche, encart, form)
    if "autosave" in request.POST:
        if not nouvelle:
            instance.refresh_from_db()  # the form has written on it, the database has not
        return etat(form, instance, bilan)
    if bilan.conflits:
        return _conflit(request, *entiers(request, planche, encart), form, bilan)
    texte = "Enregistré."
    if retiree:
        texte = "Cette ligne avait été retirée : la voici de nouveau, avec votre texte."
    elif bilan.fusions:
        texte = "Enregistré, avec ce que d’autres ont écrit pendant ce temps."
    autres = objet.touche if planche.sections else ()  # a long text shows in its box alone
    return apres_ecriture(request, planche, encart.nom, Avis(texte), autres)


def change_le_compte(encart: Encart, ligne: Contenu, valeurs: Mapping[str, Any]) -> bool:
    """Whether writing ``valeurs`` may fill or empty a box: a text begins or ends, a card moves."""
    if encart.est_texte:
        return any(bool(lire(ligne, champ)) != bool(valeur) for champ, valeur in valeurs.items())
    return encart.mobile and any(
        ligne._meta.get_field(champ).choices and lire(ligne, champ) != valeur
        for champ, valeur in valeurs.items()
    )


def etat(
    form: EncartForm,
    instance: Contenu,
    bilan: Conciliation | None = None,
    suite: dict[str, str] | None = None,
) -> JsonResponse:
    """The state of an automatic save: for each text, what ``instance``, as written, now holds.

    ``suite``: the addresses of a row that was just created.
    """
    bilan = bilan or Conciliation()
    champs = {
        nom: valeur
        for nom in form.saisie
        if isinstance(valeur := lire(instance, nom), str) and nom not in bilan.conflits
    }
    return JsonResponse(
        {
            "etat": "conflit" if bilan.conflits else "enregistre",
            "heure": timezone.localtime().strftime("%H:%M"),
            "champs": champs,
            "conflits": sorted(bilan.conflits),
            "suite": suite,
        },
        status=409 if bilan.conflits else 200,
    )


def _conflit(
    request: ProjetRequest,
    planche: Planche,
    encart: Encart,
    form: EncartForm,
    bilan: Conciliation,
) -> HttpResponse:
    """« Votre texte / le texte actuel / les deux », in the place of the box."""
    retour = reverse("fresque:encart", args=[request.projet.slug, planche.code, encart.nom])
    donnees = {
        **contexte(request),
        "planche": planche,
        "encart": encart,
        "action": request.path,
        "base": BASE,
        "retour": retour,
        "retour_page": place(request, planche.code, encart.nom),
        "conflits": [
            {
                "nom": nom,
                "label": form.fields[nom].label,
                "mien": form.valeurs[nom],
                "actuel": fusion.actuel,
                "les_deux": fusion.texte,
            }
            for nom, fusion in bilan.conflits.items()
        ],
    }
    gabarit = "fresque/_conflit.html" if request.htmx else "fresque/conflit.html"
    return render(request, gabarit, donnees, status=409)
