"""« Le fil des points de vue »: each profile's shape on the levels, a bar for the gap."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnostic.graphiques.echelle import LARGEUR, EchelleDesNiveaux, Repere, n
from diagnostic.graphiques.formes import Silhouette, forme
from diagnostic.resultats import Cellule, Mesure, Niveau, Resultats

ETAGE = 30.0  # height of one row of shapes
JEU = 3.0  # between two shapes side by side
PIED = 36.0  # below the rows: the thread, the mean's mark, the figures


@dataclass(frozen=True, slots=True)
class Marque:
    """A shape at its place; ``pied`` is how far below it the thread runs."""

    forme: Silhouette
    x: str
    y: str
    pied: str


@dataclass(frozen=True, slots=True)
class Barre:
    """The gap, from the lowest to the highest point of view."""

    x: str
    largeur: str


@dataclass(frozen=True, slots=True)
class Fil:
    """One drawing. ``notes`` are the profiles that have no place on it, and why."""

    titre: str
    description: str
    hauteur: str
    boite: str
    fil_y: str
    debut: str
    fin: str
    reperes: tuple[Repere, ...]
    marques: tuple[Marque, ...]
    barre: Barre | None
    moyenne_x: str
    large: bool
    notes: tuple[str, ...]


def fil(
    mesure: Mesure, niveaux: tuple[Niveau, ...], *, large: bool = False, largeur: float = LARGEUR
) -> Fil:
    """The thread of one question or one theme. ``large``: a gap worth confronting; ``largeur``: of
    the drawing, whose letters keep their size."""
    echelle = EchelleDesNiveaux(niveaux, largeur)
    placees = [cellule for cellule in mesure.cellules if cellule.moyenne is not None]
    xs = [echelle.x(c.moyenne) for c in placees if c.moyenne is not None]
    formes = [forme(cellule.profil) for cellule in placees]
    etages = etager(xs, [f.largeur for f in formes])
    haut = ETAGE * (max(etages, default=0) + 1)
    hauteur = haut + PIED
    return Fil(
        titre=mesure.titre,
        description=decrire(mesure),
        hauteur=n(hauteur),
        boite=f"0 0 {n(largeur)} {n(hauteur)}",
        fil_y=n(haut + 4),
        debut=n(echelle.debut),
        fin=n(echelle.fin),
        reperes=echelle.reperes,
        marques=tuple(
            Marque(f, n(x), n(haut - ETAGE * (etage + 0.5)), n(ETAGE * (etage + 0.5) + 4))
            for f, x, etage in sorted(
                zip(formes, xs, etages, strict=True), key=lambda marque: -marque[2]
            )
        ),
        barre=_barre(xs),
        moyenne_x="" if mesure.moyenne is None else n(echelle.x(mesure.moyenne)),
        large=large,
        notes=tuple(filter(None, map(noter, mesure.cellules))),
    )


def fils(resultats: Resultats) -> dict[str, Fil]:
    """The thread of every theme and every question, by code."""
    mesures = [*resultats.themes, *resultats.questions]
    confrontees = set(resultats.codes_a_confronter)
    return {
        mesure.code: fil(mesure, resultats.niveaux, large=mesure.code in confrontees)
        for mesure in mesures
    }


def etager(xs: Sequence[float], largeurs: Sequence[float]) -> list[int]:
    """A row for each shape, the lowest where it hides no other."""
    etages: list[int] = []
    for rang, (x, largeur) in enumerate(zip(xs, largeurs, strict=True)):
        pris = {
            etages[autre]
            for autre in range(rang)
            if abs(xs[autre] - x) < (largeurs[autre] + largeur) / 2 + JEU
        }
        etages.append(next(etage for etage in range(rang + 1) if etage not in pris))
    return etages


def decrire(mesure: Mesure) -> str:
    """The drawing in words: what a screen reader says of it."""
    phrases = [f"{cellule.profil.nom}\u00a0: {_dire(cellule)}" for cellule in mesure.cellules]
    if mesure.niveau:
        phrases.append(f"ensemble\u00a0: {mesure.niveau}")
    if mesure.ecart is not None:
        phrases.append(f"écart\u00a0: {mesure.distance}")
    return "\u00a0; ".join(phrases)


def noter(cellule: Cellule) -> str:
    """Why a profile has no place on the drawing, or who did not choose a level."""
    dire = _dire(cellule) if cellule.moyenne is None else cellule.a_part
    return f"{cellule.profil.nom}\u00a0: {dire}" if dire else ""


def _dire(cellule: Cellule) -> str:
    return ", ".join(filter(None, [cellule.texte, cellule.a_part]))


def _barre(xs: Sequence[float]) -> Barre | None:
    if len(xs) < 2 or max(xs) == min(xs):
        return None
    return Barre(n(min(xs)), n(max(xs) - min(xs)))
