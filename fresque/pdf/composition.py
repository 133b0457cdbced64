"""From the fresque's values to the file: each sheet laid out alone, then bound together."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse

from fiches.planche import vierge
from fresque.frise import planche as frise
from fresque.pdf import dessins, feuilles, moteur
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


def rien_a_dire(fait: int, total: int) -> None:
    """Nobody follows this print."""


@moteur.atelier()
def rendre(
    fresque: Fresque,
    *,
    options: OptionsImpression | None = None,
    dire: Callable[[int, int], None] = rien_a_dire,
    nouvelles: tuple[Nouvelle, ...] = (),
) -> bytes:
    """The PDF (PDF/UA-1) of the sheets asked for. The same input gives the same bytes.

    Codes that the fresque does not know are left out; with no sheet at all, only the plan, where
    ``nouvelles`` are told. ``dire`` hears how many planches are done, out of how many.
    """
    options = options or OptionsImpression()
    planches = _choisies(fresque, options)
    documents = []
    for planche in planches:
        documents.append(moteur.mettre_en_page(_feuille(fresque, planche, options)))
        dire(len(documents), len(planches))
    if not options.codes or not documents:
        nombres = {p.code: len(d.pages) for p, d in zip(planches, documents, strict=True)}
        documents.insert(0, moteur.mettre_en_page(_plan(fresque, options, nombres, nouvelles)))
    return moteur.relier(documents)


def pages_html(fresque: Fresque, options: OptionsImpression) -> list[str]:
    """The HTML of each sheet, one document each, in the order they are bound."""
    pages = [_feuille(fresque, planche, options) for planche in _choisies(fresque, options)]
    return pages if options.codes and pages else [_plan(fresque, options, {}), *pages]


def _choisies(fresque: Fresque, options: OptionsImpression) -> list[Planche]:
    choisies = [p for p in fresque.planches if not options.codes or p.code in options.codes]
    return [*choisies, *(vierge(rang) for rang in range(1, options.fiches_vierges + 1))]


def _feuille(fresque: Fresque, planche: Planche, options: OptionsImpression) -> str:
    prete = feuilles.preparer(planche, postits=options.postits, coordonnees=options.coordonnees)
    donnees = {
        **feuilles.contexte(fresque, prete),
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


def _plan(
    fresque: Fresque,
    options: OptionsImpression,
    nombres: Mapping[str, int],
    nouvelles: tuple[Nouvelle, ...] = (),
) -> str:
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
