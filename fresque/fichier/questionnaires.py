"""What a file says of questionnaires: versions that are known here, their themes, answers."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from diagnostic.models import HorsEchelle, Question, Questionnaire
from diagnostic.operations import questionnaire_courant
from fresque.fichier.chemins import A2, FICHES, Bloc, Reproche, blocs, trouver, valeurs
from pasapas.lecture.champs import ENTIER_MAX
from pasapas.lecture.messages import Chemin, attendu, citer


def questionnaire_de(bloc: Any) -> Questionnaire | None:
    """The questionnaire a block names by ``questionnaire`` and ``questionnaire_version``."""
    if not isinstance(bloc, dict):
        return None
    slug, version = bloc.get("questionnaire"), bloc.get("questionnaire_version")
    if type(slug) is not str or type(version) is not int or not 0 < version <= ENTIER_MAX:
        return None
    return Questionnaire.objects.filter(slug=slug, version=version).first()


def exiger(questionnaire: Questionnaire | None) -> Questionnaire:
    """Raises DoesNotExist for one that is not known."""
    if questionnaire is None:
        raise Questionnaire.DoesNotExist
    return questionnaire


def questionnaire_etat(racine: Any) -> Questionnaire | None:
    """The one whose themes the état des lieux speaks of: its own, else that of the first
    campagne, else the current one. None when the file names one that is not known."""
    dits = (bloc for _, bloc in _ou_l_on_en_nomme(racine) if bloc.get("questionnaire"))
    premier = next(dits, None)
    return questionnaire_de(premier) if premier else questionnaire_courant()


def _ou_l_on_en_nomme(racine: Any) -> Iterator[tuple[Chemin, Bloc]]:
    """The état des lieux, then its campagnes."""
    return chain(blocs(racine, A2), blocs(racine, f"{A2}.campagne.*"))


def questions_de(questionnaire: Questionnaire) -> list[Question]:
    """In the order of the questionnaire, which is that of the answers of a file."""
    return list(
        Question.objects.filter(theme__questionnaire=questionnaire).order_by(
            "theme__ordre", "theme__pk", "ordre", "pk"
        )
    )


def controler_questionnaires(racine: Any) -> Iterator[Reproche]:
    """As ``references.controler``, for what hangs on a questionnaire."""
    for chemin, bloc in _ou_l_on_en_nomme(racine):
        if bloc.get("questionnaire"):
            yield from _version(chemin, bloc)
    for chemin, bloc in blocs(racine, A2):
        if bloc.get("questionnaire_version") and not bloc.get("questionnaire"):
            yield chemin, "il manque la clé « questionnaire »"
    yield from _themes(racine)
    yield from _rangs(racine)
    for chemin, campagne in blocs(racine, f"{A2}.campagne.*"):
        if questionnaire := questionnaire_de(campagne):
            yield from _campagne(chemin, campagne, questionnaire)


def _version(chemin: Chemin, bloc: Bloc) -> Iterator[Reproche]:
    slug, version = bloc["questionnaire"], bloc.get("questionnaire_version")
    if type(slug) is not str or type(version) not in (int, type(None)):
        return  # the schema's affair
    if version is None:
        yield chemin, "il manque la clé « questionnaire_version »"
    elif questionnaire_de(bloc) is None:
        connus = Questionnaire.objects.order_by("slug", "version").values_list("slug", "version")
        noms = ", ".join(f"{nom} version {numero}" for nom, numero in connus)
        lu = f"questionnaire {citer(slug)} version {version} inconnu"
        yield (*chemin, "questionnaire_version"), f"{lu} ; connus ici : {noms}"


def _themes(racine: Any) -> Iterator[Reproche]:
    questionnaire = questionnaire_etat(racine)
    if questionnaire is None:
        return
    codes = list(questionnaire.themes.values_list("code", flat=True))
    vus: set[str] = set()
    syntheses = list(blocs(racine, f"{A2}.syntheses.*"))
    admis = [*codes, *(str(bloc.get("theme")) for _, bloc in syntheses if _ancienne(bloc))]
    for chemin, bloc in syntheses:
        yield from _synthese(chemin, bloc, questionnaire, vus)
    for cherche in (f"{A2}.intentions.*.theme", f"{FICHES}.themes.*"):
        for chemin, code in valeurs(racine, cherche):
            if code not in admis:
                yield chemin, attendu(f"un de ces thèmes : {', '.join(admis)}", code)


def _ancienne(bloc: Bloc) -> bool:
    """A synthese of a theme that the projet's questionnaire no longer has."""
    return bool(bloc.get("questionnaire"))


