"""One row of the wall becomes another: a piste an intention, an intention a fiche action."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from fresque.objets import OBJETS
from fresque.views.ecriture import geste_de
from fresque.views.rendu import Avis, apres_ecriture, partir
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture.conciliation import noter_resultat, resultat, une_fois
from pasapas.ecriture.objets import Objet
from pasapas.models import Contenu
from pasapas.valeurs.planches import Encart, Planche


def devenir(
    request: ProjetRequest, planche: Planche, encart: Encart, objet: Objet, instance: Contenu
) -> HttpResponse:
    """Make the row this one becomes, once, and say where it is. What undoes it takes it off."""
    suite = objet.devenir
    if suite is None or encart.ligne(instance.pk) is None:
        raise Http404("Cette ligne ne devient rien d’autre.")
    cible = OBJETS[suite.objet]
    trace = geste_de(request, suite.planche, suite.encart)
    with une_fois(trace) as nouvelle:
        if nouvelle:
            fruit = suite.faire(trace, instance)
            noter_resultat(trace, fruit)
        else:
            fruit = cible.lire(request.projet, resultat(trace, cible.model))
    if fruit is None:
        raise Http404("Ce que cette ligne est devenue n’est plus là.")
    slug, lieu = request.projet.slug, (suite.planche, suite.encart)
    annuler = reverse("fresque:geste", args=[slug, *lieu, fruit.pk, "retirer"])
    avis = Avis(suite.avis, annuler)
    if cible.planche:
        page = reverse("fresque:planche", args=[slug, f"{cible.planche}-{fruit.numero}"])
        return partir(request, page, avis)
    return apres_ecriture(request, planche, encart.nom, avis, avis_dans=suite.encart)
