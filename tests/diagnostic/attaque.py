"""The attacker: everything published becomes an equation, and equations are added and subtracted.

Unknown: how many people of a collège gave an answer to a question, apart for those who came or
left between two campagnes. The attacker is supposed to know who took part, who came or left, and
all that was written on paper, for having copied it.
A set of people is isolated when some sum of equations speaks of their answers alone, and they
are fewer than the threshold. The search is exact: it works modulo a prime, without rounding.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any

from diagnostic.models import ModePassation
from tests.diagnostic.etablissements import (
    GRILLE,
    LUE,
    NIVEAUX,
    VALEURS,
    Etablissement,
)

PREMIER = (1 << 61) - 1
# (campagne, collège, presence, question, answer)
Inconnue = tuple[int, str, str, str, int | str]
Forme = dict[Inconnue, Fraction]
CLES = {"version", "seuil", "profils", "retenues", "questions", "themes", "cloture", "decomptes"}
DECOMPTE = {"college", "imprimes", "annules", "tires", "utilises", "refuses", "seul"}
LISTES = {"a_confronter", "a_eclaircir"}
MESURE = {"profils", "moyenne", "ecart", "verdict"}


def inconnues(
    etablissement: Etablissement, campagne: int, college: str, question: str, valeur: int | str
) -> Iterator[Inconnue]:
    """Those who stay and answer the same in two campagnes close together are the same unknown,
    under whatever collège they answer."""
    quelle = 0 if etablissement.proche else campagne
    for qui, quand in etablissement.gens(campagne):
        if etablissement.repond(qui, campagne) == college:
            yield quelle, qui, quand, question, valeur


def somme(termes: Iterable[tuple[Fraction | int, Mapping[Inconnue, Fraction]]]) -> Forme:
    total: Forme = {}
    for facteur, forme in termes:
        for inconnue, coefficient in forme.items():
            part = coefficient if facteur == 1 else facteur * coefficient
            total[inconnue] = total[inconnue] + part if inconnue in total else part
    return total


class Lecture:
    """What one campagne published, as forms; each is checked against what people answered."""

    def __init__(self, etablissement: Etablissement, campagne: int, publie: dict[str, Any]) -> None:
        self.etablissement, self.campagne, self.publie = etablissement, campagne, publie
        self.vrai = verite(etablissement, campagne)
        self.voix = {
            college: feuille
            for college, feuille in etablissement.voix
            if any(p["mode"] == ModePassation.COLLECTIVE for p in publie["profils"])
        }
        self.formes: list[Forme] = []
        self.moyennes: dict[str, dict[str, tuple[Forme, Fraction]]] = {}
        self.ensembles: dict[str, tuple[Forme, Fraction]] = {}

    def lire(self) -> list[Forme]:
        """Every figure of what was published; a key nobody knows here fails."""
        assert set(self.publie) == CLES | LISTES
        for profil in self.publie["profils"]:
            assert set(profil) == {"code", "colleges", "mode", "participants", "invites"}
        self._decomptes()
        for code, question in self.publie["questions"].items():
            assert set(question) == MESURE
            self._question(code, question)
        for code, theme in self.publie["themes"].items():
            assert set(theme) == MESURE
            self._theme(GRILLE.themes[code], theme)
        return [forme for forme in self.formes if forme]

    def _decomptes(self) -> None:
        """Slips are counted, never what was answered with them: how many came is what an attacker
        who knows who took part knows already, so that no equation comes of it."""
        venus = Counter(
            self.etablissement.repond(personne.college, self.campagne)
            for personne in self.etablissement.presents(self.campagne)
            if not personne.papier
        )
        for decompte in self.publie["decomptes"]:
            assert set(decompte) == DECOMPTE
            assert decompte["utilises"] == venus[decompte["college"]]

    def _question(self, code: str, question: Mapping[str, Any]) -> None:
        self.moyennes[code] = {}
        for profil in self.publie["profils"]:
            cellule = question["profils"].get(profil["code"], {})
            if profil["mode"] == ModePassation.COLLECTIVE:
                niveau = self.voix[profil["code"]].get(code)
                if niveau in NIVEAUX:
                    self.moyennes[code][profil["code"]] = ({}, Fraction(niveau))
            elif cellule:
                self._cellule(code, profil, cellule)
        poids = {p["code"]: len(p["colleges"]) for p in self.publie["profils"]}
        lignes = [(poids[profil], m) for profil, m in self.moyennes[code].items()]
        if lignes:
            self.ensembles[code] = moyenne(lignes)
            self._noter(*self.ensembles[code], question["moyenne"])
        self._ecart(self.moyennes[code].values(), question["ecart"])

    def _cellule(self, code: str, profil: Mapping[str, Any], cellule: Mapping[str, Any]) -> None:
        comptes = {valeur: self._compte(profil, code, valeur) for valeur in VALEURS}
        if set(cellule) == {"nsp"}:
            return self._noter(comptes["nsp"], Fraction(0), cellule["nsp"])
        assert set(cellule) - {"niveaux"} == {"moyenne", "effectif", "nsp", "nc"}
        effectif = somme((1, comptes[niveau]) for niveau in NIVEAUX)
        self._noter(effectif, Fraction(0), cellule["effectif"])
        for hors in ("nsp", "nc"):
            self._noter(comptes[hors], Fraction(0), cellule[hors])
        for niveau, nombre in zip(NIVEAUX, cellule.get("niveaux", ()), strict=False):
            self._noter(comptes[niveau], Fraction(0), nombre)
        forme = somme((Fraction(n, cellule["effectif"]), comptes[n]) for n in NIVEAUX)
        self.moyennes[code][profil["code"]] = forme, Fraction(0)
        return self._noter(forme, Fraction(0), cellule["moyenne"])

    def _theme(self, questions: Sequence[str], theme: Mapping[str, Any]) -> None:
        lignes = {}
        for profil, publiee in theme["profils"].items():
            siennes = [self.moyennes[q][profil] for q in questions if profil in self.moyennes[q]]
            lignes[profil] = moyenne([(1, m) for m in siennes])
            self._noter(*lignes[profil], publiee)
        ensembles = [self.ensembles[q] for q in questions if q in self.ensembles]
        if ensembles:
            self._noter(*moyenne([(1, m) for m in ensembles]), theme["moyenne"])
        self._ecart(lignes.values(), theme["ecart"])

    def _ecart(self, lignes: Iterable[tuple[Forme, Fraction]], publie: float | None) -> None:
        """The gap is a difference of two lines; which two can be seen."""
        lignes = sorted(lignes, key=lambda ligne: self._valeur(*ligne))
        if len(lignes) > 1:
            (bas, a), (haut, b) = lignes[0], lignes[-1]
            self._noter(somme([(1, haut), (-1, bas)]), b - a, publie)

    def _compte(self, profil: Mapping[str, Any], code: str, valeur: int | str) -> Forme:
        return {
            inconnue: Fraction(1)
            for college in profil["colleges"]
            for inconnue in inconnues(self.etablissement, self.campagne, college, code, valeur)
        }

    def _valeur(self, forme: Forme, constante: Fraction) -> Fraction:
        return constante + sum(c * self.vrai[i] for i, c in forme.items() if i in self.vrai)

    def _noter(self, forme: Forme, constante: Fraction, publie: float | int | None) -> None:
        """The equation, once it is sure that it is the one the published figure answers."""
        assert abs(self._valeur(forme, constante) - Fraction(str(publie))) <= Fraction(1, 200)
        self.formes.append(forme)


def moyenne(lignes: Sequence[tuple[int, tuple[Forme, Fraction]]]) -> tuple[Forme, Fraction]:
    poids = sum(p for p, _ in lignes)
    forme = somme((Fraction(p, poids), ligne) for p, (ligne, _) in lignes)
    return forme, sum((Fraction(p, poids) * c for p, (_, c) in lignes), Fraction(0))


def verite(etablissement: Etablissement, campagne: int) -> dict[Inconnue, int]:
    """What the attacker looks for."""
    vrai: dict[Inconnue, int] = {}
    quelle = 0 if etablissement.proche else campagne
    for personne in etablissement.presents(campagne):
        for question, valeur in personne.feuilles[campagne].items():
            inconnue = (quelle, personne.college, personne.presence, question, valeur)
            vrai[inconnue] = vrai.get(inconnue, 0) + 1
    return vrai


def isole(formes: Iterable[Forme], etablissement: Etablissement) -> bool:
    """Does some sum of the forms speak of fewer people than the threshold, and of them alone?"""
    base = reduire(map(sans_le_connu, formes), frozenset())[0]
    return any(reduire(base, petit)[1] for petit in petits(etablissement))


def sans_le_connu(forme: Forme) -> Forme:
    """What the sheets say is taken off: it is known."""
    return {inconnue: c for inconnue, c in forme.items() if not inconnue[2].endswith(LUE)}


def petits(etablissement: Etablissement) -> list[frozenset[Inconnue]]:
    """Sets of unknowns that speak of too few people, the largest ones.

    For each set of people: the levels where fewer than the threshold chose one; « Je ne sais pas »
    and « Non concerné » too where fewer than the threshold answered at all.
    """
    effectifs, reponses = _comptes(etablissement, "effectifs"), _comptes(etablissement, "reponses")
    gens = sorted({(c, college, quand) for c, college, quand, _ in reponses})
    trouves: list[frozenset[Inconnue]] = []
    for ensemble in _ensembles(gens):
        petit = frozenset(
            (*qui, question, valeur)
            for question in GRILLE.questions
            for comptes, valeurs in ((effectifs, NIVEAUX), (reponses, ("nsp", "nc")))
            if sum(comptes.get((*qui, question), 0) for qui in ensemble) < etablissement.seuil
            for qui in ensemble
            for valeur in valeurs
        )
        if petit and not any(petit <= grand for grand in trouves):
            trouves.append(petit)
    return trouves


def _ensembles(gens: Sequence[tuple[int, str, str]]) -> Iterator[tuple[tuple[int, str, str], ...]]:
    """The largest first. Campagnes far apart share no unknown: each is looked at alone."""
    for campagne in sorted({qui[0] for qui in gens}):
        siens = [qui for qui in gens if qui[0] == campagne]
        for combien in range(len(siens), 0, -1):
            yield from combinations(siens, combien)


def _comptes(etablissement: Etablissement, quoi: str) -> dict[tuple[int, str, str, str], int]:
    comptes: dict[tuple[int, str, str, str], int] = {}
    for campagne in (0, 1):
        quelle = 0 if etablissement.proche else campagne
        for (college, quand, question), nombre in getattr(etablissement, quoi)(campagne).items():
            comptes[quelle, college, quand, question] = nombre
    return comptes


def reduire(
    formes: Iterable[Mapping[Inconnue, Any]], gardees: frozenset[Inconnue]
) -> tuple[list[dict[Inconnue, int]], bool]:
    """Eliminate every unknown but ``gardees``: what is left of a form speaks of these alone."""
    pivots: dict[Inconnue, dict[Inconnue, int]] = {}
    isolee = False
    for forme in formes:
        ligne = {inconnue: reste for inconnue, c in forme.items() if (reste := entier(c))}
        while pivot := next((i for i in ligne if i in pivots), None):
            facteur = ligne[pivot]
            for inconnue, coefficient in pivots[pivot].items():
                valeur = (ligne.get(inconnue, 0) - facteur * coefficient) % PREMIER
                if valeur:
                    ligne[inconnue] = valeur
                else:
                    ligne.pop(inconnue, None)
        pivot = next((i for i in ligne if i not in gardees), None)
        if pivot:
            inverse = pow(ligne[pivot], -1, PREMIER)
            pivots[pivot] = {i: c * inverse % PREMIER for i, c in ligne.items()}
        elif ligne:
            isolee = True
    return list(pivots.values()), isolee


def entier(coefficient: Fraction | int) -> int:
    if isinstance(coefficient, int):
        return coefficient % PREMIER
    return coefficient.numerator * _inverse(coefficient.denominator) % PREMIER


@cache
def _inverse(denominateur: int) -> int:
    return pow(denominateur, -1, PREMIER)
