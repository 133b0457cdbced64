"""What no single key can tell: doubled codes, missing levels, thresholds the wrong way round."""

from collections.abc import Iterator, Sequence

from diagnostic.questionnaires.schema import FichierQuestionnaire
from pasapas.lecture.messages import Chemin, citer

THEMES_MAX, QUESTIONS_MAX = 40, 300
Reproche = tuple[Chemin, str]


def controler(fichier: FichierQuestionnaire) -> Iterator[Reproche]:
    """Everything wrong in a file whose every key is right. 26 and 8 are ours, not a rule."""
    yield from _echelle(fichier)
    yield from _seuils(fichier)
    yield from _duree(fichier.questionnaire.duree_minutes)
    yield from _themes(fichier)


def _echelle(fichier: FichierQuestionnaire) -> Iterator[Reproche]:
    lieu: Chemin = ("echelle", "niveaux")
    niveaux = fichier.echelle.niveaux
    if len(niveaux) < 2:
        yield lieu, "il faut au moins deux niveaux"
    attendues = list(range(1, len(niveaux) + 1))
    valeurs = [niveau.valeur for niveau in niveaux]
    if valeurs != attendues:
        lues = ", ".join(map(str, valeurs))
        yield lieu, f"les valeurs se suivent à partir de 1, dans l’ordre ; lu {lues}"
    yield from doubles([n.code for n in niveaux], lieu, "code", "un autre niveau a déjà ce code")
    hors = [h.code for h in fichier.echelle.hors_echelle]
    yield from doubles(hors, ("echelle", "hors_echelle"), "code", "déjà écrit plus haut")


def _seuils(fichier: FichierQuestionnaire) -> Iterator[Reproche]:
    haut = max((niveau.valeur for niveau in fichier.echelle.niveaux), default=1)
    seuils = fichier.restitution.seuils
    for nom in ("point_fort", "axe"):
        if not 1 <= getattr(seuils, nom) <= haut:
            yield ("restitution", "seuils", nom), f"un seuil va de 1 à {haut}, comme l’échelle"
    if seuils.axe > seuils.point_fort:
        yield (
            ("restitution", "seuils", "axe"),
            "le seuil « axe » ne peut pas dépasser le seuil « point_fort »",
        )


def _duree(minutes: Sequence[int]) -> Iterator[Reproche]:
    if minutes and (len(minutes) != 2 or minutes[0] > minutes[1]):
        yield (
            ("questionnaire", "duree_minutes"),
            "deux nombres de minutes, le plus court puis le plus long : [15, 20]",
        )


def _themes(fichier: FichierQuestionnaire) -> Iterator[Reproche]:
    themes = fichier.themes
    if not themes:
        yield ("themes",), "il manque les thèmes : il en faut au moins un"
    if len(themes) > THEMES_MAX:
        yield ("themes",), f"{len(themes)} thèmes, c’est plus que les {THEMES_MAX} admis"
    codes = [theme.code for theme in themes]
    yield from doubles(codes, ("themes",), "code", "un autre thème a déjà ce code")
    vues: dict[str, str] = {}
    for rang, theme in enumerate(themes):
        if not theme.questions:
            yield ("themes", rang, "questions"), "ce thème n’a aucune question"
        for place, question in enumerate(theme.questions):
            lieu: Chemin = ("themes", rang, "questions", place, "code")
            if question.code in vues:
                ou = citer(vues[question.code])
                yield lieu, f"le code {citer(question.code)} est déjà pris dans le thème {ou}"
            vues.setdefault(question.code, theme.titre)
    nombre = sum(len(theme.questions) for theme in themes)
    if nombre > QUESTIONS_MAX:
        yield ("themes",), f"{nombre} questions, c’est plus que les {QUESTIONS_MAX} admises"


def doubles(codes: Sequence[str], lieu: Chemin, cle: str, message: str) -> Iterator[Reproche]:
    """Each code that was met before, at its place."""
    vus: set[str] = set()
    for rang, code in enumerate(codes):
        if code in vus:
            yield (*lieu, rang, cle), f"{citer(code)} : {message}"
        vus.add(code)
