"""From the fresque's values to the HTML of each sheet, one document each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from fiches.planche import vierge
from fresque.frise import planche as frise
from fresque.pdf import dessins, feuilles
from fresque.pdf.textes import court, propre
from pasapas.valeurs.annexes import ANNEXES
from pasapas.valeurs.planches import Fresque, Planche

LARGEUR_FEUILLE_CM = 21.0
HAUTEUR_FEUILLE_CM = 29.7


@dataclass(frozen=True, slots=True)
class OptionsImpression:
    """What to print.

    ``codes``: the planches wanted; none means the whole wall after its hanging plan.
    ``coordonnees``: also the telephones and e-mails of the répertoire (docs/adr/0005).
    ``fiches_vierges``: how many blank fiches to add. ``url_base``: scheme and host of the QR
    codes, or nothing for no QR code. ``imprime_le``: the date written on the sheets.
    """

    codes: tuple[str, ...] = ()
    postits: bool = True
    coordonnees: bool = False
    fiches_vierges: int = 0
    url_base: str = ""
    imprime_le: date = field(default_factory=date.today)


@dataclass(frozen=True, slots=True)
class Nouvelle:
    """A line of « Ce qui a changé » on the plan: which planche, and what to do with its sheets."""

    coordonnee: str
    titre: str
    quoi: str
    pigment: str = ""


@dataclass(frozen=True, slots=True)
class Vue:
    """All that one sheet shows. Its template is given nothing else: two equal ones are the same
    paper, and what is not here cannot make a sheet stale."""

    planche: Planche
    alentour: Fresque
    options: OptionsImpression


def vue(fresque: Fresque, planche: Planche, options: OptionsImpression) -> Vue:
    """What the sheet of ``planche`` shows of it, of the wall around it, and of what was asked."""
    return Vue(
        feuilles.preparer(planche, postits=options.postits, coordonnees=options.coordonnees),
        replace(fresque, planches=tuple(map(_marque, fresque.planches)), a_cote=()),
        replace(options, codes=(), fiches_vierges=0),
    )


def _marque(planche: Planche) -> Planche:
    """What another sheet says of this planche: its place on the wall, its mark."""
    return Planche(
        code=planche.code,
        modele=planche.modele,
        page=planche.page,
        coordonnee=planche.coordonnee,
        annexe=planche.annexe,
        titre=planche.titre,
        sections=(),
    )


def pages_html(fresque: Fresque, options: OptionsImpression) -> list[str]:
    """The HTML of each sheet, one document each, in the order they are bound."""
    pages = [feuille_html(vue(fresque, planche, options)) for planche in choisies(fresque, options)]
    return pages if options.codes and pages else [plan_html(fresque, options, {}), *pages]


def choisies(fresque: Fresque, options: OptionsImpression) -> list[Planche]:
    """The planches to print. Codes that the fresque does not know are left out."""
    voulues = [p for p in fresque.planches if not options.codes or p.code in options.codes]
    return [*voulues, *(vierge(rang) for rang in range(1, options.fiches_vierges + 1))]


def feuille_html(vue: Vue) -> str:
    """The HTML of a planche: its sheet and the continuations of it."""
    fresque, planche, options = vue.alentour, vue.planche, vue.options
    donnees = {
        **feuilles.contexte(fresque, planche),
        **_commun(fresque, options),
        "vignettes": dessins.vignettes(fresque, planche.code),
        "qr": _qr(fresque, planche, options),
    }
    return render_to_string("pdf/feuille.html", donnees)


def _qr(fresque: Fresque, planche: Planche, options: OptionsImpression) -> dessins.CodeQr | None:
    if not options.url_base or planche.blanche:
        return None
    chemin = reverse("fresque:planche", args=[fresque.slug, planche.code])
    if planche.code == frise.CODE:
        chemin = reverse("fresque:frise", args=[fresque.slug])
    return dessins.code_qr(f"{options.url_base}{chemin}")


def _commun(fresque: Fresque, options: OptionsImpression) -> dict[str, Any]:
    return {
        "version": fresque.version,
        "imprime_le": options.imprime_le,
        "titre_du_fichier": court(f"Fresque {fresque.nom} - {fresque.etablissement}", 300),
        "largeur_vignettes": dessins.PAS_VIGNETTE * max(1, len(fresque.planches)),
    }


def plan_html(
    fresque: Fresque,
    options: OptionsImpression,
    nombres: Mapping[str, int],
    nouvelles: tuple[Nouvelle, ...] = (),
) -> str:
    """The hanging plan. ``nombres``: how many sheets each planche takes; ``nouvelles``: what has
    changed since what hangs."""
    etages = max((nombres.get(p.code, 1) for p in fresque.planches), default=1)
    largeur = LARGEUR_FEUILLE_CM * len(fresque.planches)
    donnees = {
        **_commun(fresque, options),
        "nom": propre(fresque.nom),
        "etablissement_entier": propre(fresque.etablissement),
        "projet": court(fresque.nom, 40),
        "etablissement": court(fresque.etablissement, 46),
        "largeur_cm": f"{largeur:.0f}",
        "hauteur_cm": f"{HAUTEUR_FEUILLE_CM * etages:.0f}",
        "etages": etages,
        "nombre": len(fresque.planches),
        "total": sum(nombres.get(p.code, 1) for p in fresque.planches),
        "mur": dessins.mur(fresque.planches, nombres),
        "hauteur_mur": 16 * etages,
        "lignes": tuple(_lignes_du_plan(fresque, nombres)),
        "annexes": ANNEXES,
        "nouvelles": nouvelles,
    }
    return render_to_string("pdf/plan.html", donnees)


@dataclass(frozen=True, slots=True)
class LigneDuPlan:
    """One planche in the list of what to hang."""

    coordonnee: str
    pigment: str
    titre: str
    nom: str
    feuilles: int


def _lignes_du_plan(fresque: Fresque, nombres: Mapping[str, int]) -> Iterator[LigneDuPlan]:
    for p in fresque.planches:
        nom = propre(p.sous_titre) if p.modele == "fiche" else ""
        yield LigneDuPlan(
            p.coordonnee, p.annexe.pigment, propre(p.titre), nom, nombres.get(p.code, 1)
        )
