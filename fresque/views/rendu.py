"""How a box is answered: its fragment to htmx, its place on the wall to everyone else."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from fresque import assemblage
from fresque.objets import OBJETS
from fresque.operations import compter, est_compte, noter_avancement, tenir
from pasapas.acces.permissions import peut_animer, peut_ecrire
from pasapas.acces.porte import ProjetRequest
from pasapas.ecriture.forms import EncartForm
from pasapas.models import Projet, TexteLong
from pasapas.valeurs.planches import Encart, Planche, empreinte

PARTIE = "Retirée depuis plus de trente jours, cette ligne a quitté la corbeille."
GARDE = 60 * 60 * 24  # seconds the address of a box is kept


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


def reperer(request: ProjetRequest, code: str, nom: str) -> tuple[Planche, Encart]:
    """The box at this address without what it holds: enough to write in it, and no query.

    A box keeps its row and its fields as long as its planche stands. Whether the row still
    stands is for the caller to see on the row, and then to ask ``trouver``.
    """
    projet = request.projet
    cle = f"repere:{empreinte(projet.pk, projet.cree_le, code, nom)}"
    repere = cache.get(cle)
    if repere is None:
        planche, encart = trouver(request, code, nom)
        vide = replace(encart, texte="", lignes=(), postits=(), seance=None)
        repere = replace(planche, sections=(), pierres=()), vide
        cache.set(cle, repere, GARDE)
    return repere


def est_seul(encart: Encart) -> bool:
    """A long text of its own, which no other box repeats."""
    if not (encart.est_texte and len(encart.champs) == 1):
        return False
    champ = OBJETS[encart.objet].model._meta.get_field(encart.champs[0])
    return isinstance(champ, TexteLong)


def entiers(request: ProjetRequest, planche: Planche, encart: Encart) -> tuple[Planche, Encart]:
    """The same with what they hold, to be shown."""
    return (planche, encart) if planche.sections else trouver(request, planche.code, encart.nom)


def recompter(projet: Projet, codes: Iterable[str]) -> None:
    """Count again how full these planches are. Holding the projet, nothing changes meanwhile."""
    with transaction.atomic():
        ici = tenir(projet)
        planches = [assemblage.planche(ici, code) for code in codes]
        noter_avancement(ici, [planche for planche in planches if planche])


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
    *,
    avis_dans: str = "",
) -> HttpResponse:
    """Answer a write: the box, then every other box it changed, wherever it stands.

    Without its boxes, ``avant`` says that this one alone changed. ``avis_dans``: the box of the
    same planche that tells what happened, when it is another one.
    """
    parlante = avis_dans or nom
    request.projet.refresh_from_db()  # the write changed a locked copy, not this one
    apres = assemblage.planche(request.projet, avant.code)
    touchees = [
        p for c in autres if c != avant.code and (p := assemblage.planche(request.projet, c))
    ]
    if not est_compte(request.projet, [apres, *touchees]):
        recompter(request.projet, [planche.code for planche in (apres, *touchees)])
    if not request.htmx:
        messages.success(request, avis.texte, extra_tags=avis.annuler_url)
        return redirect(place(request, avant.code, parlante))
    dire = {parlante: avis}
    morceaux = [fragment(request, apres, apres.encart(nom), avis=dire.get(nom))]
    morceaux += [
        fragment(request, apres, encart, avis=dire.get(encart.nom), au_passage=True)
        for encart in _changes(avant, apres, nom)
    ]
    morceaux += [
        fragment(request, planche, encart, au_passage=True)
        for planche in touchees
        for encart in planche.encarts
    ]
    return HttpResponse("\n".join(morceaux))


def _changes(avant: Planche, apres: Planche, nom: str) -> Iterator[Encart]:
    """The other boxes of the planche that a write in ``nom`` changed."""
    if not avant.sections:
        return
    cible = apres.encart(nom)
    for encart in apres.encarts:
        # Between mobile boxes an automatic save may have moved the row before this write.
        bouge = cible.mobile and encart.mobile
        if encart.nom != nom and (bouge or encart != avant.encart(encart.nom)):
            yield encart


def partir(request: ProjetRequest, url: str, avis: Avis) -> HttpResponse:
    """Answer a write after which another page tells more; planches may have come or gone."""
    with transaction.atomic():
        projet = tenir(request.projet)
        compter(projet, assemblage.assembler(projet).planches)
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
        return JsonResponse({"etat": "refus", "erreurs": form.refus}, status=422)
    planche, encart = entiers(request, planche, encart)
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
