"""The results of a campagne: one page, one comparison, two files. Nothing before its closing."""

from django.core.cache import cache
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from diagnostic import exports, graphiques
from diagnostic.models import Campagne, ElementTheme
from diagnostic.resultats import Resultats, colonnes, comparer, connu, lire, trier
from diagnostic.views.commun import contexte
from pasapas.access import ProjetRequest, porte
from pasapas.models import Projet
from pasapas.pages import Partie, repondre
from pasapas.planches import empreinte

DUREE_CACHE = 60 * 60 * 24  # seconds: what is published never changes, only what is kept of it
INCONNUE = "Aucun résultat à cette adresse."
LEGERS = ("nom", "reference", "ouverte_le", "close_le", "version", "projet")
RESUME = 5  # points forts and axes shown before « Voir les autres »


@require_safe
@porte()
def resultats(request: ProjetRequest, pk: int) -> HttpResponse:
    """The message first, then the charts, the table, and each theme: 8 queries at most."""
    campagnes = _campagnes(request)
    campagne = next((campagne for campagne in campagnes if campagne.pk == pk), None)
    if campagne is None:
        raise Http404(INCONNUE)
    donnees = {**contexte(request), "campagne": campagne}
    if not campagne.publiee:
        return render(request, "diagnostic/resultats/attente.html", donnees)
    donnees["autres"] = [c for c in campagnes if c.publiee and c.pk != pk]
    page = render_to_string("diagnostic/resultats/page.html", donnees, request)
    return repondre(request, page, _corps(request, campagne, donnees))


@require_safe
@porte()
def comparaison(request: ProjetRequest, pk: int, autre: int) -> HttpResponse:
    """Two campagnes side by side, the older one first whatever the address says."""
    publies = [_publie(request, pk), _publie(request, autre)]
    avant, apres = sorted(publies, key=lambda r: (r.close_le, r.campagne))
    vue = comparer(avant, apres)
    donnees = {
        **contexte(request),
        "comparaison": vue,
        "groupes": [
            (titre, [(ligne, graphiques.evolution(ligne, apres.niveaux)) for ligne in lignes])
            for titre, lignes in (("Par thème", vue.themes), ("Par affirmation", vue.questions))
        ],
    }
    return render(request, "diagnostic/resultats/comparaison.html", donnees)


@require_safe
@porte()
def exporter(request: ProjetRequest, pk: int, forme: str) -> HttpResponse:
    """What was published, as a file a spreadsheet opens: never more than the page shows."""
    publie = _publie(request, pk)
    fichier = exports.FORMES[forme]
    reponse = HttpResponse(fichier.ecrire(publie), content_type=fichier.type_mime)
    nom = f"resultats-{request.projet.slug}-{publie.reference}.{forme}"
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse


def _campagnes(request: ProjetRequest) -> list[Campagne]:
    """Those of this projet, light: what they published is read when it is not kept ready."""
    lignes = Campagne.objects.de(request.projet).only(*LEGERS)
    return list(lignes.annotate(publiee=Q(resultats__isnull=False)))


def _publie(request: ProjetRequest, pk: int) -> Resultats:
    """What this campagne published, or 404."""
    lignes = Campagne.objects.de(request.projet).select_related("questionnaire")
    campagne = lignes.filter(pk=pk).first()
    publie = lire(campagne) if campagne else None
    if publie is None:
        raise Http404(INCONNUE)
    return publie


def _corps(request: ProjetRequest, campagne: Campagne, donnees: dict[str, object]) -> Partie:
    """What everyone sees alike, drawn once; in another order than the usual, drawn each time."""
    tri = request.GET.get("tri", "")
    gardes = _gardes(request.projet)
    ecrit = donnees["peut_ecrire"]
    cle = f"resultats:{campagne.pk}:{campagne.version}:{ecrit}:{empreinte(sorted(gardes))}"
    partie = cache.get(cle) if not tri else None
    if partie is None:
        vue = donnees | _vue(_publie(request, campagne.pk), tri) | {"gardes": gardes}
        partie = Partie.de(render_to_string("diagnostic/resultats/_corps.html", vue))
        if not tri:
            cache.set(cle, partie, DUREE_CACHE)
    return partie


def _gardes(projet: Projet) -> frozenset[str]:
    """The sentences the group already kept: « valoriser:q02 »."""
    elements = ElementTheme.objects.de(projet).presents().exclude(origine="")
    return frozenset(f"{sens}:{code}" for sens, code in elements.values_list("sens", "origine"))


def _vue(publie: Resultats, tri: str) -> dict[str, object]:
    """The values every piece of the page reads."""
    tri = connu(publie, tri)
    fils = graphiques.fils(publie)
    questions = trier(publie, tri)
    carte = graphiques.matrice(publie, questions if tri else None)
    return {
        "resultats": publie,
        "resume": RESUME,
        "legende": graphiques.legende(publie),
        "fils_confrontes": [(q, fils[q.code]) for q in publie.a_confronter],
        "fils_themes": [
            (theme, fils[theme.code], [(q, fils[q.code]) for q in theme.questions])
            for theme in publie.themes
        ],
        "matrice": carte,
        "colonnes": [
            (colonne, graphiques.forme(colonne.profil) if colonne.profil else None)
            for colonne in colonnes(publie, tri)
        ],
        "lignes": graphiques.lignes(publie, questions),
        "barres": [b for p in publie.individuels if (b := graphiques.barres(publie, p))],
        "rosace": graphiques.rosace(publie),
        "tri": tri,
    }
