"""The page before any fresque: the ones a person takes part in."""

from django.conf import settings
from django.db.models import F, OuterRef, Subquery, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from pasapas.acces.permissions import peut_ouvrir
from pasapas.acces.porte import connecte, etablissements_menes, publique
from pasapas.models import Participant, Projet, Role


@require_safe
@connecte
def accueil(request: HttpRequest) -> HttpResponse:
    """The fresques this person takes part in."""
    mien = Participant.objects.ouverts().filter(user=request.user, projet=OuterRef("pk"))
    projets = (
        Projet.objects.ouverts_a(request.user)
        .annotate(
            role=Subquery(mien.values("role")[:1]),
            etablissement_nom=F("etablissement__nom"),
            confirme=F("etablissement__confirme"),
            remplis=Sum("avancements__remplis", default=0),
            total=Sum("avancements__total", default=0),
        )
        .order_by("-modifie_le", "pk")
    )
    for projet in projets:
        projet.role_libelle = Role(projet.role).appellation
    donnees = {
        "projets": projets,
        "peut_creer": etablissements_menes(request.user).exists(),
        "peut_ouvrir": peut_ouvrir(request.user),
        "inscription_libre": settings.INSCRIPTION_LIBRE and bool(request.user.email),
    }
    return render(request, "pasapas/accueil.html", donnees)


@require_safe
@publique
def icone(request: HttpRequest) -> HttpResponse:
    """What a browser asks for beside a page that names no icon: a PDF, a file."""
    return redirect(static("img/marque.svg"))
