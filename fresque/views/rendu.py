"""How a box is answered: its fragment to htmx, its place on the wall to everyone else."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from fresque import assemblage
from fresque.operations import compter, noter_avancement
from pasapas.access import ProjetRequest
from pasapas.forms import EncartForm
from pasapas.permissions import peut_animer, peut_ecrire
from pasapas.planches import Encart, Planche


@dataclass(frozen=True, slots=True)
class Avis:
    """What just happened, and the way back when there is one."""

    texte: str
    annuler_url: str = ""


def trouver(request: ProjetRequest, code: str, nom: str) -> tuple[Planche, Encart]:
    """The box at this address, or 404."""
    planche = assemblage.planche(request.projet, code)
    encart = planche.encart(nom) if planche else None
    if encart is None:
        raise Http404("Cette case n’existe pas sur la fresque.")
    return planche, encart


def contexte(request: ProjetRequest) -> dict[str, object]:
    """What the wall's templates need to know of the person."""
    return {
        "slug": request.projet.slug,
        "participant": request.participant,
        "peut_ecrire": peut_ecrire(request.participant),
        "peut_animer": peut_animer(request.participant),
    }


def place(request: ProjetRequest, code: str, nom: str) -> str:
    """Where the box is on the wall."""
    return f"{reverse('fresque:mur', args=[request.projet.slug])}#{code}--{nom}"


def fragment(
    request: ProjetRequest,
    planche: Planche,
    encart: Encart,
    *,
    avis: Avis | None = None,
    au_passage: bool = False,
) -> str:
    """The HTML of one box, the same as in the page; ``au_passage``: swapped where it stands."""
    donnees = {
        **contexte(request),
        "planche": planche,
        "encart": encart,
        "avis": avis,
        "au_passage": au_passage,
    }
    return render_to_string("fresque/_encart.html", donnees, request)


def apres_ecriture(
    request: ProjetRequest,
    avant: Planche,
    nom: str,
    avis: Avis,
    autres: tuple[str, ...] = (),
) -> HttpResponse:
    """Answer a write: the box, then every other box it changed, wherever it stands."""
    request.projet.refresh_from_db()  # the write changed a locked copy, not this one
    apres = assemblage.planche(request.projet, avant.code)
    touchees = [
        p for c in autres if c != avant.code and (p := assemblage.planche(request.projet, c))
    ]
    noter_avancement(request.projet, [apres, *touchees])
    if not request.htmx:
        messages.success(request, avis.texte, extra_tags=avis.annuler_url)
        return redirect(place(request, avant.code, nom))
    cible = apres.encart(nom)
    morceaux = [fragment(request, apres, cible, avis=avis)]
    # Between mobile boxes an automatic save may have moved the row before this write.
    morceaux += [
        fragment(request, apres, encart, au_passage=True)
        for encart in apres.encarts
        if encart.nom != nom
        and (encart != avant.encart(encart.nom) or (cible.mobile and encart.mobile))
    ]
    morceaux += [
        fragment(request, planche, encart, au_passage=True)
        for planche in touchees
        for encart in planche.encarts
    ]
    return HttpResponse("\n".join(morceaux))


def partir(request: ProjetRequest, url: str, avis: Avis) -> HttpResponse:
    """Answer a write after which another page tells more; planches may have come or gone."""
    compter(request.projet, assemblage.assembler(request.projet).planches)
    messages.success(request, avis.texte, extra_tags=avis.annuler_url)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def formulaire(
    request: ProjetRequest,
    planche: Planche,
    encart: Encart,
    form: EncartForm,
    titre: str = "",
) -> HttpResponse:
    """The form that stands in the place of the box; 422 when what was typed is refused."""
    if "autosave" in request.POST:
        return JsonResponse({"etat": "refus", "erreurs": form.errors}, status=422)
    donnees = {
        **contexte(request),
        "planche": planche,
        "encart": encart,
        "form": form,
        "titre": titre,
        "action": request.path,
        "retour": reverse("fresque:encart", args=[request.projet.slug, planche.code, encart.nom]),
        "retour_page": place(request, planche.code, encart.nom),
    }
    gabarit = "fresque/_formulaire.html" if request.htmx else "fresque/formulaire.html"
    return render(request, gabarit, donnees, status=422 if form.is_bound else 200)
