"""What a refusal says: the line, where in the file, and what was expected, in French."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

Chemin = tuple[str | int, ...]

FEMININS = {
    "communications",
    "contraintes",
    "etapes",
    "fiches",
    "inspirations",
    "intentions",
    "passations",
    "personnes",
    "pistes_action",
    "questions",
    "reponses",
    "rubriques_ajoutees",
    "suites",
    "syntheses",
}
MONTREES = 200  # errors kept and printed; the rest is counted: it would weigh on everybody
SUGGESTIONS = 60  # unknown keys for which a known one is looked for


@dataclass(frozen=True, slots=True)
class Erreur:
    """One reason to refuse a file. ``ligne`` counts from 1; None when no line is at fault."""

    ligne: int | None
    chemin: str
    message: str

    def __str__(self) -> str:
        lieu = ", ".join(
            part for part in (f"ligne {self.ligne}" if self.ligne else "", self.chemin) if part
        )
        return f"{lieu} : {self.message}" if lieu else self.message


class RapportErreurs(Exception):
    """A file was refused, for all these reasons at once. Nothing was written."""

    def __init__(self, erreurs: Iterable[Erreur]) -> None:
        uniques = dict.fromkeys(erreurs)
        rangees = sorted(uniques, key=lambda e: (e.ligne or 0, e.chemin, e.message))
        self.erreurs = tuple(rangees[:MONTREES])
        self.nombre = len(rangees)
        super().__init__(str(self))

    def __str__(self) -> str:
        nombre = self.nombre
        titre = "1 erreur" if nombre == 1 else f"{nombre} erreurs"
        lignes = [f"Fichier refusé, rien n’a été écrit : {titre}."]
        lignes += [f"- {erreur}" for erreur in self.erreurs]
        if nombre > MONTREES:
            reste = nombre - MONTREES
            lignes.append(f"- … et {reste} autre{'s erreurs' if reste > 1 else ' erreur'}.")
        return "\n".join(lignes)


def refus(message: str, ligne: int | None = None) -> RapportErreurs:
    """One reason is enough: nothing more is read."""
    return RapportErreurs([Erreur(ligne, "", message)])


def dire_chemin(chemin: Chemin) -> str:
    """« projet > annexe_3 > fiches > 2e > etapes > 1re > realisee_le »."""
    mots: list[str] = []
    liste = ""
    for pas in chemin:
        if isinstance(pas, int):
            premier = "1re" if liste in FEMININS else "1er"
            mots.append(premier if pas == 0 else f"{pas + 1}e")
        else:
            mots.append(citer(pas, 60) if not pas.isidentifier() else pas[:60])
            liste = pas
    return " > ".join(mots)


def citer(valeur: str, longueur: int = 40) -> str:
    """The text as read, between quotation marks, cut short and on one line."""
    court = valeur if len(valeur) <= longueur else valeur[: longueur - 1] + "…"
    lisible = "".join(c if c.isprintable() else "�" for c in court.replace("\n", " "))
    return f"« {lisible} »"


def dire_lu(valeur: Any) -> str:
    """What stands in the file, in words."""
    if valeur is None:
        return "rien"
    if isinstance(valeur, bool):
        return f"« {'true' if valeur else 'false'} »"
    if isinstance(valeur, list | tuple):
        return "une liste" if valeur else "une liste vide"
    if isinstance(valeur, Mapping | BaseModel):
        return "un bloc de clés"
    return citer(str(valeur))


def attendu(quoi: str, valeur: Any) -> str:
    return f"attendu {quoi}, lu {dire_lu(valeur)}"


def clef_inconnue(clef: str, connues: Iterable[str], cherche: bool = True) -> str:
    """Refuse a key, and name the nearest one that exists."""
    connues = list(connues)
    if not connues:
        return f"clé inconnue {citer(clef)}"
    if cherche and len(clef) <= 60:
        proches = difflib.get_close_matches(clef.lower(), connues, n=1, cutoff=0.6)
        if proches:
            return f"clé inconnue {citer(clef)} ; vouliez-vous écrire « {proches[0]} » ?"
    return f"clé inconnue {citer(clef)} ; clés possibles : {', '.join(connues)}"


def traduire(erreur: Mapping[str, Any], connues: Iterable[str], cherche: bool = True) -> str:
    """One error of pydantic in a plain French sentence."""
    lu, contexte = erreur.get("input"), erreur.get("ctx", {})
    match erreur["type"]:
        case "missing":
            return f"il manque la clé « {erreur['loc'][-1]} »"
        case "extra_forbidden":
            return clef_inconnue(str(erreur["loc"][-1]), connues, cherche)
        case "string_type":
            if isinstance(lu, int) or hasattr(lu, "as_tuple"):
                return f"{attendu('un texte', lu)} : mettez-le entre guillemets"
            return attendu("un texte", lu)
        case "int_type" | "int_parsing":
            return attendu("un nombre entier", lu)
        case "bool_type":
            return attendu("true ou false", lu)
        case "list_type" | "tuple_type":
            return f"{attendu('une liste', lu)} (une ligne par élément, précédée d’un tiret)"
        case "model_type" | "model_attributes_type" | "dict_type":
            return attendu("un bloc de clés", lu)
        case "greater_than_equal":
            return attendu(f"un nombre d’au moins {contexte['ge']}", lu)
        case "less_than_equal":
            return attendu(f"un nombre d’au plus {contexte['le']}", lu)
        case _:
            return erreur["msg"]
