"""A fiche or a bilan taken off while someone was writing on it comes back with what they typed."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import Http404, HttpResponse

from fresque import assemblage
from fresque.objets import OBJETS
from fresque.operations import compter, tenir
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture import changements
from pasapas.ecriture.journal import Geste
from pasapas.ecriture.objets import Objet
from pasapas.ecriture.transactions import ecriture
from pasapas.entretien.menage import est_partie
from pasapas.models import Contenu

Vue = Callable[..., HttpResponse]
# A clash is kept in the journal, and is settled in the box.
ACCEPTE = {HTTPStatus.OK, HTTPStatus.FOUND, HTTPStatus.CONFLICT}


def ranimee(vue: Vue) -> Vue:
    """Decorate a view that writes on the planche ``code``, and finds it gone.

    It comes back in the transaction of what is written there, and only if that is accepted.
    """

    @wraps(vue)
    def ecrire(request: ProjetRequest, code: str, **lieu: Any) -> HttpResponse:
        try:
            return vue(request, code=code, **lieu)
        except Http404:
            retiree = _retiree(request, code) if request.method == "POST" else None
            if retiree is None:
                raise
        return _avec(request, code, lieu, *retiree, vue)

    return ecrire


def _retiree(request: ProjetRequest, code: str) -> tuple[Objet, Contenu] | None:
    """The row this planche is of, if it was taken off less than thirty days ago."""
    numerotee = assemblage.NUMEROTEE.fullmatch(code)
    if numerotee is None:
        return None
    objet = OBJETS[numerotee[1]]
    retirees = objet.model.objects.de(request.projet).exclude(retire_le=None)
    ligne = retirees.filter(numero=int(numerotee[2])).first()
    if ligne is None or est_partie(request.projet, objet.model, ligne.pk, ligne):
        return None
    return objet, ligne


def _avec(
    request: ProjetRequest,
    code: str,
    lieu: dict[str, Any],
    objet: Objet,
    retiree: Contenu,
    vue: Vue,
) -> HttpResponse:
    """Answer as if the row stood; put it back with what was written, or leave all as it was.

    Rows are held before their projet: this one first, those that the view writes, and the projet
    last. So the row only stands for the view, and its return is written down after it.
    """
    with ecriture():
        ligne = changements.verrouiller(retiree)
        objet.model.objects.celle(ligne).update(retire_le=None)
        request.ranimee = objet.revenue()
        reponse = vue(request, code=code, **lieu)
        if reponse.status_code not in ACCEPTE:
            transaction.set_rollback(True)
            return reponse
        objet.retablir(Geste(request.projet, request.participant, code, lieu["nom"]), ligne)
        projet = tenir(request.projet)
        compter(projet, assemblage.assembler(projet).planches)
    return reponse
