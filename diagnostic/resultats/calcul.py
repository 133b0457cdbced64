"""Means, verdicts and gaps, in exact fractions, of what may be shown and of nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from diagnostic.resultats.depouillement import Compte
from diagnostic.resultats.grille import Grille
from diagnostic.resultats.seuils import Unite, montrable, nsp_montrable
from diagnostic.resultats.valeurs import Verdict

DETAIL = 5  # people: below, the answers of each level are not counted out (diverging bars)


@dataclass(slots=True)
class Moyennes:
    """A question or a theme: the mean of each line that is shown, and of them together."""

    par_unite: dict[str, Fraction] = field(default_factory=dict)
    ensemble: Fraction | None = None

    @property
    def ecart(self) -> Fraction | None:
        """Between the highest and the lowest point of view; None when there is but one."""
        if len(self.par_unite) < 2:
            return None
        return max(self.par_unite.values()) - min(self.par_unite.values())


def calculer(unites: Sequence[Unite], grille: Grille, seuil: int) -> dict[str, Any]:
    """Everything that is published of the answers, as JSON."""
    mesures = {code: _question(code, unites, grille, seuil) for code in grille.questions}
    themes = {
        code: _theme([mesures[question] for question in questions])
        for code, questions in grille.themes.items()
    }
    return {
        "questions": {
            code: {
                "profils": _cellules(code, mesure, unites, seuil),
                **_publier(mesure, grille),
            }
            for code, mesure in mesures.items()
        },
        "themes": {
            code: {
                "profils": {unite: arrondir(m) for unite, m in mesure.par_unite.items()},
                **_publier(mesure, grille),
            }
            for code, mesure in themes.items()
        },
        "a_confronter": _a_confronter(mesures, grille),
        "a_eclaircir": _a_eclaircir(unites, grille, seuil),
    }


def moyenne(compte: Compte, valeurs: Sequence[int]) -> Fraction:
    """Arithmetic mean of the levels; « Je ne sais pas » and « Non concerné » never count."""
    somme = sum(v * n for v, n in zip(valeurs, compte.niveaux, strict=True))
    return Fraction(somme, compte.effectif)


def arrondir(nombre: Fraction | None) -> float | None:
    """Two decimals, halves up, as people round."""
    return None if nombre is None else int(nombre * 100 + Fraction(1, 2)) / 100


def _question(code: str, unites: Sequence[Unite], grille: Grille, seuil: int) -> Moyennes:
    """Each collège weighs the same, however many answered; two shown together weigh two."""
    mesure, poids = Moyennes(), 0
    somme = Fraction(0)
    for unite in unites:
        compte = unite.comptes[code]
        if compte.effectif and (unite.attribuee or montrable(compte, seuil)):
            valeur = mesure.par_unite[unite.code] = moyenne(compte, grille.valeurs)
            somme += valeur * len(unite.colleges)
            poids += len(unite.colleges)
    if poids:
        mesure.ensemble = somme / poids
    return mesure


def _theme(questions: Sequence[Moyennes]) -> Moyennes:
    """Each question weighs the same in its theme."""
    lignes: dict[str, list[Fraction]] = {}
    for question in questions:
        for unite, valeur in question.par_unite.items():
            lignes.setdefault(unite, []).append(valeur)
    ensembles = [question.ensemble for question in questions if question.ensemble is not None]
    return Moyennes(
        {unite: sum(valeurs, Fraction(0)) / len(valeurs) for unite, valeurs in lignes.items()},
        sum(ensembles, Fraction(0)) / len(ensembles) if ensembles else None,
    )


def _publier(mesure: Moyennes, grille: Grille) -> dict[str, Any]:
    return {
        "moyenne": arrondir(mesure.ensemble),
        "ecart": arrondir(mesure.ecart),
        "verdict": verdict(mesure.ensemble, grille),
    }


def verdict(ensemble: Fraction | None, grille: Grille) -> str:
    """Point fort, axe, or between the two « à consolider »: the questionnaire says from where."""
    if ensemble is None or grille.point_fort is None or grille.axe is None:
        return Verdict.SANS.value
    if ensemble >= grille.point_fort:
        return Verdict.POINT_FORT.value
    return Verdict.AXE.value if ensemble < grille.axe else Verdict.CONSOLIDER.value


def _cellules(
    code: str, mesure: Moyennes, unites: Sequence[Unite], seuil: int
) -> dict[str, dict[str, Any]]:
    """What each line says of one question; a line not there is hidden, or gave no answer."""
    cellules: dict[str, dict[str, Any]] = {}
    for unite in unites:
        compte = unite.comptes[code]
        if unite.attribuee or montrable(compte, seuil):
            if compte.reponses:
                cellules[unite.code] = _cellule(unite, compte, mesure.par_unite.get(unite.code))
        elif nsp_montrable(compte, seuil):
            cellules[unite.code] = {"nsp": compte.nsp}
    return cellules


def _cellule(unite: Unite, compte: Compte, valeur: Fraction | None) -> dict[str, Any]:
    cellule: dict[str, Any] = {
        "moyenne": arrondir(valeur),
        "effectif": compte.effectif,
        "nsp": compte.nsp,
        "nc": compte.nc,
    }
    if not unite.attribuee and compte.effectif >= DETAIL:
        cellule["niveaux"] = list(compte.niveaux)
    return cellule


def _a_confronter(mesures: Mapping[str, Moyennes], grille: Grille) -> list[str]:
    """The widest gaps first, a few at most; between equals, the order of the questionnaire."""
    if grille.debat is None:
        return []
    ecarts = {code: m.ecart for code, m in mesures.items() if m.ecart is not None}
    larges = [code for code, ecart in ecarts.items() if ecart >= grille.debat.ecart]
    return sorted(larges, key=lambda code: -ecarts[code])[: grille.debat.maximum]


def _a_eclaircir(unites: Sequence[Unite], grille: Grille, seuil: int) -> list[str]:
    """Where « Je ne sais pas » is frequent, the most frequent first, a few at most."""
    if grille.debat is None:
        return []
    parts = {code: _part_nsp(code, unites, seuil) for code in grille.questions}
    frequents = [code for code, part in parts.items() if part >= grille.debat.part_nsp]
    return sorted(frequents, key=lambda code: -parts[code])[: grille.debat.maximum]


def _part_nsp(code: str, unites: Sequence[Unite], seuil: int) -> Fraction:
    """Its largest share, in one individual group that is shown or in the collective voices."""
    voix = [u.comptes[code] for u in unites if u.attribuee]
    groupes = [u.comptes[code] for u in unites if not u.attribuee]
    visibles = [c for c in groupes if montrable(c, seuil) or nsp_montrable(c, seuil)]
    parts = [Fraction(compte.nsp, compte.reponses) for compte in visibles]
    if repondues := sum(compte.reponses for compte in voix):
        parts.append(Fraction(sum(compte.nsp for compte in voix), repondues))
    return max(parts, default=Fraction(0))
