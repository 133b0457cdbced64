"""A questionnaire as a table: one question a row, its theme in the first columns."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from import_export import resources, widgets
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from tablib import Dataset

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


class TexteDeCellule(widgets.Widget):
    """What was typed in a cell, as text: a code « 12 » is a number for a spreadsheet."""

    def __init__(self, *, code: bool = False) -> None:
        super().__init__()
        self.code = code

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if isinstance(value, ErreurDeTableur):
            raise ValueError(f"{citer(value)} est l’erreur d’une formule : écrivez le texte voulu")
        if isinstance(value, date | time | timedelta):
            raise ValueError(f"cette cellule est devenue {_dire_date(value)} : {EN_TEXTE}")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if value is None or isinstance(value, str):
            return propre(value or "").strip()
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, float):
            nombre = str(value).replace(".", ",")
            if not self.code:
                return nombre
            raise ValueError(f"ce code est devenu un nombre, {nombre} : {EN_TEXTE}")
        raise ValueError(attendu("un texte", value))

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return value or ""


def _colonne(attribut: str, nom: str) -> Field:
    widget = TexteDeCellule(code=nom.endswith("code"))
    return Field(attribute=attribut, column_name=nom, widget=widget)


def _dire_date(valeur: date | time | timedelta) -> str:
    if isinstance(valeur, date):  # a datetime is one too
        return f"une date ({jour(valeur)})"
    return "une heure"


@dataclass
class ThemeDeLigne:
    code: str = ""
    titre: str = ""
    intro: str = ""
    question_ouverte: str = ""


@dataclass
class QuestionDeLigne:
    """A row while it is read; ``pk`` is what the library asks of every row."""

    theme: ThemeDeLigne = field(default_factory=ThemeDeLigne)
    code: str = ""
    enonce: str = ""
    aide: str = ""
    point_fort: str = ""
    axe: str = ""
    ligne: int = 0
    pk: None = None


class TableauQuestionnaire(resources.Resource):
    """Reads rows without writing anything; gives the questions of a questionnaire as rows."""

    theme_code = _colonne("theme__code", "theme_code")
    theme_titre = _colonne("theme__titre", "theme_titre")
    theme_intro = _colonne("theme__intro", "theme_intro")
    theme_question_ouverte = _colonne("theme__question_ouverte", "theme_question_ouverte")
    code = _colonne("code", "code")
    enonce = _colonne("enonce", "enonce")
    aide = _colonne("aide", "aide")
    point_fort = _colonne("point_fort", "point_fort")
    axe = _colonne("axe", "axe")

    class Meta:
        fields = COLONNES
        export_order = COLONNES
        import_id_fields = ()
        instance_loader_class = BaseInstanceLoader
        force_init_instance = True
        skip_diff = True
        use_transactions = False
        using_db = "default"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lues: list[QuestionDeLigne] = []

    def init_instance(self, row: Any = None) -> QuestionDeLigne:
        return QuestionDeLigne()

    def save_instance(self, instance: QuestionDeLigne, *args: Any, **kwargs: Any) -> None:
        self.lues.append(instance)

    def after_init_instance(self, instance: Any, new: bool, row: Any, **kwargs: Any) -> None:
        instance.ligne = row["ligne"]


def noeuds_des_themes(octets: bytes, nom: str) -> tuple[Noeud, list[Erreur]]:
    """The themes of a table as the YAML of the same questionnaire would hold them."""
    tete, *corps = rangees(octets, nom, COLONNES)
    colonnes = _colonnes(tete)
    donnees = Dataset(headers=["ligne", *filter(None, colonnes)])
    for ligne, cellules in corps:
        cellules = [*cellules, *[None] * (len(colonnes) - len(cellules))]
        gardees = [c for c, nom in zip(cellules, colonnes, strict=False) if nom]
        donnees.append([ligne, *gardees])
    tableau = TableauQuestionnaire()
    bilan = tableau.import_data(donnees, raise_errors=False)
    erreurs = [
        Erreur(corps[fautive.number - 1][0], citer(colonne), message)
        for fautive in bilan.invalid_rows
        for colonne, messages in fautive.error_dict.items()
        for message in messages
    ]
    if erreurs and not tableau.lues:
        raise RapportErreurs(erreurs)
    themes, autres = _grouper(tableau.lues)
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


def _grouper(lues: list[QuestionDeLigne]) -> tuple[Noeud, list[Erreur]]:
    """Questions under their theme. A theme is told once, or the same each time; a row that
    names none goes on with the one above (merged cells)."""
    themes: dict[str, Noeud] = {}
    erreurs: list[Erreur] = []
    courant = ""
    for lue in lues:
        courant = lue.theme.code or courant
        theme = themes.get(courant)
        if theme is None:
            theme = themes[courant] = bloc(
                lue.ligne, {cle: getattr(lue.theme, cle) for cle in DU_THEME.values()}
            )
            theme.valeur["code"].valeur = courant
            theme.valeur["questions"] = Noeud(lue.ligne, [])
            theme.lignes["questions"] = lue.ligne
        erreurs += _contredits(theme, lue)
        question = {cle: getattr(lue, cle) for cle in DE_LA_QUESTION}
        theme.valeur["questions"].valeur.append(bloc(lue.ligne, question))
    if not lues and not erreurs:
        raise refus("ce tableau n’a aucune question sous ses titres de colonnes")
    return Noeud(1, list(themes.values())), erreurs


def _contredits(theme: Noeud, lue: QuestionDeLigne) -> Iterator[Erreur]:
    for colonne, cle in DU_THEME.items():
        dit, deja = getattr(lue.theme, cle), theme.valeur[cle]
        if dit and not deja.valeur:
            deja.valeur = dit
        elif dit and dit != deja.valeur:
            ici = f"{citer(dit)} ici, {citer(deja.valeur)} à la ligne {theme.ligne}"
            yield Erreur(lue.ligne, citer(colonne), f"un même thème dit deux choses : {ici}")


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
