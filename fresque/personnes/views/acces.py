"""Who has access: the page everyone may read, and one person's."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from fresque.personnes.qui import CE_QUE_PEUT, registre
from fresque.personnes.views.rendu import cible, fiche, page
from pasapas.acces.permissions import peut_animer, voit_l_accompagnement
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.models import Accompagnement


@require_safe
@porte()
def acces(request: ProjetRequest) -> HttpResponse:
    """Names and roles for everyone; addresses and gestures for those who lead."""
    return page(
        request,
        "personnes/acces.html",
        registre=registre(request.projet, request.participant),
        suivi=voit_l_accompagnement(request.participant)
        and Accompagnement.objects.de(request.projet).exists(),
        roles=[(role.appellation, peut) for role, peut in CE_QUE_PEUT.items()],
    )


@require_safe
@porte(peut_animer)
def personne(request: ProjetRequest, pk: int) -> HttpResponse:
    return fiche(request, cible(request, pk))
