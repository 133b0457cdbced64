"""Drawings as values: what a template of templates/diagnostic/figures is given."""

from dataclasses import dataclass

from diagnostic.graphiques import Barres, Evolution, Fil, Legende, LigneDeTableau, Matrice, Rosace
from diagnostic.resultats import (
    Comparaison,
    LigneComparee,
    QuestionResultat,
    Resultats,
    ThemeResultat,
)

# Millimetres: the width that the map set in two columns shares between its points of view and
# « Tous », and what a unit of a shape measures there for its letter to be 11 points high.
PARTAGE = 69.0
UNITE = 0.3
TITRE = 1.5  # rows that the heading of a theme takes


ECART_EN_PAIRE = 4  # statements


@dataclass(frozen=True, slots=True)
class Liste:
    """The statements that stand out; ``autres`` counts those there was no room for."""

    titre: str
    questions: tuple[QuestionResultat, ...]
    autres: int = 0


@dataclass(frozen=True, slots=True)
class Confrontation:
    question: QuestionResultat
    fil: Fil


@dataclass(frozen=True, slots=True)
class SyntheseDessinee:
    """The message first: what holds, what does not, what people see differently."""

    campagne: int
    dates: str
    legende: tuple[Legende, ...]
    retenues: tuple[str, ...]
    seuil: int
    listes: tuple[Liste, ...]
    confrontations: tuple[Confrontation, ...]
    ex_aequo: tuple[QuestionResultat, ...]
    rosace: Rosace | None
    themes: tuple[ThemeResultat, ...]

    @property
    def en_paire(self) -> bool:
        """On paper: the two first lists side by side, unless one would leave the other's column
        half blank."""
        courte, longue = sorted(len(liste.questions) for liste in self.listes[:2])
        return longue - courte <= ECART_EN_PAIRE


@dataclass(frozen=True, slots=True)
class ThemeDessine:
    """``lignes``: its statements, each cell with how dark it is; ``fil_serre``: its thread for the
    wall on paper, where it stands beside the words of the group."""

    campagne: int
    theme: ThemeResultat
    fil: Fil
    lignes: tuple[LigneDeTableau, ...] = ()
    fil_serre: Fil | None = None


@dataclass(frozen=True, slots=True)
class CarteDessinee:
    """Every theme's thread; every statement and what each point of view says of it.

    ``matrice`` lends its tints: on paper the map is a table whose cells are as dark as on the
    drawing of the screen. ``fils``: the themes whose thread stands nowhere else on the wall.
    """

    legende: tuple[Legende, ...]
    themes_dessines: tuple[ThemeDessine, ...]
    niveaux: str
    matrice: Matrice
    fils: tuple[ThemeDessine, ...] = ()

    @property
    def themes(self) -> tuple[ThemeResultat, ...]:
        return tuple(dessine.theme for dessine in self.themes_dessines)

    @property
    def colonnes(self) -> int:
        """Of the map: a number, the points of view, the whole, the gap."""
        return len(self.legende) + 3

    @property
    def moities(self) -> tuple[tuple[ThemeDessine, ...], ...]:
        """Two columns of themes, about as tall; one where the points of view need the width."""
        place = PARTAGE / (len(self.legende) + 1)
        trop_large = any(entree.forme.largeur * UNITE > place for entree in self.legende)
        if trop_large or len(self.themes_dessines) < 2:
            return (self.themes_dessines,)
        hauteurs = [len(dessine.lignes) + TITRE for dessine in self.themes_dessines]
        coupe = min(
            range(1, len(hauteurs)), key=lambda c: max(sum(hauteurs[:c]), sum(hauteurs[c:]))
        )
        return self.themes_dessines[:coupe], self.themes_dessines[coupe:]


@dataclass(frozen=True, slots=True)
class EvolutionDessinee:
    """Before and after, as a table with a drawing in each row."""

    titre: str
    lignes: tuple[tuple[LigneComparee, Evolution], ...]


@dataclass(frozen=True, slots=True)
class AvantApres:
    comparaison: Comparaison
    groupes: tuple[EvolutionDessinee, ...]
    campagne: int
    autre: int


@dataclass(frozen=True, slots=True)
class Cahier:
    """All the results of one campagne, to print: what the page shows, each drawing with its
    table. ``barres``: those of each group."""

    resultats: Resultats
    mention: str
    synthese: SyntheseDessinee
    carte: CarteDessinee
    barres: tuple[Barres, ...]
    avant_apres: AvantApres | None
