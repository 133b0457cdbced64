"""From the fresque's values to the HTML of each sheet, one document each."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.template.loader import render_to_string

from fiches.planche import vierge
from fresque.pdf import feuilles, marques, plan
from fresque.pdf.plan import Nouvelle
from fresque.pdf.textes import court, propre
from fresque.pdf.variantes import ENCRE, mise_en_page
from pasapas.valeurs.planches import Fresque, Planche


@dataclass(frozen=True, slots=True)
class OptionsImpression:
    """What to print.

    ``codes``: the planches wanted; none means the whole wall after its hanging plan.
    ``coordonnees``: also the telephones and e-mails of the répertoire (docs/adr/0005).
    ``fiches_vierges``: how many blank fiches to add. ``url_base``: scheme and host of the QR
    codes, or nothing for no QR code. ``variante``: a name of fresque.pdf.variantes.
    """

    codes: tuple[str, ...] = ()
    postits: bool = True
    coordonnees: bool = False
    fiches_vierges: int = 0
    url_base: str = ""
    variante: str = ""


@dataclass(frozen=True, slots=True)
class Teneur:
    """All that one sheet shows, and where its code leads. Its template is given nothing else: two
    equal ones are the same paper, and what is not here cannot make a sheet stale."""

    planche: Planche
    alentour: Fresque
    options: OptionsImpression
    adresse: str


def vue(fresque: Fresque, planche: Planche, options: OptionsImpression) -> Teneur:
    """What the sheet of ``planche`` shows of it, of the wall around it, and of what was asked."""
    preparee = feuilles.preparer(planche, postits=options.postits, coordonnees=options.coordonnees)
    return Teneur(
        feuilles.avec_resultats(fresque, preparee),
        _alentour(fresque, planche),
        replace(options, codes=(), fiches_vierges=0, variante=mise_en_page(options.variante)),
        marques.adresse(options.url_base, fresque, preparee),
    )


def _alentour(fresque: Fresque, planche: Planche) -> Fresque:
    """The wall as this sheet knows it: itself and, but for a fiche, which has its place by its
    number, the two beside it. A fiche more or less makes no sheet stale."""
    voisines = () if planche.modele == "fiche" else fresque.voisines(planche.code)
    autour = [p for p in fresque.planches if p.code == planche.code or p in voisines]
    return replace(
        fresque,
        planches=tuple(_marque(p) for p in autour if p.modele not in ("fiche", "frise")),
        a_cote=(),
        version=0,
    )


def _marque(planche: Planche) -> Planche:
    """What another sheet says of this planche: its place on the wall, its mark."""
    return Planche(
        code=planche.code,
        modele=planche.modele,
        page=planche.page,
        coordonnee=planche.coordonnee,
        annexe=planche.annexe,
        titre="",
        sections=(),
    )


def entiere(fresque: Fresque, options: OptionsImpression) -> bool:
    """Whether the whole wall is asked for, in a word or sheet by sheet: its plan comes first."""
    return not options.codes or {p.code for p in fresque.du_mur} <= set(options.codes)


def choisies(fresque: Fresque, options: OptionsImpression) -> list[Planche]:
    """The planches to print. Codes that the fresque does not know are left out."""
    voulues = [
        p
        for p in fresque.planches
        if p.code in options.codes or not (options.codes or p.sur_demande)
    ]
    return [*voulues, *(vierge(rang) for rang in range(1, options.fiches_vierges + 1))]


def feuille_html(vue: Teneur) -> str:
    """The HTML of a planche: its sheet and the continuations of it."""
    donnees = {
        **feuilles.contexte(vue.alentour, vue.planche),
        **_commun(vue.alentour, vue.options),
        "lien": vue.adresse,
        "lien_dit": propre(vue.adresse.partition("://")[2]),
    }
    return render_to_string("pdf/feuille.html", donnees)


def _commun(fresque: Fresque, options: OptionsImpression) -> dict[str, Any]:
    titre = court(f"Fresque {fresque.nom} - {fresque.etablissement}", 300)
    variante = mise_en_page(options.variante)
    trait = "malachite-fonce" if variante == ENCRE else "blanc"  # of the stones, on the path
    return {"titre_du_fichier": titre, "variante": variante, "trait": trait}


def plan_html(
    fresque: Fresque,
    nombres: Mapping[str, int],
    nouvelles: tuple[Nouvelle, ...] = (),
    options: OptionsImpression | None = None,
) -> str:
    """The hanging plan. ``nombres``: how many sheets each planche takes; ``nouvelles``: what has
    changed since what hangs."""
    options = options or OptionsImpression()
    donnees = plan.contexte(fresque, nombres, nouvelles, variante=options.variante)
    return render_to_string("pdf/plan.html", {**donnees, **_commun(fresque, options)})
