"""From the wall to paper: choose the sheets, get the PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fresque import assemblage
from fresque.pdf import OptionsImpression, rendre
from fresque.views.rendu import contexte
from pasapas.access import ProjetRequest, porte

VIERGES_MAX = 9


@require_safe
@porte()
def imprimer(request: ProjetRequest) -> HttpResponse:
    """What to print."""
    fresque = assemblage.assembler(request.projet)
    return render(request, "fresque/imprimer.html", {**contexte(request), "fresque": fresque})


@require_safe
@porte()
def pdf(request: ProjetRequest) -> HttpResponse:
    """The PDF. An address without choices prints everything."""
    fresque = assemblage.pour_papier(assemblage.assembler(request.projet))
    codes = {planche.code for planche in fresque.planches}
    choisi = "choix" in request.GET
    vierges = request.GET.get("vierges", "0")
    options = OptionsImpression(
        codes=tuple(code for code in request.GET.getlist("planche") if code in codes),
        postits=not choisi or "postits" in request.GET,
        coordonnees=not choisi or "coordonnees" in request.GET,
        fiches_vierges=min(int(vierges), VIERGES_MAX) if vierges.isdecimal() else 0,
        url_base=request.build_absolute_uri("/").rstrip("/"),
        imprime_le=timezone.localdate(),
    )
    reponse = HttpResponse(rendre(fresque, options=options), content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="fresque-{request.projet.slug}.pdf"'
    return reponse
