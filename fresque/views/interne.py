"""A box kept to the screen, or given back to the paper: one gesture each way."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from fresque.endroit import endroit
from fresque.impression.operations import oublier
from fresque.operations import garder_interne
from fresque.views.encarts import exiger_le_droit
from fresque.views.enregistrement import geste_de
from fresque.views.rendu import Avis, apres_ecriture
from pasapas.acces.permissions import peut_ecrire
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.ecriture.conciliation import une_fois

INTERNE = "Case interne : elle reste à l’écran, aucune feuille ne la porte."
IMPRIMEE = "Cette case s’imprime de nouveau."


@require_POST
@porte(peut_ecrire)
def garder(request: ProjetRequest, code: str, nom: str, interne: bool) -> HttpResponse:
    ici = endroit(request.projet, code, nom)
    if ici is None or not ici.encart.imprimable:
        raise Http404("Cette case n’existe pas sur la fresque, ou ne s’imprime jamais.")
    exiger_le_droit(request, ici.objet)
    geste = geste_de(request, code, nom)
    with une_fois(geste) as nouvelle:
        if nouvelle:
            garder_interne(geste, interne=interne)
            if interne:
                oublier([request.projet])  # files made before would go on saying it
    retour = f"{ici.encart.adresse}{'imprimee' if interne else 'interne'}/"
    return apres_ecriture(request, ici, Avis(INTERNE if interne else IMPRIMEE, retour))
