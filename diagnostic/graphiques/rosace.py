"""An overview with one axis for each theme. It is an ornament: its table says it better."""

from dataclasses import dataclass
from math import cos, pi, sin

from diagnostic.graphiques.echelle import LARGEUR, n
from diagnostic.resultats import Resultats

CENTRE, RAYON, ETIQUETTE = LARGEUR / 2, 122.0, 143.0
AXES_MIN = 3


@dataclass(frozen=True, slots=True)
class Axe:
    numero: str
    x: str
    y: str
    bout: tuple[str, str]
    base: str


@dataclass(frozen=True, slots=True)
class Rosace:
    titre: str
    description: str
    boite: str
    centre: str
    axes: tuple[Axe, ...]
    anneaux: tuple[str, ...]
    forme: str
    points: tuple[tuple[str, str], ...]


def rosace(resultats: Resultats) -> Rosace | None:
    """None when there are too few themes, or one of them has no level."""
    themes = resultats.themes
    if len(themes) < AXES_MIN or any(theme.moyenne is None for theme in themes):
        return None
    combien, niveaux = len(themes), resultats.niveaux
    # The lowest level is a ring and not the centre: « Absent » still shows.
    rayons = {
        niveau.valeur: RAYON * (rang + 1) / len(niveaux) for rang, niveau in enumerate(niveaux)
    }
    points = [
        _point(rang, combien, _rayon(theme.moyenne or 0, rayons))
        for rang, theme in enumerate(themes)
    ]
    return Rosace(
        titre="Les thèmes d’un coup d’œil",
        description="\u00a0; ".join(f"{t.numero}. {t.titre}\u00a0: {t.niveau}" for t in themes),
        boite=f"0 0 {n(LARGEUR)} {n(LARGEUR)}",
        centre=n(CENTRE),
        axes=tuple(_axe(rang, combien, theme.numero) for rang, theme in enumerate(themes)),
        anneaux=tuple(n(rayon) for rayon in rayons.values()),
        forme=" ".join(f"{x},{y}" for x, y in points),
        points=tuple(points),
    )


def _rayon(moyenne: float, rayons: dict[int, float]) -> float:
    bas, haut = min(rayons), max(rayons)
    part = (moyenne - bas) / (haut - bas) if haut > bas else 1.0
    return rayons[bas] + part * (rayons[haut] - rayons[bas])


def _axe(rang: int, combien: int, numero: int) -> Axe:
    x, y = _point(rang, combien, ETIQUETTE)
    return Axe(str(numero), x, y, _point(rang, combien, RAYON), n(float(y) + 5.5))


def _point(rang: int, combien: int, rayon: float) -> tuple[str, str]:
    """The first axis points up, the others follow clockwise."""
    angle = 2 * pi * rang / combien - pi / 2
    return n(CENTRE + rayon * cos(angle)), n(CENTRE + rayon * sin(angle))
