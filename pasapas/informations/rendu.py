"""Plain text as titles, paragraphs and lists: values for a template, never HTML."""

import re
from dataclasses import dataclass

from pasapas.valeurs.textes import insecables

A_COMPLETER = re.compile(r"(\[À COMPLÉTER[^\]\n]*\])")


@dataclass(frozen=True, slots=True)
class Morceau:
    texte: str
    a_completer: bool


Alinea = tuple[Morceau, ...]


@dataclass(frozen=True, slots=True)
class Bloc:
    """``genre``: « titre », « liste » or « texte »."""

    genre: str
    lignes: tuple[Alinea, ...]


def blocs(texte: str) -> tuple[Bloc, ...]:
    """« # » opens a title, « - » an item; an empty line ends a paragraph."""
    trouves: list[tuple[str, list[str]]] = []
    for ligne in [*texte.splitlines(), ""]:
        genre, contenu = _lire(ligne.strip())
        suite = trouves and trouves[-1][0] == genre and genre in {"liste", "texte"}
        if suite:
            trouves[-1][1].append(contenu)
        else:
            trouves.append((genre, [contenu]))
    return tuple(
        Bloc(genre, tuple(_morceaux(ligne) for ligne in lignes))
        for genre, lignes in trouves
        if genre != "vide"
    )


def _lire(ligne: str) -> tuple[str, str]:
    if not ligne:
        return "vide", ""
    if ligne.startswith("#"):
        return "titre", ligne.lstrip("# ")
    if ligne.startswith(("- ", "* ")):
        return "liste", ligne[2:].strip()
    return "texte", ligne


def _morceaux(ligne: str) -> Alinea:
    morceaux = (m for m in A_COMPLETER.split(insecables(ligne)) if m)
    return tuple(Morceau(m, bool(A_COMPLETER.fullmatch(m))) for m in morceaux)


def reste_a_completer(texte: str) -> int:
    """How many places are still for the administrateur to fill."""
    return len(A_COMPLETER.findall(texte))
