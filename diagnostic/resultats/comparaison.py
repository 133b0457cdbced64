"""Before and after: two campagnes side by side, on what they have in common."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diagnostic.resultats.valeurs import Mesure, Profil, QuestionResultat, Resultats, ecrire

SENSIBLE = 0.25  # of a level: less than that is not called a change


@dataclass(frozen=True, slots=True)
class LigneComparee:
    """A question or a theme in both campagnes. The means hold only the points of view of both."""

    code: str
    numero: int
    titre: str
    avant: float
    apres: float
    ancien_titre: str = ""

    @property
    def evolution(self) -> float:
        return round(self.apres - self.avant, 2) + 0.0  # never « -0 »

    @property
    def sens(self) -> str:
        if abs(self.evolution) < SENSIBLE:
            return "stable"
        return "hausse" if self.evolution > 0 else "baisse"

    @property
    def texte(self) -> str:
        """« +0,5 », « -1 », « 0 »."""
        signe = "+" if self.evolution > 0 else ""
        return f"{signe}{ecrire(self.evolution)}"

    @property
    def niveaux(self) -> tuple[str, str]:
        return ecrire(self.avant), ecrire(self.apres)


@dataclass(frozen=True, slots=True)
class Comparaison:
    """``obstacle`` says why nothing at all can be compared."""

    avant: Resultats
    apres: Resultats
    communs: tuple[Profil, ...] = ()
    themes: tuple[LigneComparee, ...] = ()
    questions: tuple[LigneComparee, ...] = ()
    disparues: tuple[QuestionResultat, ...] = ()
    nouvelles: tuple[QuestionResultat, ...] = ()
    muettes: tuple[QuestionResultat, ...] = ()
    avant_seulement: tuple[Profil, ...] = ()
    apres_seulement: tuple[Profil, ...] = ()
    obstacle: str = ""


def comparer(avant: Resultats, apres: Resultats) -> Comparaison:
    """Compare where the codes of the questions match, whatever the versions.

    A code means the same question in every version of one questionnaire, and nothing in another
    questionnaire; a level means the same on one scale only.
    """
    obstacle = _obstacle(avant, apres)
    if obstacle:
        return Comparaison(avant, apres, obstacle=obstacle)
    codes = {profil.code: profil for profil in avant.profils}
    communs = tuple(p for p in apres.profils if _meme(codes.get(p.code), p))
    cles = [profil.code for profil in communs]
    paires = [(avant.question(q.code), q) for q in apres.questions]
    questions = [ligne for a, b in paires if a and (ligne := _ligne(a, b, cles))]
    comparees = {ligne.code for ligne in questions}
    return Comparaison(
        avant,
        apres,
        communs,
        themes=tuple(_themes(avant, apres, questions)),
        questions=tuple(questions),
        disparues=tuple(q for q in avant.questions if apres.question(q.code) is None),
        nouvelles=tuple(b for a, b in paires if a is None),
        muettes=tuple(b for a, b in paires if a and b.code not in comparees),
        avant_seulement=tuple(p for p in avant.profils if p.code not in cles),
        apres_seulement=tuple(p for p in apres.profils if p.code not in cles),
    )


def _obstacle(avant: Resultats, apres: Resultats) -> str:
    if avant.source != apres.source:
        return "Ces deux campagnes n’ont pas été passées avec le même questionnaire."
    if [n.valeur for n in avant.niveaux] != [n.valeur for n in apres.niveaux]:
        return "L’échelle du questionnaire a changé entre ces deux campagnes."
    return ""


def _meme(avant: Profil | None, apres: Profil) -> bool:
    """The same collèges, having answered in the same way."""
    return avant is not None and (avant.colleges, avant.mode) == (apres.colleges, apres.mode)


def _ligne(
    avant: QuestionResultat, apres: QuestionResultat, cles: Sequence[str]
) -> LigneComparee | None:
    """Only the lines that have a level both times count: else a collège that came would move it."""
    communs = [
        (a.moyenne, b.moyenne, len(b.profil.colleges))
        for a, b in ((avant.cellule(cle), apres.cellule(cle)) for cle in cles)
        if a and b and a.moyenne is not None and b.moyenne is not None
    ]
    if not communs:
        return None
    poids = sum(p for _, _, p in communs)
    return _cote_a_cote(
        avant,
        apres,
        sum(a * p for a, _, p in communs) / poids,
        sum(b * p for _, b, p in communs) / poids,
    )


def _cote_a_cote(ancien: Mesure, neuf: Mesure, avant: float, apres: float) -> LigneComparee:
    titre = ancien.titre if ancien.titre != neuf.titre else ""
    moyennes = round(avant, 2), round(apres, 2)
    return LigneComparee(neuf.code, neuf.numero, neuf.titre, *moyennes, ancien_titre=titre)


def _themes(
    avant: Resultats, apres: Resultats, questions: Sequence[LigneComparee]
) -> Iterable[LigneComparee]:
    """A theme compares the questions it has in both; it may have gained or lost some."""
    lignes = {ligne.code: ligne for ligne in questions}
    for theme in apres.themes:
        siennes = [lignes[q.code] for q in theme.questions if q.code in lignes]
        ancien = avant.theme(theme.code)
        if siennes and ancien:
            yield _cote_a_cote(
                ancien,
                theme,
                sum(ligne.avant for ligne in siennes) / len(siennes),
                sum(ligne.apres for ligne in siennes) / len(siennes),
            )
