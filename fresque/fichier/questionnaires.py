"""What a file says of questionnaires: versions that are known here, their themes, answers."""

from collections.abc import Iterator
from typing import Any

from diagnostic.models import HorsEchelle, Question, Questionnaire
from diagnostic.operations import questionnaire_courant
from fresque.fichier.champs import ENTIER_MAX
from fresque.fichier.messages import Chemin, attendu, citer
from fresque.fichier.references import A2, FICHES, Reproche, motif, trouver, valeurs


def questionnaire_de(bloc: Any) -> Questionnaire | None:
    """The questionnaire a block names by ``questionnaire`` and ``questionnaire_version``."""
    if not isinstance(bloc, dict):
        return None
    slug, version = bloc.get("questionnaire"), bloc.get("questionnaire_version")
    if type(slug) is not str or type(version) is not int or not 0 < version <= ENTIER_MAX:
        return None
    return Questionnaire.objects.filter(slug=slug, version=version).first()


def questionnaire_etat(racine: Any) -> Questionnaire | None:
    """The one whose themes the état des lieux speaks of: its own, else that of the first
    campagne, else the current one. None when the file names one that is not known."""
    blocs = [
        bloc
        for cherche in (A2, f"{A2}.campagne.*")
        for _, bloc in trouver(racine, motif(cherche))
        if isinstance(bloc, dict) and bloc.get("questionnaire")
    ]
    return questionnaire_de(blocs[0]) if blocs else questionnaire_courant()


def questions_de(questionnaire: Questionnaire) -> list[Question]:
    """In the order of the questionnaire, which is that of the answers of a file."""
    return list(
        Question.objects.filter(theme__questionnaire=questionnaire).order_by(
            "theme__ordre", "theme__pk", "ordre", "pk"
        )
    )


def controler_questionnaires(racine: Any) -> Iterator[Reproche]:
    """As ``references.controler``, for what hangs on a questionnaire."""
    for cherche in (A2, f"{A2}.campagne.*"):
        for chemin, bloc in trouver(racine, motif(cherche)):
            if isinstance(bloc, dict) and bloc.get("questionnaire"):
                yield from _version(chemin, bloc)
    for chemin, bloc in trouver(racine, motif(A2)):
        orpheline = isinstance(bloc, dict) and not bloc.get("questionnaire")
        if orpheline and bloc.get("questionnaire_version"):
            yield chemin, "il manque la clé « questionnaire »"
    yield from _themes(racine)
    for chemin, campagne in trouver(racine, motif(f"{A2}.campagne.*")):
        if questionnaire := questionnaire_de(campagne):
            yield from _campagne(chemin, campagne, questionnaire)


def _version(chemin: Chemin, bloc: dict[str, Any]) -> Iterator[Reproche]:
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
    for cherche in (f"{A2}.syntheses.*.theme", f"{A2}.intentions.*.theme", f"{FICHES}.themes.*"):
        for chemin, code in valeurs(racine, cherche):
            if code not in codes:
                yield chemin, attendu(f"un de ces thèmes : {', '.join(codes)}", code)
            elif "syntheses" in chemin and code in vus:
                yield chemin, f"{citer(str(code))} a déjà sa synthèse plus haut"
            elif "syntheses" in chemin:
                vus.add(str(code))


def _campagne(
    chemin: Chemin, campagne: dict[str, Any], questionnaire: Questionnaire
) -> Iterator[Reproche]:
    total = len(questions_de(questionnaire))
    niveaux = [niveau["valeur"] for niveau in questionnaire.echelle.get("niveaux", [])]
    admises = [*niveaux, *HorsEchelle.values, None]
    quoi = f"{', '.join(map(str, niveaux))}, {', '.join(HorsEchelle.values)} ou null"
    for suite, passation in trouver(campagne, ("passations", "*"), chemin):
        listes = list(trouver(passation, ("reponses", "*"), suite))
        mode = passation.get("mode") if isinstance(passation, dict) else None
        if mode == "collective" and len(listes) > 1:
            yield listes[1][0], "une voix collective n’a qu’une liste de réponses"
        for place, reponses in listes:
            if not isinstance(reponses, list):
                continue
            if len(reponses) != total:
                yield place, f"{len(reponses)} réponses pour {total} questions"
            for rang, reponse in enumerate(reponses):
                if type(reponse) in (str, int) and reponse not in admises:
                    yield (*place, rang), attendu(quoi, reponse)
