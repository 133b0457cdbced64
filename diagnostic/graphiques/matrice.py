"""The map of the answers: a row for each question, a column for each profile, greys for levels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnostic.graphiques.echelle import LARGEUR, n, tronquer
from diagnostic.graphiques.formes import Legende, legende
from diagnostic.resultats import Cellule, Niveau, QuestionResultat, Resultats, ecrire

MARGE_GAUCHE, MARGE_DROITE, TETE = 28.0, 40.0, 38.0
RANGEE, TITRE = 21.0, 25.0
CLAIR, FONCE = "var(--encre)", "var(--blanc)"
# From bare plaster to full pigment: darker as the practice takes hold, and so in greyscale.
TEINTES = ("var(--blanc)", "var(--niveau-2)", "var(--niveau-3)", "var(--azurite-fonce)")


@dataclass(frozen=True, slots=True)
class Teinte:
    """``force``: how dark it is, from 1 to 4."""

    fond: str
    encre: str
    force: int


@dataclass(frozen=True, slots=True)
class Colonne:
    x: str
    legende: Legende | None = None


@dataclass(frozen=True, slots=True)
class Case:
    x: str
    centre: str
    largeur: str
    texte: str
    teinte: Teinte | None


@dataclass(frozen=True, slots=True)
class Rangee:
    """``titre`` alone: the heading of a theme."""

    y: str
    base: str
    titre: str = ""
    numero: str = ""
    cases: tuple[Case, ...] = ()
    ecart: str = ""
    large: bool = False


@dataclass(frozen=True, slots=True)
class LigneDeTableau:
    """A row of the table: each cell with the word of its level, and how dark it is (1 to 4)."""

    question: QuestionResultat
    cellules: tuple[tuple[Cellule, str, int], ...]
    mot: str
    force: int


@dataclass(frozen=True, slots=True)
class Matrice:
    titre: str
    description: str
    boite: str
    colonnes: tuple[Colonne, ...]
    rangees: tuple[Rangee, ...]
    teintes: tuple[tuple[Niveau, Teinte], ...]
    ecart_x: str
    hauteur_case: str


def matrice(resultats: Resultats) -> Matrice:
    """Rows in the order of the questionnaire, under the headings of its themes."""
    pas = (LARGEUR - MARGE_GAUCHE - MARGE_DROITE) / (len(resultats.profils) + 1)
    rangees, y = [], TETE
    for titre, question in _par_theme(resultats):
        rangees.append(_rangee(titre, question, y, pas, resultats))
        y += RANGEE if question else TITRE
    colonnes = [*legende(resultats), None]
    return Matrice(
        titre="La carte des réponses",
        description=(
            f"{sum(1 for _ in resultats.questions)} affirmations en lignes, "
            f"{len(resultats.profils)} points de vue en colonnes. "
            "Plus la case est foncée, plus la pratique est ancrée. Le tableau dit la même chose."
        ),
        boite=f"0 0 {n(LARGEUR)} {n(y + 2)}",
        colonnes=tuple(
            Colonne(n(MARGE_GAUCHE + (rang + 0.5) * pas), colonne)
            for rang, colonne in enumerate(colonnes)
        ),
        rangees=tuple(rangees),
        teintes=tuple((niveau, teinte(niveau.valeur, resultats)) for niveau in resultats.niveaux),
        ecart_x=n(LARGEUR - MARGE_DROITE / 2),
        hauteur_case=n(RANGEE - 2),
    )


def lignes(
    resultats: Resultats, questions: Sequence[QuestionResultat]
) -> tuple[LigneDeTableau, ...]:
    """The same as a table: what the drawing's greys say, in words."""
    return tuple(
        LigneDeTableau(
            question,
            tuple((c, *_dire(c.moyenne, resultats)) for c in question.cellules),
            *_dire(question.moyenne, resultats),
        )
        for question in questions
    )


def teinte(niveau: float, resultats: Resultats) -> Teinte:
    """The tint of the nearest level; a longer scale spreads over the same tints."""
    rang = _force(_proche(niveau, resultats), resultats)
    return Teinte(TEINTES[rang], FONCE if rang == len(TEINTES) - 1 else CLAIR, rang + 1)


def _dire(niveau: float | None, resultats: Resultats) -> tuple[str, int]:
    if niveau is None:
        return "", 0
    proche = _proche(niveau, resultats)
    return resultats.niveaux[proche].libelle, _force(proche, resultats) + 1


def _proche(niveau: float, resultats: Resultats) -> int:
    """The nearest level; half-way, the upper one."""
    valeurs = [n.valeur for n in resultats.niveaux]
    return min(range(len(valeurs)), key=lambda rang: (abs(valeurs[rang] - niveau), -rang))


def _force(proche: int, resultats: Resultats) -> int:
    return round(proche * (len(TEINTES) - 1) / max(len(resultats.niveaux) - 1, 1))


Lignes = Iterable[tuple[str, QuestionResultat | None]]


def _par_theme(resultats: Resultats) -> Lignes:
    for theme in resultats.themes:
        yield tronquer(f"{theme.numero}. {theme.titre}"), None
        for question in theme.questions:
            yield "", question


def _rangee(
    titre: str, question: QuestionResultat | None, y: float, pas: float, resultats: Resultats
) -> Rangee:
    if question is None:
        return Rangee(n(y), n(y + 18), titre=titre)
    cellules: list[Cellule | None] = [*question.cellules, None]
    return Rangee(
        n(y),
        n(y + 14.5),
        numero=str(question.numero),
        cases=tuple(
            _case(MARGE_GAUCHE + rang * pas, pas, cellule, question, resultats)
            for rang, cellule in enumerate(cellules)
        ),
        ecart=question.distance,
        large=question.a_confronter,
    )


def _case(
    x: float, pas: float, cellule: Cellule | None, question: QuestionResultat, resultats: Resultats
) -> Case:
    """The last case of a row, without a cell, is that of the whole."""
    valeur = cellule.moyenne if cellule else question.moyenne
    texte = cellule.signe if cellule else ecrire(valeur) or "-"
    fond = None if valeur is None else teinte(valeur, resultats)
    return Case(n(x + 1), n(x + pas / 2), n(pas - 2), texte, fond)
