"""How a box is answered: its fragment to htmx, its place on its sheet to everyone else."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect

from fresque.endroit import Endroit
from fresque.instant import instant
from fresque.kit.exemple import A_UN_EXEMPLE, EXEMPLE
from fresque.suivi.etapes import suivante
from pasapas.acces.porte import ProjetRequest
from pasapas.comptes import preuves
from pasapas.direct import annonces
from pasapas.ecriture.forms import BASE, EncartForm
from pasapas.ecriture.inscription import Ecrit
from pasapas.ecriture.objets import Objet
from pasapas.entretien.menage import CORBEILLE
from pasapas.models import Contenu
from pasapas.serveur.contexte import conforts
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.planches import Planche

# What the menu of an administrateur leads to, as it is allowed to them (composants/_compte.html).
AU_MENU = ("diagnostic.view_questionnaire", "pasapas.add_projet")
PAS_ICI = "Cette ligne n’est pas dans cette case."
ENREGISTRE = "Enregistré."
PARTIE = f"Retirée depuis plus de {CORBEILLE.days} jours, cette ligne a quitté la corbeille."


@dataclass(frozen=True, slots=True)
class Avis:
    """What just happened, and the way back when there is one. ``bref``: said in passing, the box
    shows it; ``ligne``: the row that says it; ``faite``: it is done, what comes next is told."""

    texte: str
    annuler_url: str = ""
    bref: bool = False
    ligne: int | None = None
    faite: bool = False


def trouver(request: ProjetRequest, code: str, nom: str) -> tuple[Planche, Encart]:
    """The box at this address, or 404."""
    la = instant(request.projet).encart(code, nom)
    if la is None:
        raise Http404("Cette case n’existe pas sur la fresque.")
    return la


def contexte(request: ProjetRequest) -> dict[str, object]:
    """What the wall's templates need to know of the person."""
    return {
        **request.dits,
        "cle": uuid4,  # called by each form that asks for a key of its own
        "montrees": request.projet.montrees,
    }


def a_suivre(request: ProjetRequest) -> dict[str, object]:
    """What a page needs to follow its fresque live (templates/fresque/_direct.html)."""
    projet = request.projet
    return {
        "slug": projet.slug,
        "version": projet.version,
        "jour": timezone.localdate().isoformat(),
        "flux": annonces.adresse(request, projet.slug),
    }


def compte_de(request: HttpRequest) -> tuple[object, ...]:
    """What base.html shows of the account: a page kept for somebody depends on it."""
    compte: Any = request.user
    confiees = compte.is_staff and frozenset(filter(compte.has_perm, AU_MENU))
    return (
        (compte.pk, compte.get_short_name(), str(compte), confiees),
        preuves.charge(request),
        conforts(request),
        getattr(request, "inactivite", None),
    )


def place(request: ProjetRequest, code: str, nom: str) -> str:
    """Where the box is: on its sheet."""
    return f"{reverse('fresque:planche', args=[request.projet.slug, code])}#{code}--{nom}"


def a_part(request: ProjetRequest, encart: Encart) -> bool:
    """Whether this box stands alone on a page of its own, which nothing follows: its sheet comes
    next."""
    return encart.adresse in (request.htmx.current_url or "")


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
        "suite": suivante(encart, avis.ligne) if avis and avis.faite and avis.ligne else None,
        "au_passage": au_passage,
    }
    return render_to_string("fresque/_encart.html", donnees, request)


def page_neuve(request: ProjetRequest, objet: Objet, ligne: Contenu) -> str:
    """The page of the planche this new row has of its own, if its kind has any; with the kit's
    example beside it, if it has one."""
    code = objet.code_de(ligne)
    if not code:
        return ""
    page = reverse("fresque:planche", args=[request.projet.slug, code])
    return f"{page}?cote={EXEMPLE}" if objet.planche == A_UN_EXEMPLE else page


def apres_ecriture(
    request: ProjetRequest,
    avant: Endroit,
    avis: Avis,
    *,
    ligne: Contenu | None = None,
    avis_dans: str = "",
    ancre: str = "",
) -> HttpResponse:
    """Answer a write: the box, then every other box it changed, wherever it stands.

    ``ligne``: the row as it was just written, when that is all that was done.
    ``avis_dans``: the box of the same planche that tells what happened, when it is another one.
    ``ancre``: where in the box one goes on, when the page is loaded again.
    """
    code, nom = avant.planche.code, avant.encart.nom
    version, tenue = request.projet.version, instant(request.projet).tient(avant.planche)
    request.projet.refresh_from_db()  # the write changed a locked copy, not this one
    ici = instant(request.projet)
    if request.htmx and ligne is not None and not a_part(request, avant.encart):
        suivie = tenue and request.projet.version == version + 1  # nobody else wrote meanwhile
        if seule := ici.seule(avant.planche, avant.encart, ligne, suivie=suivie):
            return HttpResponse(fragment(request, avant.planche, seule, avis=avis))
    la = ici.encart(code, nom)
    if la is None or not request.htmx or a_part(request, avant.encart):
        return partir(request, f"{place(request, code, avis_dans or nom)}{ancre}", avis)
    apres, boite = la
    dire = {avis_dans or nom: avis}
    morceaux = [fragment(request, apres, boite, avis=dire.get(nom))]
    morceaux += [
        fragment(request, apres, encart, avis=dire.get(encart.nom), au_passage=True)
        for encart in _changes(avant.planche, apres, boite)
    ]
    morceaux += [
        fragment(request, planche, encart, au_passage=True)
        for autre in ici.bougees()
        if autre != code and (planche := ici.planche(autre))
        for encart in planche.encarts
    ]
    return HttpResponse("\n".join(morceaux))


