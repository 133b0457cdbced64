"""The wall: everything at a glance, and the way to each sheet. Nothing is written here.

Its page is kept for each person as long as nothing of it changes: what surrounds the wall until
their name or their role does, the wall itself until the fresque, the day or their last visit does.
"""

from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fresque.apercu import suivi as suivis
from fresque.apercu.depart import Depart, guider
from fresque.apercu.valeurs import Mur
from fresque.impression import affichage
from fresque.instant import Instant, Memoire, a_cote, instant
from fresque.models import Contribution
from fresque.models.affiche import CONTRIBUTIONS
from fresque.nouveautes import VisiteDAvant, derniere_visite, fraicheur
from fresque.views import accrochage
from fresque.views.rendu import compte_de, contexte
from pasapas.acces.permissions import peut_animer, peut_ecrire
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.direct import annonces
from pasapas.models import Projet
from pasapas.serveur.pages import Page, Troncon, repondre, trou
from pasapas.valeurs.annexes import ANNEXES

GABARITS = {
    "mur": "mur/_mur.html",
    "mur-attente": "mur/_attente.html",
    "mur-etapes": "mur/_etapes.html",
    "suivi": "mur/_suivi.html",
    "cartouche": "mur/_cartouche.html",
}
ANNEXE = {str(annexe.numero): annexe.numero for annexe in ANNEXES}
ENTOURS = Memoire(300)  # about 15 kB each
CONTENUS = Memoire(300)  # about 40 kB each
JETON, CLE, VERSION, CONTENU = map(trou, ("jeton", "cle", "version", "contenu"))


@require_safe
@porte()
def mur(request: ProjetRequest) -> HttpResponse:
    """The four annexes on one screen; ?vue= points at what calls, ?annexe= shows one alone."""
    contenu, tout = _contenu(request)
    valeurs: dict[str, Troncon | str] = {
        JETON: get_token(request),
        CLE: str(uuid4()),
        VERSION: str(request.projet.version),
        CONTENU: contenu,
    }
    return repondre(request, _entour(request, tout).remplir(valeurs))


def _contenu(request: ProjetRequest) -> tuple[Troncon, Mur]:
    """The follow bar and the wall, as this person sees them."""
    projet, vu = request.projet, derniere_visite(request.participant)
    cle = (
        *_personne(request),
        projet.version,
        timezone.localdate(),
        vu,
        *_demande(request),
    )

    def rendre() -> tuple[Troncon, Mur]:
        tout = instant(projet).mur
        donnees = composer(request, tout, vu)
        return Troncon.de(render_to_string("mur/_contenu.html", donnees)), tout

    return rendre() if settings.DEBUG else CONTENUS.garder(cle, rendre)


def _entour(request: ProjetRequest, tout: Mur) -> Page:
    """All that surrounds the wall. A page that tells what just happened is told once."""
    projet, dit = request.projet, bool(len(get_messages(request)))
    disposition = accrochage.disposer(tout)
    flux = annonces.adresse(request, projet.slug)
    maison = projet.etablissement
    cle = (
        *_personne(request),
        compte_de(request),
        (str(projet), str(maison), maison.confirme),
        (projet.efface_apres_le, timezone.localdate()),
        (flux, tout.vierge, disposition.longue),
        _demande(request)[1],
    )

    def rendre() -> Page:
        donnees = {
            **contexte(request),
            "csrf_token": JETON,
            "cle": CLE,
            "contenu": CONTENU,
            "nom": str(projet),
            "etablissement": str(maison) if str(maison) != str(projet) else "",
            "fresque": {
                "slug": projet.slug,
                "version": VERSION,
                "jour": timezone.localdate().isoformat(),
                "flux": flux,
            },
            "mur": tout,
            "disposition": disposition,
            "seule": _demande(request)[1],
        }
        return Page.de(render_to_string("mur/mur.html", donnees, request))

    return rendre() if dit or settings.DEBUG else ENTOURS.garder(cle, rendre)


