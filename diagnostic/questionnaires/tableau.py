"""A questionnaire as a table: one question a row, its theme in the first columns."""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from pasapas.lecture.classeur import ErreurDeTableur, Rangee, rangees, titre
from pasapas.lecture.messages import (
    Erreur,
    RapportErreurs,
    attendu,
    citer,
    clef_inconnue,
    refus,
)
from pasapas.lecture.noeuds import Noeud
from pasapas.valeurs.signes import propre
from pasapas.valeurs.textes import jour

DU_THEME = {
    "theme_code": "code",
    "theme_titre": "titre",
    "theme_intro": "intro",
    "theme_question_ouverte": "question_ouverte",
}
DE_LA_QUESTION = ("code", "enonce", "aide", "point_fort", "axe")
EXIGEES = ("theme_code", "theme_titre", "code", "enonce")
EN_TEXTE = "mettez la colonne au format Texte, puis retapez-le, « 1-2 » par exemple"
COLONNES = (*DU_THEME, *DE_LA_QUESTION)


Lue = tuple[int, dict[str, str]]  # a row: its line, the text of each column


def texte_de(cellule: Any, *, code: bool = False) -> str:
    """What was typed in a cell: a code « 12 » is a number for a spreadsheet. Raises ValueError."""
    if isinstance(cellule, ErreurDeTableur):
        raise ValueError(f"{citer(cellule)} est l’erreur d’une formule : écrivez le texte voulu")
    if isinstance(cellule, date | time | timedelta):
        raise ValueError(f"cette cellule est devenue {_dire_date(cellule)} : {EN_TEXTE}")
    if isinstance(cellule, float) and cellule.is_integer():
        cellule = int(cellule)
    if cellule is None or isinstance(cellule, str):
        return propre(cellule or "").strip()
    if isinstance(cellule, int) and not isinstance(cellule, bool):
        return str(cellule)
    if isinstance(cellule, float):
        nombre = str(cellule).replace(".", ",")
        if not code:
            return nombre
        raise ValueError(f"ce code est devenu un nombre, {nombre} : {EN_TEXTE}")
    raise ValueError(attendu("un texte", cellule))


def _dire_date(valeur: date | time | timedelta) -> str:
    if isinstance(valeur, date):  # a datetime is one too
        return f"une date ({jour(valeur)})"
    return "une heure"


def noeuds_des_themes(octets: bytes, nom: str) -> tuple[Noeud, list[Erreur]]:
    """The themes of a table as the YAML of the same questionnaire would hold them."""
    tete, *corps = rangees(octets, nom, COLONNES)
    colonnes = _colonnes(tete)
    lues: list[Lue] = []
    erreurs: list[Erreur] = []
    for ligne, cellules in corps:
        textes, fautes = dict.fromkeys(COLONNES, ""), []
        for colonne, cellule in zip(colonnes, cellules, strict=False):
            try:
                if colonne:
                    textes[colonne] = texte_de(cellule, code=colonne.endswith("code"))
            except ValueError as faute:
                fautes.append(Erreur(ligne, citer(colonne), str(faute)))
        erreurs += fautes
        lues += [] if fautes else [(ligne, textes)]
    if erreurs and not lues:
        raise RapportErreurs(erreurs)
    themes, autres = _grouper(lues)
    return themes, [*erreurs, *autres]


def _colonnes(tete: Rangee) -> list[str]:
    """The names of the columns; empty for one without a heading. Raises RapportErreurs."""
    ligne, cellules = tete
    noms = [titre(cellule) for cellule in cellules]
    erreurs = [
        Erreur(ligne, "", clef_inconnue(nom, COLONNES).replace("clé", "colonne"))
        for nom in noms
        if nom and nom not in COLONNES
    ]
    erreurs += [
        Erreur(ligne, "", f"la colonne {citer(nom)} est là deux fois")
        for nom in dict.fromkeys(noms)
        if nom and noms.count(nom) > 1
    ]
    erreurs += [
        Erreur(ligne, "", f"il manque la colonne {citer(nom)}")
        for nom in EXIGEES
        if nom not in noms
    ]
    if erreurs:
        raise RapportErreurs(erreurs)
    return noms


def _grouper(lues: list[Lue]) -> tuple[Noeud, list[Erreur]]:
    """Questions under their theme. A theme is told once, or the same each time; a row that
    names none goes on with the one above (merged cells)."""
    themes: dict[str, Noeud] = {}
    erreurs: list[Erreur] = []
    courant = ""
    for ligne, textes in lues:
        courant = textes["theme_code"] or courant
        theme = themes.get(courant)
        if theme is None:
            siens = {cle: textes[colonne] for colonne, cle in DU_THEME.items()}
            theme = themes[courant] = bloc(ligne, siens | {"code": courant})
            theme.valeur["questions"] = Noeud(ligne, [])
            theme.lignes["questions"] = ligne
        erreurs += _contredits(theme, ligne, textes)
        question = {cle: textes[cle] for cle in DE_LA_QUESTION}
        theme.valeur["questions"].valeur.append(bloc(ligne, question))
    if not lues and not erreurs:
        raise refus("ce tableau n’a aucune question sous ses titres de colonnes")
    return Noeud(1, list(themes.values())), erreurs


def _contredits(theme: Noeud, ligne: int, textes: dict[str, str]) -> Iterator[Erreur]:
    for colonne, cle in DU_THEME.items():
        dit, deja = textes[colonne], theme.valeur[cle]
        if dit and not deja.valeur:
            deja.valeur = dit
        elif dit and dit != deja.valeur:
            ici = f"{citer(dit)} ici, {citer(deja.valeur)} à la ligne {theme.ligne}"
            yield Erreur(ligne, citer(colonne), f"un même thème dit deux choses : {ici}")


def bloc(ligne: int, valeurs: dict[str, str]) -> Noeud:
    return Noeud(
        ligne,
        {cle: Noeud(ligne, valeur) for cle, valeur in valeurs.items()},
        dict.fromkeys(valeurs, ligne),
    )


def greffer(valeur: Any) -> Noeud:
    """Plain values as nodes that stand on no line."""
    if isinstance(valeur, dict):
        return Noeud(0, {cle: greffer(suite) for cle, suite in valeur.items()})
    if isinstance(valeur, list | tuple):
        return Noeud(0, [greffer(suite) for suite in valeur])
    return Noeud(0, valeur)
