"""Diverging bars: how individual answers spread, low levels to the left, high ones to the right.

Only where enough people answered for the answers of each level to have been published.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from diagnostic.graphiques.echelle import LARGEUR, n
from diagnostic.graphiques.formes import Silhouette, forme
from diagnostic.resultats import Cellule, Niveau, Profil, QuestionResultat, Resultats

GAUCHE, DROITE, RANGEE, TETE = 28.0, 36.0, 22.0, 30.0
DEMI = (LARGEUR - GAUCHE - DROITE) / 2
CENTRE = GAUCHE + DEMI
LISIBLE = 11.0  # a figure needs as much
# Low levels earth, high levels blue; in greyscale four greys, and the side.
BAS = (("var(--niveau-bas)", "var(--blanc)"), ("var(--niveau-bas-pale)", "var(--encre)"))
HAUT = (("var(--niveau-3)", "var(--encre)"), ("var(--azurite)", "var(--blanc)"))
MILIEU = ("var(--niveau-milieu)", "var(--encre)")


Lignes = list[tuple[QuestionResultat, Cellule]]


@dataclass(frozen=True, slots=True)
class Segment:
    x: str
    largeur: str
    centre: str
    texte: str
    fond: str
    encre: str


@dataclass(frozen=True, slots=True)
class RangeeDeBarres:
    """``boite``: where it is in the drawing, for a row of a table that shows it alone."""

    numero: str
    y: str
    base: str
    segments: tuple[Segment, ...]
    a_part: str
    boite: str = ""


@dataclass(frozen=True, slots=True)
class Barres:
    profil: Profil
    forme: Silhouette
    titre: str
    description: str
    boite: str
    centre: str
    bas: str
    rangees: tuple[RangeeDeBarres, ...]
    lignes: tuple[tuple[QuestionResultat, Cellule], ...]
    teintes: tuple[tuple[Niveau, str], ...]

    @property
    def comptes(self) -> Iterator[tuple[RangeeDeBarres, QuestionResultat, Cellule]]:
        """Each bar beside what it counts."""
        for rangee, (question, cellule) in zip(self.rangees, self.lignes, strict=True):
            yield rangee, question, cellule


def barres(resultats: Resultats, profil: Profil) -> Barres | None:
    """The bars of one group of individual answers, or None when nothing was counted out."""
    comptees = [
        (question, cellule)
        for question in resultats.questions
        if (cellule := question.cellule(profil.code)) and cellule.niveaux
    ]
    return _dessiner(resultats, profil, comptees) if comptees else None


def _dessiner(resultats: Resultats, profil: Profil, lignes: Lignes) -> Barres:
    couleurs = teintes(len(resultats.niveaux))
    hauteur = TETE + RANGEE * len(lignes)
    return Barres(
        profil=profil,
        forme=forme(profil),
        titre=f"Comment se répartissent les réponses\u00a0: {profil.nom}",
        description=(
            "Une barre par affirmation\u00a0: à gauche les niveaux bas, à droite les hauts, "
            "avec le nombre de réponses. Le tableau dit la même chose."
        ),
        boite=f"0 0 {n(LARGEUR)} {n(hauteur + 4)}",
        centre=n(CENTRE),
        bas=n(hauteur + 2),
        rangees=tuple(
            _rangee(question, cellule, TETE + RANGEE * place, couleurs)
            for place, (question, cellule) in enumerate(lignes)
        ),
        lignes=tuple(lignes),
        teintes=tuple(
            (niveau, fond) for niveau, (fond, _) in zip(resultats.niveaux, couleurs, strict=True)
        ),
    )


def teintes(combien: int) -> list[tuple[str, str]]:
    """A fill and an ink for each level: the ends are the strongest."""
    moitie = combien // 2
    bas = [BAS[min(rang, 1)] for rang in range(moitie)]
    haut = [HAUT[min(rang, 1)] for rang in range(moitie)]
    if moitie == 1:
        haut = [HAUT[1]]
    return [*bas, *([MILIEU] if combien % 2 else []), *haut]


def _rangee(
    question: QuestionResultat, cellule: Cellule, y: float, couleurs: Sequence[tuple[str, str]]
) -> RangeeDeBarres:
    return RangeeDeBarres(
        str(question.numero),
        n(y),
        n(y + 14.5),
        tuple(_segments(cellule, couleurs)),
        f"{cellule.nsp + cellule.nc}" if cellule.nsp + cellule.nc else "",
        f"{n(GAUCHE)} {n(y)} {n(2 * DEMI)} {n(RANGEE - 2)}",
    )


def _segments(cellule: Cellule, couleurs: Sequence[tuple[str, str]]) -> list[Segment]:
    """From the lowest level on, starting as far left as what is low is numerous."""
    unite = DEMI / cellule.effectif
    moitie, impair = divmod(len(cellule.niveaux), 2)
    x = CENTRE - unite * sum(cellule.niveaux[:moitie])
    x -= unite * cellule.niveaux[moitie] / 2 if impair else 0
    segments = []
    for nombre, (fond, encre) in zip(cellule.niveaux, couleurs, strict=True):
        large = unite * nombre
        texte = str(nombre) if large >= LISIBLE else ""
        if nombre:
            segments.append(Segment(n(x), n(large), n(x + large / 2), texte, fond, encre))
        x += large
    return segments
