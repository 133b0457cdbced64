"""The gestures on a row: moved, sent to another box, taken off, put back, made into another."""

import re
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from fresque.endroit import Endroit, Place
from fresque.views.ajout import MAX
from fresque.views.coche import RELIRE, cocher, relire
from fresque.views.devenir import ABOUTIR, DEVENIR, devenir
from fresque.views.encarts import ou_ecrire
from fresque.views.enregistrement import geste_de
from fresque.views.rendu import PARTIE, PAS_ICI, Avis, apres_ecriture, partir, place
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.ecriture import changements
from pasapas.ecriture.conciliation import une_fois
from pasapas.ecriture.journal import Geste
from pasapas.models import Contenu

CLES = re.compile(r"[1-9]\d{0,17}")
GESTES = {"monter", "descendre", "retirer", "retablir", DEVENIR, ABOUTIR, RELIRE}


@require_POST
@porte(peut_ecrire)
def geste(
    request: ProjetRequest, code: str, nom: str, pk: int, geste: str, sorte: str = ""
) -> HttpResponse:
    """Move a row, take it off, put it back; with those of ``?aussi=``, when they came with it."""
    ici = ou_ecrire(request, code, nom, sorte, exact=True, ranime=False)
    if geste not in {*GESTES, *ici.objet.gestes} or (ici.encart.est_texte and not sorte):
        raise Http404("Ce geste n’existe pas.")
    objet, instance = ici.objet, ici.lire(pk)
    ou = ici.place(request.participant, pk, instance)
    if ou is Place.PARTIE and geste == "retablir":
        return apres_ecriture(request, ici, Avis(PARTIE))
    if ou in {Place.PARTIE, Place.AILLEURS}:
        raise Http404(PAS_ICI)
    if geste in {DEVENIR, ABOUTIR}:
        return devenir(request, ici, instance, ou, geste)
    if geste == RELIRE:
        return relire(request, ici, instance, ou)
    if geste in objet.gestes:
        return cocher(request, ici, instance, ou, geste)
    if geste == "retirer" and code == objet.code_de(instance):
        # The page one stands on is about to go: everything else happens on another one.
        code = next((ligne.renvoi for ligne in ici.encart.lignes if ligne.renvoi != code), "")
        if code:
            ici = ou_ecrire(request, code, nom, exact=True, ranime=False)
        else:
            avis = Avis(f"{objet.libelle} gardé : la fresque en a toujours un.")
            return apres_ecriture(request, ici, avis)
    par = geste_de(request, code, nom)
    autres = _autres(request, ici) if geste in {"retirer", "retablir"} else []
    with une_fois(par) as nouvelle:
        for ligne in _tenues([instance, *autres]) if nouvelle else ():
            _faire(par, ici, ligne, geste)
    avis = _avis(ici, geste, [pk, *(ligne.pk for ligne in autres)])
    if objet.planche and geste in {"retirer", "retablir"}:
        return partir(request, place(request, code, nom), avis)
    return apres_ecriture(request, ici, avis)


def _autres(request: ProjetRequest, ici: Endroit) -> list[Contenu]:
    """The rows that came with the one of the address, and go with it."""
    cles = [int(cle) for cle in CLES.findall(request.GET.get("aussi", ""))][:MAX]
    lues = [(cle, ici.lire(cle)) for cle in cles]
    return [
        ligne
        for cle, ligne in lues
        if ici.place(request.participant, cle, ligne) not in {Place.PARTIE, Place.AILLEURS}
    ]


def _tenues(lignes: list[Any]) -> list[Any]:
    """Several are all held before the first goes, in the order of their keys: of two who take
    the same off, whichever end each begins by, one waits for the other."""
    if len(lignes) == 1:
        return lignes
    return [changements.verrouiller(une) for une in sorted(lignes, key=lambda une: une.pk)]


def _avis(ici: Endroit, geste: str, cles: Sequence[int]) -> Avis:
    """What was done, and the way back."""
    participe = {"retirer": "retiré", "retablir": "rétabli"}.get(geste, "déplacé")
    dit = ici.objet.accord(participe) if len(cles) == 1 else f"{len(cles)} lignes {participe}es"
    if geste != "retirer":
        return Avis(f"{dit}.", bref=True)
    retour = ici.adresse(cles[0], "retablir")
    aussi = ",".join(str(cle) for cle in cles[1:])
    return Avis(f"{dit}.", f"{retour}?aussi={aussi}" if aussi else retour)


def _faire(par: Geste, ici: Endroit, instance: Any, geste: str) -> None:
    if geste == "retirer":
        ici.objet.retirer(par, instance)
    elif geste == "retablir":
        ici.objet.retablir(par, instance)
    elif instance.pk in ici.lignes:
        cles = ici.lignes
        rang = cles.index(instance.pk)
        if geste == "monter" and rang > 0:
            voisine = {"avant_de": cles[rang - 1], "apres_de": None}
        elif geste == "descendre" and rang + 1 < len(cles):
            voisine = {"avant_de": None, "apres_de": cles[rang + 1]}
        else:
            return
        changements.deplacer(par, instance, **voisine, champ=ici.objet.ordre, liste=cles)