def _synthese(
    chemin: Chemin, bloc: Bloc, questionnaire: Questionnaire | None, vus: set[str]
) -> Iterator[Reproche]:
    code = bloc.get("theme")
    if _ancienne(bloc):
        yield from _version(chemin, bloc)
        du_projet, questionnaire = questionnaire, questionnaire_de(bloc)
        if questionnaire == du_projet:
            yield (*chemin, "questionnaire"), "c’est déjà celui du projet : retirez cette clé"
    codes = list(questionnaire.themes.values_list("code", flat=True)) if questionnaire else [code]
    cle = f"{bloc.get('questionnaire') or ''} {bloc.get('questionnaire_version') or ''} {code}"
    if isinstance(code, str) and code and code not in codes:
        yield (*chemin, "theme"), attendu(f"un de ces thèmes : {', '.join(map(str, codes))}", code)
    elif isinstance(code, str) and cle in vus:
        yield (*chemin, "theme"), f"{citer(code)} a déjà sa synthèse plus haut"
    vus.add(cle)
    for nom in ("a_valoriser", "a_modifier"):
        yield from _origines(chemin, bloc, nom, "éléments")


def _origines(chemin: Chemin, bloc: Bloc, nom: str, quoi: str) -> Iterator[Reproche]:
    textes, origines = bloc.get(nom), bloc.get(f"origines_{nom}")
    nombre = len(textes) if isinstance(textes, list) else 0
    if isinstance(origines, list) and origines and len(origines) != nombre:
        yield (*chemin, f"origines_{nom}"), f"{len(origines)} origines pour {nombre} {quoi}"


# What is named by its rank: where, among what, which are called so.
RANGS = (
    ("intentions.*.piste", "pistes_action.*", "pistes d’action"),
    ("origines_pistes_action.*", "campagne.*.etonnements.*", "étonnements"),
)


def _rangs(racine: Any) -> Iterator[Reproche]:
    for chemin, bloc in blocs(racine, A2):
        yield from _origines(chemin, bloc, "pistes_action", "pistes d’action")
    for cherche, parmi, noms in RANGS:
        nombre = sum(1 for _ in trouver(racine, f"{A2}.{parmi}"))
        for chemin, rang in valeurs(racine, f"{A2}.{cherche}"):
            if type(rang) is int and rang > nombre:
                yield chemin, f"il n’y a que {nombre} {noms}, lu « {rang} »"


def _campagne(chemin: Chemin, campagne: Bloc, questionnaire: Questionnaire) -> Iterator[Reproche]:
    questions = questions_de(questionnaire)
    total = len(questions)
    niveaux = [niveau["valeur"] for niveau in questionnaire.echelle.get("niveaux", [])]
    admises = [*niveaux, *HorsEchelle.values, None]
    quoi = f"{', '.join(map(str, niveaux))}, {', '.join(HorsEchelle.values)} ou null"
    yield from _etonnements(chemin, campagne, [question.code for question in questions])
    vus: set[str] = set()
    for place, college in trouver(campagne, "passations.*.college", chemin):
        if isinstance(college, str) and college in vus:
            yield place, f"{citer(college)} répond déjà plus haut, d’une autre façon"
        elif isinstance(college, str):
            vus.add(college)
    for suite, passation in blocs(campagne, "passations.*", chemin):
        listes = list(trouver(passation, "reponses.*", suite))
        if passation.get("mode") == "collective" and len(listes) > 1:
            yield listes[1][0], "une voix collective n’a qu’une liste de réponses"
        for place, reponses in listes:
            if not isinstance(reponses, list):
                continue
            if len(reponses) != total:
                yield place, f"{len(reponses)} réponses pour {total} questions"
            for rang, reponse in enumerate(reponses):
                if type(reponse) in (str, int) and reponse not in admises:
                    yield (*place, rang), attendu(quoi, reponse)


def _etonnements(chemin: Chemin, campagne: Bloc, codes: list[str]) -> Iterator[Reproche]:
    for place, code in trouver(campagne, "etonnements.*.question", chemin):
        if isinstance(code, str) and code and code not in codes:
            yield place, f"aucune question n’a le code {citer(code)}"
