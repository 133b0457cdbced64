"""One row of the wall becomes another: a piste an intention, an intention a fiche action; or goes
all the way at once."""

from typing import Any

from django.http import Http404, HttpResponse

from fresque.endroit import Endroit, Place, endroit
from fresque.views.enregistrement import geste_de
from fresque.views.rendu import Avis, apres_ecriture, page_neuve, partir
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture.conciliation import noter_resultat, resultat, une_fois

DEVENIR, ABOUTIR = "devenir", "aboutir"


def devenir(
    request: ProjetRequest, ici: Endroit, instance: Any, ou: Place, geste: str
) -> HttpResponse:
    """Make the row this one becomes, once, and say where it is. What undoes it takes it off."""
    suite = ici.objet.aboutir if geste == ABOUTIR else ici.objet.devenir
    la_bas = endroit(request.projet, suite.planche, suite.encart) if suite else None
    if suite is None or la_bas is None or ou is not Place.ICI:
        raise Http404("Cette ligne ne devient rien d’autre.")
    par = geste_de(request, suite.planche, suite.encart)
    with une_fois(par) as nouvelle:
        if nouvelle:
            fruit = suite.faire(par, instance)
            noter_resultat(par, fruit)
        else:
            fruit = la_bas.lire(resultat(par, la_bas.objet.model))
    if fruit is None:
        raise Http404("Ce que cette ligne est devenue n’est plus là.")
    avis = Avis(suite.avis, la_bas.adresse(fruit.pk, "retirer"))
    if la_bas.objet.planche:
        return partir(request, page_neuve(request, la_bas.objet, fruit), avis)
    return apres_ecriture(request, ici, avis, avis_dans=suite.encart)
