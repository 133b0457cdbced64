"""``/sante/``: alive; ``pret/``: fit to serve; ``mesures/``: figures, for Prometheus."""

from hmac import compare_digest
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pasapas.acces.porte import publique
from pasapas.sante.etat import mesures, points

TEXTE = "text/plain; charset=utf-8"


@require_safe
@never_cache
@publique
def vivant(request: HttpRequest) -> HttpResponse:
    """This process answers: nothing else is asked, so that no outage has it killed for nothing."""
    return HttpResponse("vivant\n", content_type=TEXTE)


@require_safe
@never_cache
@publique
def pret(request: HttpRequest) -> HttpResponse:
    """Whether pages can be served here now; which point fails, to whoever has the key."""
    vus = points()
    bien = all(point.bien for point in vus if point.bloque)
    lignes = ["prêt" if bien else "pas prêt"]
    if _a_la_cle(request):
        lignes += [f"{point.nom} : {point.dit}" for point in vus]
    statut = HTTPStatus.OK if bien else HTTPStatus.SERVICE_UNAVAILABLE
    return HttpResponse("\n".join([*lignes, ""]), content_type=TEXTE, status=statut)


@require_safe
@never_cache
@publique
def chiffres(request: HttpRequest) -> HttpResponse:
    """In the text form that Prometheus reads. Nobody without the key learns that it is there."""
    if not _a_la_cle(request):
        raise Http404("Aucune page à cette adresse.")
    lignes = []
    for point in points():
        lignes.append(f'pasapas_bien{{point="{point.nom}"}} {int(point.bien)}')
    for nom, (dit, valeur) in mesures().items():
        lignes += [f"# HELP {nom} {dit}", f"# TYPE {nom} gauge", f"{nom} {valeur:g}"]
    entete = ["# HELP pasapas_bien 1 quand tout va bien", "# TYPE pasapas_bien gauge"]
    return HttpResponse("\n".join([*entete, *lignes, ""]), content_type=f"{TEXTE}; version=0.0.4")


def _a_la_cle(request: HttpRequest) -> bool:
    donnee = request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
    return bool(settings.CLE_SANTE) and compare_digest(donnee.encode(), settings.CLE_SANTE.encode())
