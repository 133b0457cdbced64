"""The blank kit on paper, for who has no fresque yet, or wants one more copy."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fresque.kit.vierge import kit_vierge
from fresque.pdf import OptionsImpression, rendre
from pasapas.acces.porte import connecte
from pasapas.serveur.pages import document

FICHES = 3  # as many as one column of the wall holds


@require_safe
@connecte
def vierge(request: HttpRequest) -> HttpResponse:
    """Every page of the kit, bare, after how to hang them."""
    octets = rendre(kit_vierge(), options=OptionsImpression(fiches_vierges=FICHES))
    return document(octets, "kit-vierge.pdf")
