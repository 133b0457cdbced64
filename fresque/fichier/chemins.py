"""Places of a file, and what stands there: bare values, of the right kind or not."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

from pasapas.lecture.messages import Chemin

Reproche = tuple[Chemin, str]
Bloc = dict[str, Any]
CHAQUE = "*"
ISO = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")


A1, A2, FICHES, BILANS = (
    "projet.annexe_1",
    "projet.annexe_2",
    "projet.annexe_3.fiches.*",
    "projet.annexe_4.*",
)


def trouver(racine: Any, cherche: str, chemin: Chemin = ()) -> Iterator[tuple[Chemin, Any]]:
    """Every value whose path follows the pattern; what has not that shape is passed over."""
    yield from _suivre(racine, cherche.split("."), chemin)


def _suivre(racine: Any, cherche: list[str], chemin: Chemin) -> Iterator[tuple[Chemin, Any]]:
    if not cherche:
        yield chemin, racine
    elif cherche[0] == CHAQUE:
        if isinstance(racine, list):
            for rang, valeur in enumerate(racine):
                yield from _suivre(valeur, cherche[1:], (*chemin, rang))
    elif isinstance(racine, dict) and cherche[0] in racine:
        yield from _suivre(racine[cherche[0]], cherche[1:], (*chemin, cherche[0]))


def blocs(racine: Any, cherche: str, chemin: Chemin = ()) -> Iterator[tuple[Chemin, Bloc]]:
    """As ``trouver``, for blocks: anything else is the schema's affair."""
    for ici, valeur in trouver(racine, cherche, chemin):
        if isinstance(valeur, dict):
            yield ici, valeur


def valeurs(racine: Any, cherche: str) -> Iterator[tuple[Chemin, Any]]:
    """As ``blocs``, for the plain, filled values."""
    for chemin, valeur in trouver(racine, cherche):
        if valeur not in (None, "") and type(valeur) in (str, int):
            yield chemin, valeur


def iso(valeur: Any) -> str:
    """A date or a month as a text that sorts; empty when it is neither."""
    texte = valeur.isoformat() if isinstance(valeur, dt.date) else valeur
    return texte if isinstance(texte, str) and ISO.fullmatch(texte) else ""