def _changes(avant: Planche, apres: Planche, ecrite: Encart) -> Iterator[Encart]:
    """The other boxes of the planche that a write in this one changed."""
    avant_elles = {encart.nom: encart for encart in avant.encarts}
    for encart in apres.encarts:
        # Between mobile boxes an automatic save may have moved the row before this write.
        bouge = ecrite.mobile and encart.mobile
        if encart.nom != ecrite.nom and (bouge or encart != avant_elles.get(encart.nom)):
            yield encart


def repondre(request: ProjetRequest, ici: Endroit, ecrit: Ecrit) -> HttpResponse:
    """The answer to a write on a row that was there, or that has just come."""
    adresse, suite = request.path, None
    if ecrit.ajoutee:
        adresse = ici.adresse(ecrit.ligne.pk)
        suite = {"modifier": adresse, "page": page_neuve(request, ici.objet, ecrit.ligne)}
    if "autosave" in request.POST:
        return etat(ecrit, suite)
    if ecrit.bilan.conflits:
        request.projet.refresh_from_db()  # what did not clash was written
        return conflit(request, ici.a_jour(), ecrit, adresse)
    avis = Avis(ecrit.avis or ENREGISTRE, bref=not ecrit.avis)
    ligne = ecrit.ligne if ecrit.nouveau and not ecrit.revenue else None
    return apres_ecriture(request, ici, avis, ligne=ligne)


def etat(ecrit: Ecrit, suite: dict[str, str] | None = None) -> JsonResponse:
    """The state of an automatic save: for each text, what the row, as written, now holds.

    ``suite``: the addresses of a row that was just created. ``avis``: what is to be told.
    """
    conflits = ecrit.bilan.conflits
    return JsonResponse(
        {
            "etat": "conflit" if conflits else "enregistre",
            "champs": ecrit.tenus,
            "conflits": sorted(conflits),
            "avis": ecrit.avis,
            "suite": suite,
        },
        status=409 if conflits else 200,
    )


def conflit(request: ProjetRequest, ici: Endroit, ecrit: Ecrit, action: str) -> HttpResponse:
    """« Votre texte / le texte actuel / les deux », in the place of the box.

    When several fields clash they are settled one at a time: each answer brings the other ones
    back as they came, and they clash again.
    """
    donnees = {
        "action": action,
        "base": BASE,
        "avis": ecrit.avis,
        "conflits": [
            {
                "nom": nom,
                "label": ecrit.form.fields[nom].label,
                "clash": clash,
                "ecarts": clash.ecarts,
            }
            for nom, clash in ecrit.bilan.conflits.items()
        ],
    }
    return a_la_place(request, ici, "fresque/_conflit.html", donnees, status=409)


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
    ouverte = form.instance.pk if not ici.colle and form.instance.pk in ici.lignes else None
    donnees = {
        "form": form,
        "titre": titre,
        "avis": None,
        "colle": ici.colle,
        "ouverte": ouverte,
        "requete": request.GET.urlencode() if ouverte and request.htmx else "",
        "en_place": _en_place(request, ici, ouverte),
        "postit_ouvert": form.instance.pk or 0,
        "action": request.get_full_path(),
    }
    gabarit = "fresque/_formulaire.html"
    return a_la_place(request, ici, gabarit, donnees, status=422 if form.is_bound else 200)


def a_la_place(
    request: ProjetRequest, ici: Endroit, gabarit: str, donnees: dict[str, Any], *, status: int
) -> HttpResponse:
    """What stands in the place of the box while one writes: alone, or in a page of its own."""
    donnees = {
        "intitule": "Écrire sur la fresque",
        **contexte(request),
        "planche": ici.planche,
        "encart": ici.encart,
        "retour": ici.encart.adresse,
        "retour_page": place(request, ici.planche.code, ici.encart.nom),
        "dedans": gabarit,
        **donnees,
    }
    page = gabarit if request.htmx else "fresque/ecrire.html"
    return render(request, page, donnees, status=status)


def _en_place(request: ProjetRequest, ici: Endroit, ouverte: int | None) -> bool:
    """Whether what is written is all that shows there: the one text of a box, a cell of a table."""
    seul = ici.encart.est_texte and len(ici.encart.champs) == 1
    return not ici.colle and (seul or bool(ouverte and request.GET))
