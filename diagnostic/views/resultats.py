"""The results of a campagne: one page, one comparison, two files. Nothing before its closing."""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from diagnostic import exports, graphiques
from diagnostic.models import Campagne, ElementTheme
from diagnostic.resultats import Resultats, colonnes, comparer, connu, lire, parle, trier
from pasapas.acces.porte import ProjetRequest, porte
from pasapas.models import Projet
from pasapas.serveur.pages import Page, Troncon, document, repondre, trou
from pasapas.valeurs.encarts import empreinte

DUREE_CACHE = 60 * 60 * 24  # seconds: what is published never changes, only what is kept of it
CORPS = trou("corps")
INCONNUE = "Aucun résultat à cette adresse."
LEGERS = ("nom", "reference", "ouverte_le", "close_le", "projet", "resultats")
MORCEAUX = ("_debut", "_tableau", "_themes")
RESUME = 3  # points forts, à consolider and axes shown before « Voir les autres »


@dataclass(frozen=True, slots=True)
class Resume:
    """A campagne without what it published; ``parle``: something was."""

    pk: int
    nom: str
    close_le: date | None
    publiee: bool
    parle: bool


@dataclass(frozen=True, slots=True)
class Etat:
    """What the page depends on besides results, which never change: it lasts for one version of
    the fresque. ``gardes``: the sentences the group already kept, « valoriser:q02 »."""

    campagnes: tuple[Resume, ...]
    gardes: frozenset[str]

    def campagne(self, pk: int) -> Resume | None:
        return next((campagne for campagne in self.campagnes if campagne.pk == pk), None)


@require_safe
@porte(annexe=2)
def resultats(request: ProjetRequest, pk: int) -> HttpResponse:
    """The message first, then the charts, the table, and each theme.

    8 queries at most, and those of the door alone once the page is ready.
    """
    etat = _etat(request.projet, pk)
    campagne = etat.campagne(pk)
    if campagne is None:
        raise Http404(INCONNUE)
    donnees = {**request.dits, "campagne": campagne}
    if not campagne.publiee:
        return render(request, "diagnostic/resultats/attente.html", donnees)
    donnees["autres"] = [c for c in etat.campagnes if c.parle and c.pk != pk]
    donnees["corps"] = CORPS
    page = Page.de(render_to_string("diagnostic/resultats/page.html", donnees, request))
    return repondre(request, page.remplir({CORPS: _corps(request, etat, donnees, pk)}))


@require_safe
@porte(annexe=2)
def comparaison(request: ProjetRequest, pk: int, autre: int) -> HttpResponse:
    """Two campagnes side by side, the older one first whatever the address says."""
    publies = [_publie(request, pk), _publie(request, autre)]
    avant, apres = sorted(publies, key=lambda r: (r.close_le, r.campagne))
    vue = comparer(avant, apres)
    donnees = {
        **request.dits,
        "comparaison": vue,
        "groupes": [
            (titre, [(ligne, graphiques.evolution(ligne, apres.niveaux)) for ligne in lignes])
            for titre, lignes in (("Par thème", vue.themes), ("Par affirmation", vue.questions))
        ],
    }
    return render(request, "diagnostic/resultats/comparaison.html", donnees)


@require_safe
@porte(annexe=2)
def exporter(request: ProjetRequest, pk: int, forme: str) -> HttpResponse:
    """What was published, as a file a spreadsheet opens: never more than the page shows."""
    publie = _publie(request, pk)
    ecrire, nature = exports.FORMES[forme]
    nom = f"resultats-{request.projet.slug}-{publie.reference}.{forme}"
    return document(ecrire(publie), nom, nature, a_garder=True)


