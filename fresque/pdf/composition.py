"""From the fresque's values to the file: each sheet laid out alone, then bound together."""

from dataclasses import dataclass, field
from datetime import date

from django.template.loader import render_to_string
from django.urls import reverse

from fiches.planche import vierge
from fresque.pdf import feuilles, moteur
from pasapas.planches import ANNEXES, Fresque, Planche

LARGEUR_FEUILLE = 21.0  # centimetres


@dataclass(frozen=True, slots=True)
class OptionsImpression:
    """What to print. No ``codes``: the whole wall, after its hanging plan."""

    codes: tuple[str, ...] = ()
    postits: bool = True
    coordonnees: bool = True
    fiches_vierges: int = 0
    url_base: str = ""
    imprime_le: date = field(default_factory=date.today)


def rendre(fresque: Fresque, *, options: OptionsImpression | None = None) -> bytes:
    """The PDF (PDF/UA-1) of the sheets asked for."""
    options = options or OptionsImpression()
    return moteur.relier([moteur.mettre_en_page(html) for html in pages_html(fresque, options)])


def pages_html(fresque: Fresque, options: OptionsImpression) -> list[str]:
    """The HTML of each sheet, one document each, in the order they hang."""
    choisies = [p for p in fresque.planches if not options.codes or p.code in options.codes]
    documents = [] if options.codes else [_plan(fresque, options)]
    documents += [_feuille(fresque, planche, options) for planche in choisies]
    documents += [
        _feuille(fresque, vierge(rang), options)
        for rang in range(1, options.fiches_vierges + 1)
    ]
    return documents or [_plan(fresque, options)]


def _commun(fresque: Fresque, options: OptionsImpression, planche: Planche | None) -> dict:
    return {
        "fresque": fresque,
        "imprime_le": options.imprime_le,
        "vignettes": feuilles.vignettes(fresque, planche),
        "largeur_vignettes": 12 * len(fresque.planches) - 2,
    }


def _feuille(fresque: Fresque, planche: Planche, options: OptionsImpression) -> str:
    avant, apres = feuilles.voisines(fresque, planche)
    adresse = ""
    if options.url_base and not planche.blanche:
        chemin = reverse("fresque:planche", args=[fresque.slug, planche.code])
        adresse = f"{options.url_base}{chemin}"
    prete = feuilles.preparer(
        planche, postits=options.postits, coordonnees=options.coordonnees
    )
    titre = feuilles.titre(planche)
    donnees = {
        **_commun(fresque, options, planche),
        "planche": prete,
        "titre": titre,
        "titre_en_bande": titre.texte == planche.sous_titre,
        "sections": list(feuilles.sections(prete)),
        "avant": avant,
        "apres": apres,
        "ordre": next((n for n, p in enumerate(fresque.planches, 1) if p is planche), None),
        "qr": feuilles.code_qr(adresse) if adresse else "",
        "cote_qr": feuilles.cote_qr(adresse) if adresse else 0,
    }
    return render_to_string("pdf/feuille.html", donnees)


def _plan(fresque: Fresque, options: OptionsImpression) -> str:
    donnees = {
        **_commun(fresque, options, None),
        "largeur_cm": round(LARGEUR_FEUILLE * len(fresque.planches)),
        "annexes": ANNEXES,
    }
    return render_to_string("pdf/plan.html", donnees)
