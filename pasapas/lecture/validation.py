"""What a file holds against what its format knows: each fault at its place, in French."""

from collections.abc import Iterator
from itertools import chain
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from pasapas.lecture.messages import SUGGESTIONS, Chemin, traduire

Modele = TypeVar("Modele", bound=BaseModel)
Reproche = tuple[Chemin, str]


def valider(modele: type[Modele], nu: Any) -> tuple[Modele | None, list[Reproche]]:
    """The block read as ``modele``, or None and everything that does not fit."""
    try:
        return modele.model_validate(nu), []
    except ValidationError as exc:
        suggestions = 0
        reproches = []
        for faute in exc.errors(include_url=False):
            chemin: Chemin = faute["loc"]
            connues: list[str] = []
            if faute["type"] == "extra_forbidden":
                suggestions += 1
                connues = list(clefs_de(modele, chemin[:-1]))
            message = traduire(faute, connues, cherche=suggestions <= SUGGESTIONS)
            manque = faute["type"] == "missing"
            reproches.append((chemin[:-1] if manque else chemin, message))
        return None, reproches


def clefs_de(modele: type[BaseModel] | None, chemin: Chemin) -> Iterator[str]:
    """The keys the format knows at a place of the file."""
    for pas in chemin:
        if isinstance(pas, int):
            continue
        champ = modele.model_fields.get(pas) if modele else None
        modele = _modele_de(champ.annotation) if champ else None
    return iter(modele.model_fields if modele else ())


def _modele_de(annotation: Any) -> type[BaseModel] | None:
    """The block a key holds, alone, in a list, or absent."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    trouves = chain.from_iterable([_modele_de(partie)] for partie in get_args(annotation))
    return next((modele for modele in trouves if modele), None)
