"""A fiche or a bilan taken off while someone was writing on it comes back with what they typed."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse

from fresque import assemblage
from fresque.edition import OBJETS
from fresque.operations import compter, tenir
from pasapas.access import ProjetRequest
from pasapas.journal import Geste
from pasapas.menage import est_partie
from pasapas.transactions import ecriture

Vue = Callable[..., HttpResponse]


def ranimee(vue: Vue) -> Vue:
    """Decorate a view that writes on the planche ``code``, and finds it gone.

    It comes back by a write of its own, before the other one: rows are held before their projet,
    and here two rows would have to be.
    """

    @wraps(vue)
    def ecrire(request: ProjetRequest, code: str, **lieu: Any) -> HttpResponse:
        try:
            return vue(request, code=code, **lieu)
        except Http404:
            if request.method != "POST" or not _ranimer(request, code, lieu["nom"]):
                raise
        return vue(request, code=code, **lieu)

    return ecrire


def _ranimer(request: ProjetRequest, code: str, nom: str) -> bool:
    """Put back the row this planche is of, if it was taken off less than thirty days ago."""
    numerotee = assemblage.NUMEROTEE.fullmatch(code)
    if numerotee is None:
        return False
    objet = OBJETS[numerotee[1]]
    retirees = objet.model.objects.de(request.projet).exclude(retire_le=None)
    ligne = retirees.filter(numero=int(numerotee[2])).first()
    if ligne is None or est_partie(request.projet, objet.model, ligne.pk, ligne):
        return False
    with ecriture():
        objet.retablir(Geste(request.projet, request.participant, code, nom), ligne)
        projet = tenir(request.projet)
        compter(projet, assemblage.assembler(projet).planches)
    request.ranimee = objet.revenue()
    return True
