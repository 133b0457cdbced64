"""From the wall to paper: choose the sheets, get the PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fresque.frise.planche import avec_frise
from fresque.instant import instant
from fresque.kit.conseils import IMPRIMER, conseils_de
from fresque.pdf import OptionsImpression, rendre
from fresque.pdf.glyphes import manquants
from fresque.views.rendu import contexte
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.valeurs.planches import Fresque

VIERGES_MAX = 9


@require_safe
@porte()
def imprimer(request: ProjetRequest) -> HttpResponse:
    """What to print."""
    fresque = instant(request.projet).fresque
    papier = avec_frise(fresque.papier, request.projet)
    donnees = {"fresque": fresque, "papier": papier, "manques": manquants(papier)}
    donnees["conseils"] = conseils_de(IMPRIMER)
    return render(request, "fresque/imprimer.html", {**contexte(request), **donnees})


@require_safe
@porte()
def pdf(request: ProjetRequest) -> HttpResponse:
    """The PDF. An address without choices prints everything but telephones and e-mails."""
    fresque = avec_frise(instant(request.projet).fresque.papier, request.projet)
    choisi = "choix" in request.GET
    vierges = request.GET.get("vierges", "0")
    options = OptionsImpression(
        codes=_codes_voulus(request, fresque),
        postits=not choisi or "postits" in request.GET,
        coordonnees="coordonnees" in request.GET,
        fiches_vierges=min(int(vierges), VIERGES_MAX) if vierges.isdecimal() else 0,
        url_base=request.build_absolute_uri("/").rstrip("/"),
    )
    reponse = HttpResponse(rendre(fresque, options=options), content_type="application/pdf")
    reponse["Content-Disposition"] = f'inline; filename="fresque-{request.projet.slug}.pdf"'
    return reponse


def _codes_voulus(request: ProjetRequest, fresque: Fresque) -> tuple[str, ...]:
    """The planches chosen. All of them ticked is the whole wall, which has a hanging plan; a
    sheet printed again to replace one needs none."""
    demandes = set(request.GET.getlist("planche"))
    codes = tuple(p.code for p in fresque.planches)
    voulus = tuple(code for code in codes if code in demandes)
    return () if voulus == codes else voulus
