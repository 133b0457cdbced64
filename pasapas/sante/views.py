"""``/sante/``: alive; ``pret/``: fit to serve; ``mesures/``: figures, for Prometheus. The same and
more, in the console, for its administrator."""

from hmac import compare_digest
from http import HTTPStatus

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from pasapas.acces.porte import administration, publique
from pasapas.comptes import limites
from pasapas.sante.installation import rubriques
from pasapas.serveur.essai import PRETENDUE, vient_d_ici
from pasapas.serveur.etat import mesures, points

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
    if vient_d_ici(_donnee(request)):
        lignes.append(f"mandataire : {mandataire(request) or 'bien'}")
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


@require_safe
@never_cache
@administration("pasapas.view_travail")
def installation(request: HttpRequest) -> HttpResponse:
    """The console's page on the installation itself."""
    vues = rubriques()
    donnees = {
        **admin.site.each_context(request),
        "title": "État de l’installation",
        "rubriques": vues,
        "appelle": [(r.titre, c) for r in vues for c in r.constats if not c.bien],
    }
    return render(request, "sante/installation.html", donnees)


def mandataire(request: HttpRequest) -> str:
    """What the proxy in front of us forgot to say, or let the browser say."""
    chaine = [un for un in request.headers.get("X-Forwarded-For", "").split(",") if un.strip()]
    attendus = settings.ALLAUTH_TRUSTED_PROXY_COUNT
    if settings.PRODUCTION and not request.is_secure():
        return "il ne dit pas que l’on vient par HTTPS (X-Forwarded-Proto)"
    if len(chaine) < attendus:
        return f"PASAPAS_PROXIES={attendus}, et X-Forwarded-For en nomme {len(chaine)}"
    if attendus and limites.adresse_ip(request) == PRETENDUE:
        return "il laisse chacun dire d’où il vient (X-Forwarded-For, PASAPAS_PROXIES)"
    return ""


def _a_la_cle(request: HttpRequest) -> bool:
    return bool(settings.CLE_SANTE) and compare_digest(
        _donnee(request).encode(), settings.CLE_SANTE.encode()
    )


def _donnee(request: HttpRequest) -> str:
    return request.headers.get("Authorization", "").removeprefix("Bearer ").strip()
