"""The table of results in the order someone asks for, by a link: ``?tri=-ecart``."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import itemgetter

from diagnostic.resultats.valeurs import Profil, QuestionResultat, Resultats

QUESTIONNAIRE = "numero"
DESCENDANT = "-"
MESURES = ("moyenne", "ecart")
D_ABORD_LE_PLUS_GRAND = {"ecart"}


@dataclass(frozen=True, slots=True)
class Colonne:
    """A heading that sorts. ``tri`` is what its link asks for, ``sens`` how it is sorted now."""

    code: str
    nom: str
    tri: str
    sens: str = ""
    profil: Profil | None = None


def colonnes(resultats: Resultats, tri: str) -> tuple[Colonne, ...]:
    """The headings of the table, each leading to the other way round when asked again."""
    noms = [
        (QUESTIONNAIRE, "Affirmation", None),
        *((profil.code, profil.nom, profil) for profil in resultats.profils),
        ("moyenne", "Ensemble", None),
        ("ecart", "Écart", None),
    ]
    return tuple(_colonne(code, nom, profil, tri) for code, nom, profil in noms)


def connu(resultats: Resultats, tri: str) -> str:
    """The order asked for if there is such a column, else that of the questionnaire."""
    codes = {QUESTIONNAIRE, *MESURES, *(profil.code for profil in resultats.profils)}
    return tri if tri.removeprefix(DESCENDANT) in codes else ""


def trier(resultats: Resultats, tri: str) -> list[QuestionResultat]:
    """The questions in this order, those without a value last."""
    valeur = _valeur(tri.removeprefix(DESCENDANT))
    signe = -1 if tri.startswith(DESCENDANT) else 1
    questions = list(resultats.questions)
    avec = [(signe * dit, q) for q in questions if (dit := valeur(q)) is not None]
    sans = [question for question in questions if valeur(question) is None]
    return [*(q for _, q in sorted(avec, key=itemgetter(0))), *sans]


def _valeur(code: str) -> Callable[[QuestionResultat], float | None]:
    if code in {"", QUESTIONNAIRE, *MESURES}:
        return lambda question: getattr(question, code or QUESTIONNAIRE)
    return lambda question: cellule.moyenne if (cellule := question.cellule(code)) else None


def _colonne(code: str, nom: str, profil: Profil | None, tri: str) -> Colonne:
    actuel = tri or QUESTIONNAIRE
    premier = f"{DESCENDANT}{code}" if code in D_ABORD_LE_PLUS_GRAND else code
    if actuel.removeprefix(DESCENDANT) != code:
        return Colonne(code, nom, premier, profil=profil)
    descend = actuel.startswith(DESCENDANT)
    suivant = code if descend else f"{DESCENDANT}{code}"
    return Colonne(code, nom, suivant, "descending" if descend else "ascending", profil)