def _personne(request: ProjetRequest) -> tuple[object, ...]:
    """Who looks, at which fresque, with which rights."""
    return (
        request.projet.pk,
        request.projet.cree_le,
        request.participant.pk,
        request.participant.role,
        request.projet.montrees,
    )


def _depart(request: ProjetRequest, tout: Mur, vu: VisiteDAvant) -> Depart | None:
    """The first steps, for who writes, until they are done or put away."""
    if tout.vierge or vu.masque or not peut_ecrire(request.participant):
        return None
    planche = instant(request.projet).planche
    return guider(request.projet.slug, planche, anime=peut_animer(request.participant))


def _demande(request: ProjetRequest) -> tuple[str, int]:
    """The filter and the annexe that the address asks for."""
    vue = request.GET.get("vue", "")
    return vue if vue in suivis.VUES else "", ANNEXE.get(request.GET.get("annexe", ""), 0)


def morceaux(request: ProjetRequest, ici: Instant, ids: Iterable[str]) -> dict[str, str]:
    """Pieces of the wall by their ids, the same as in the page."""
    donnees = composer(request, ici.mur, derniere_visite(request.participant))
    feuilles = {f"mur-{f.apercu.code}": f for travee in donnees["travees"] for f in travee.feuilles}
    trouves = {}
    for id_html in ids:
        if id_html in feuilles:
            trouves[id_html] = feuilles[id_html].html
        elif id_html in GABARITS:
            trouves[id_html] = render_to_string(GABARITS[id_html], donnees)
    return trouves


def empreintes(request: ProjetRequest, ici: Instant) -> dict[str, str]:
    """The digest of every piece of a page, those of the wall as it is shown to whoever asks."""
    accroche = affichage.de_loin(request.projet)
    return ici.empreintes | accrochage.empreintes(ici.mur, accroche, _a_lire(request))


def non_partagees(projet: Projet) -> list[int]:
    """The annexes that are not shared with who looks."""
    montrees = projet.montrees
    return [] if montrees is None else [a.numero for a in ANNEXES if a.numero not in montrees]


def _a_lire(request: ProjetRequest) -> int:
    """How many post-its of the poster wait, for who answers them."""
    if not peut_animer(request.participant):
        return 0
    return a_cote(
        request.projet,
        CONTRIBUTIONS,
        lambda: Contribution.objects.de(request.projet).presents().count(),
    )


@lru_cache(1000)
def _liens(slug: str) -> dict[str, str]:
    """Where the wall leads, worked out once."""
    noms = ("mur", "suivi", "imprimer", "historique", "contributions")
    liens = {nom: reverse(f"fresque:{nom}", args=[slug]) for nom in noms}
    return {**liens, "seances": reverse("fresque:planche", args=[slug, "seances"])}


def composer(request: ProjetRequest, tout: Mur, vu: VisiteDAvant) -> dict[str, Any]:
    """All that the wall's templates show."""
    vue, seule = _demande(request)
    frais = fraicheur(request.participant, vu.depuis)
    suivi = suivis.suivre(tout, request.participant.pk, frais)
    accroche, a_lire = affichage.de_loin(request.projet), _a_lire(request)
    donnees = {
        **contexte(request),
        "liens": _liens(request.projet.slug),
        "non_partagees": non_partagees(request.projet),
        "mur": tout,
        "suivi": suivi,
        "a_lire": a_lire,
        "empreintes": accrochage.empreintes(tout, accroche, a_lire),
        "vue": vue,
        "seule": seule,
        "liste": vue or "neuf",
        "depart": _depart(request, tout, vu),
        "depuis": suivis.depuis(frais),
        "disposition": accrochage.disposer(tout, seule),
        "accroche": accroche,
        "travees": list(
            accrochage.accrocher(tout, suivi, frais, vue, seule, frozenset(accroche.codes))
        ),
        "premiere": accrochage.premiere(tout),
    }
    return {**donnees, "blanches": partial(accrochage.blanches, tout, donnees)}
