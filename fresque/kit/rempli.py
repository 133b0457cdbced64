"""« Voir une fresque remplie »: the example of the repository as frozen values.

They are kept in a file beside the example's own: nobody has a row in the database, nobody gets a
right, and nothing is read but that file, once in each process. ``make exemple`` writes it again,
and a test compares it with what the example gives today.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from fresque.apercu.valeurs import Mur
from pasapas.valeurs.encarts import Encart, Ligne
from pasapas.valeurs.planches import Planche, voisines

FICHIER = Path(__file__).parents[1] / "exemple" / "fresque-remplie.json"
# Keys of rows that are in no database here; addresses of a fresque that is not there.
SANS = {"pk": 0, "participant": 0, "url": "", "figures": ()}
# Of a box and of its rows, what a page to look at shows: how one writes there is no part of it.
VUS = {
    Encart: {"nom", "titre", "genre", "texte", "lignes", "postits", "hors_kit"},
    Ligne: {"champs", "etat", "etat_libelle", "numero", "renvoi"},
}
IGNORES = {Encart: {}, Ligne: {"objet": "", "pk": 0}}


@dataclass(frozen=True)
class Rempli:
    """The wall of the example, and each of its sheets."""

    mur: Mur
    planches: tuple[Planche, ...]

    @cached_property
    def par_code(self) -> Mapping[str, Planche]:
        return {planche.code: planche for planche in self.planches}

    def voisines(self, code: str) -> tuple[Planche | None, Planche | None]:
        return voisines(self.planches, code)


@cache
def _forme() -> "TypeAdapter[Rempli]":
    return TypeAdapter(Rempli)


@cache
def rempli() -> Rempli:
    return _forme().validate_json(FICHIER.read_bytes())


def ecrire(tout: Rempli) -> bytes:
    """What the file holds: whatever hangs on one database left out."""
    return _forme().dump_json(_detacher(tout), indent=1, exclude_defaults=True) + b"\n"


def _detacher(valeur: Any) -> Any:
    if isinstance(valeur, tuple):
        return tuple(_detacher(une) for une in valeur)
    if not is_dataclass(valeur):
        return valeur
    genre: Any = type(valeur)
    vus = VUS.get(genre, {champ.name for champ in fields(valeur) if champ.init})
    dits: dict[str, Any] = {nom: SANS.get(nom, _detacher(getattr(valeur, nom))) for nom in vus}
    if "renvoi" in dits:  # the row it names has no key here: its sheet is what is left
        dits["renvoi"] = dits["renvoi"].partition("--")[0]
    if dits.get("pour") is not None:
        dits["pour"] = 0
    return genre(**IGNORES.get(genre, {}), **dits)
