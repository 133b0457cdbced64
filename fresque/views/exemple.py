"""« Voir une fresque remplie »: the example, to look at. Nobody writes there, nothing prints it as
one's own."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fresque.apercu.suivi import suivre
from fresque.apercu.valeurs import Fraicheur
from fresque.kit.rempli import rempli
from fresque.views.accrochage import accrocher, disposer
from pasapas.acces.porte import connecte


@require_safe
@connecte
def mur(request: HttpRequest) -> HttpResponse:
    tout = rempli().mur
    suivi = suivre(tout, 0, Fraicheur())
    donnees = {
        "travees": list(accrocher(tout, suivi, Fraicheur())),
        "disposition": disposer(tout),
        "suivi": suivi,
    }
    return render(request, "exemple/mur.html", donnees)


@require_safe
@connecte
def planche(request: HttpRequest, code: str) -> HttpResponse:
    tout = rempli()
    trouvee = tout.par_code.get(code)
    if trouvee is None:
        raise Http404("Cette feuille n’existe pas dans l’exemple.")
    precedente, suivante = tout.voisines(code)
    donnees = {"planche": trouvee, "precedente": precedente, "suivante": suivante}
    return render(request, "exemple/planche.html", donnees)
