"""How a box is answered: its fragment to htmx, its place on its sheet to everyone else."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from fresque.endroit import Endroit
from fresque.instant import instant
from pasapas.acces.permissions import peut_animer, peut_ecrire
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture.forms import EncartForm
from pasapas.ecriture.objets import Objet
from pasapas.models import Contenu
from pasapas.valeurs.planches import Encart, Planche

PAS_ICI = "Cette ligne n’est pas dans cette case."
PARTIE = "Retirée depuis plus de trente jours, cette ligne a quitté la corbeille."


@dataclass(frozen=True, slots=True)
class Avis:
    """What just happened, and the way back when there is one. ``ligne``: the row that says it."""

    texte: str
    annuler_url: str = ""
    bref: bool = False
    ligne: int | None = None


def trouver(request: ProjetRequest, code: str, nom: str) -> tuple[Planche, Encart]:
    """The box at this address, or 404."""
    planche = instant(request.projet).planche(code)
    encart = planche.encart(nom) if planche else None
    if encart is None:
        raise Http404("Cette case n’existe pas sur la fresque.")
    return planche, encart


def contexte(request: ProjetRequest) -> dict[str, object]:
    """What the wall's templates need to know of the person."""
    return {
        "slug": request.projet.slug,
        "cle": uuid4,  # called by each form that asks for a key of its own
        "participant": request.participant,
        "peut_ecrire": peut_ecrire(request.participant),
        "peut_animer": peut_animer(request.participant),
    }


def place(request: ProjetRequest, code: str, nom: str) -> str:
    """Where the box is: on its sheet."""
    return f"{reverse('fresque:planche', args=[request.projet.slug, code])}#{code}--{nom}"


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


def page_de(request: ProjetRequest, objet: Objet, ligne: Contenu) -> str:
    """The page of the planche this row has of its own, if its kind has any."""
    code = objet.code_de(ligne)
    return reverse("fresque:planche", args=[request.projet.slug, code]) if code else ""


def apres_ecriture(
    request: ProjetRequest, avant: Endroit, avis: Avis, *, avis_dans: str = ""
) -> HttpResponse:
    """Answer a write: the box, then every other box it changed, wherever it stands.

    ``avis_dans``: the box of the same planche that tells what happened, when it is another one.
    """
    code, nom = avant.planche.code, avant.encart.nom
    request.projet.refresh_from_db()  # the write changed a locked copy, not this one
    ici = instant(request.projet)
    apres = ici.planche(code)
    if apres is None or not request.htmx:
        return partir(request, place(request, code, avis_dans or nom), avis)
    dire = {avis_dans or nom: avis}
    morceaux = [fragment(request, apres, apres.encart(nom), avis=dire.get(nom))]
    morceaux += [
        fragment(request, apres, encart, avis=dire.get(encart.nom), au_passage=True)
        for encart in _changes(avant.planche, apres, nom)
    ]
    morceaux += [
        fragment(request, planche, encart, au_passage=True)
        for autre in ici.bougees()
        if autre != code and (planche := ici.planche(autre))
        for encart in planche.encarts
    ]
    return HttpResponse("\n".join(morceaux))


def _changes(avant: Planche, apres: Planche, nom: str) -> Iterator[Encart]:
    """The other boxes of the planche that a write in ``nom`` changed."""
    cible = apres.encart(nom)
    for encart in apres.encarts:
        # Between mobile boxes an automatic save may have moved the row before this write.
        bouge = cible.mobile and encart.mobile
        if encart.nom != nom and (bouge or encart != avant.encart(encart.nom)):
            yield encart


def partir(request: ProjetRequest, url: str, avis: Avis) -> HttpResponse:
    """Answer a write after which another page tells more; planches may have come or gone."""
    messages.success(request, avis.texte, extra_tags=avis.annuler_url)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def formulaire(
    request: ProjetRequest, ici: Endroit, form: EncartForm, titre: str = ""
) -> HttpResponse:
    """The form that stands in the place of the box; 422 when what was typed is refused."""
    if "autosave" in request.POST:
        return JsonResponse({"etat": "refus", "erreurs": form.refus}, status=422)
    ici = ici.a_jour()
    ligne = ici.encart.ligne(form.instance.pk) if form.instance.pk and not ici.colle else None
    cellule = request.GET.urlencode() if ligne and request.GET else ""
    donnees = {
        **contexte(request),
        "planche": ici.planche,
        "encart": ici.encart,
        "form": form,
        "titre": titre,
        "avis": None,
        "colle": ici.colle,
        "requete": cellule,
        "ouverte": form.instance.pk if cellule else None,
        "en_place": bool(cellule),
        "postit_ouvert": form.instance.pk or 0,
        "action": request.get_full_path(),
        "retour": ici.encart.adresse,
        "retour_page": place(request, ici.planche.code, ici.encart.nom),
    }
    gabarit = "fresque/_formulaire.html" if request.htmx else "fresque/formulaire.html"
    return render(request, gabarit, donnees, status=422 if form.is_bound else 200)
