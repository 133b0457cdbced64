"""A sheet as it will print, for whoever writes on it."""

from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from fresque.frise.planche import papier
from fresque.pdf import OptionsImpression, parties
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.serveur.hotes import racine


@require_safe
@porte()
def image(request: ProjetRequest, code: str) -> HttpResponse:
    """The sheets of this planche, one below the other (PNG). Asked with HEAD, or by who has it
    already, it says whether it changed, and nothing is drawn."""
    fresque = papier(request.projet)
    planche = fresque.planche(code)
    if planche is None:
        raise Http404("Cette planche ne s’imprime pas.")
    options = comme_imprimee(request)
    marque = f'"{parties.cle(fresque, planche, options)}"'
    deja = get_conditional_response(request, etag=marque)
    if deja is not None or request.method == "HEAD":
        reponse = HttpResponse(status=deja.status_code if deja else 200, content_type="image/png")
    else:
        reponse = HttpResponse(parties.image(fresque, planche, options), content_type="image/png")
    reponse["ETag"] = marque
    reponse["Cache-Control"] = "private, no-cache"
    return reponse


def comme_imprimee(request: ProjetRequest) -> OptionsImpression:
    """What the sheet would be, printed without touching any choice: the very same is kept."""
    return OptionsImpression(url_base=racine(request))