def _etat(projet: Projet, pk: int) -> Etat:
    """Kept for one version of the fresque; read again for a campagne it does not know."""
    cle = f"resultats:{projet.pk}:{projet.version}"
    etat = cache.get(cle)
    if etat is None or etat.campagne(pk) is None:
        lignes = Campagne.objects.de(projet).only(*LEGERS)
        elements = ElementTheme.objects.de(projet).presents().exclude(origine="")
        etat = Etat(
            tuple(_resumer(campagne) for campagne in lignes),
            frozenset(f"{sens}:{code}" for sens, code in elements.values_list("sens", "origine")),
        )
        cache.set(cle, etat, DUREE_CACHE)
    return etat


def _resumer(campagne: Campagne) -> Resume:
    publie = campagne.resultats
    return Resume(campagne.pk, str(campagne), campagne.close_le, publie is not None, parle(publie))


def _publie(request: ProjetRequest, pk: int) -> Resultats:
    """What this campagne published, or 404."""
    lignes = Campagne.objects.de(request.projet).select_related("questionnaire")
    campagne = lignes.filter(pk=pk).first()
    publie = lire(campagne) if campagne else None
    if publie is None:
        raise Http404(INCONNUE)
    return publie


def _corps(request: ProjetRequest, etat: Etat, donnees: dict[str, object], pk: int) -> Troncon:
    """What everyone sees alike, drawn once; in another order, the table alone is another one."""
    gardes = empreinte(sorted(etat.gardes))
    cle = f"resultats:{request.projet.pk}:{pk}:{donnees['peut_ecrire']}:{gardes}"
    morceaux = cache.get(cle)
    if morceaux is None:
        publie = _publie(request, pk)
        vue = donnees | _vue(publie) | _tableau(publie) | {"gardes": etat.gardes}
        morceaux = [_morceau(nom, vue) for nom in MORCEAUX]
        cache.set(cle, morceaux, DUREE_CACHE)
    if tri := request.GET.get("tri", ""):
        debut, tableau, fin = morceaux
        morceaux = [debut, _trie(request, donnees, pk, f"{cle}:{empreinte(tri)}") or tableau, fin]
    # Each ends on a whole block: they stand one after the other.
    return Troncon(b"".join(m.octets for m in morceaux), b"".join(m.blocs for m in morceaux))


def _trie(request: ProjetRequest, donnees: dict[str, object], pk: int, cle: str) -> Troncon | None:
    """The table in the order asked for; None when there is no such column: an order anyone makes
    up is not kept."""
    tableau = cache.get(cle)
    if tableau is None:
        publie = _publie(request, pk)
        if tri := connu(publie, request.GET["tri"]):
            tableau = _morceau("_tableau", donnees | _tableau(publie, tri))
            cache.set(cle, tableau, DUREE_CACHE)
    return tableau


def _morceau(nom: str, vue: dict[str, object]) -> Troncon:
    return Troncon.de(render_to_string(f"diagnostic/resultats/{nom}.html", vue))


def _vue(publie: Resultats) -> dict[str, object]:
    """The values every piece of the page reads."""
    fils = graphiques.fils(publie)
    return {
        "resultats": publie,
        "resume": RESUME,
        "legende": graphiques.legende(publie),
        "fils_confrontes": [(q, fils[q.code]) for q in publie.a_confronter],
        "fils_themes": [
            (theme, fils[theme.code], [(q, fils[q.code]) for q in theme.questions])
            for theme in publie.themes
        ],
        "matrice": graphiques.matrice(publie),
        "barres": [b for p in publie.individuels if (b := graphiques.barres(publie, p))],
        "rosace": graphiques.rosace(publie),
    }


def _tableau(publie: Resultats, tri: str = "") -> dict[str, object]:
    """The table, in the order asked for."""
    tri = connu(publie, tri)
    return {
        "resultats": publie,
        "tri": tri,
        "colonnes": [
            (colonne, graphiques.forme(colonne.profil) if colonne.profil else None)
            for colonne in colonnes(publie, tri)
        ],
        "lignes": graphiques.lignes(publie, trier(publie, tri)),
    }
