"""One row per measure: a line of the table for people, a line of JSON for programs."""

import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Any


@dataclass(frozen=True)
class Mesure:
    """``ratio`` against ``contre``, at most ``plafond`` when there is one.

    ``juge`` is held to the ceiling in its place, when the machine was too busy for ``ratio``.

    ``detail`` holds the raw numbers; they depend on the machine, the ratio much less.
    """

    mesure: str
    base: str
    ratio: float
    contre: str
    plafond: float | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    juge: float | None = None

    @property
    def tenu(self) -> bool:
        return self.plafond is None or self.retenu <= self.plafond

    @property
    def retenu(self) -> float:
        return self.ratio if self.juge is None else self.juge

    def to_json(self) -> str:
        valeurs = {
            "mesure": self.mesure,
            "base": self.base,
            "ratio": round(self.ratio, 3),
            "contre": self.contre,
            "plafond": self.plafond,
            "tenu": self.tenu,
            "juge": self.juge,
            **self.detail,
        }
        return json.dumps(valeurs, ensure_ascii=False)


COLONNES = ("mesure", "base", "ratio", "plafond", "tenu", "contre", "détail")


def _cellules(mesure: Mesure) -> tuple[str, ...]:
    plafond = "" if mesure.plafond is None else _nombre(mesure.plafond)
    tenu = "" if mesure.plafond is None else ("oui" if mesure.tenu else "NON")
    if tenu and mesure.juge is not None:
        tenu += " (processeur)"
    detail = ", ".join(f"{nom} {_nombre(valeur)}" for nom, valeur in mesure.detail.items())
    return (
        mesure.mesure,
        mesure.base,
        _nombre(mesure.ratio),
        plafond,
        tenu,
        mesure.contre,
        detail.replace("_", " "),
    )


def _nombre(valeur: object) -> str:
    """Three significant digits, with the French comma."""
    if not isinstance(valeur, float):
        return str(valeur)
    if valeur >= 100:
        return f"{valeur:.0f}"
    return f"{valeur:.3g}".replace(".", ",")


def write_table(mesures: Iterable[Mesure]) -> str:
    """A table that reads in a terminal and in Markdown."""
    rangees = [COLONNES, *map(_cellules, mesures)]
    largeurs = [max(map(len, colonne)) for colonne in zip(*rangees, strict=True)]
    lignes = [
        "| " + " | ".join(c.ljust(n) for c, n in zip(rangee, largeurs, strict=True)) + " |"
        for rangee in rangees
    ]
    lignes.insert(1, "|" + "|".join("-" * (largeur + 2) for largeur in largeurs) + "|")
    return "\n".join(lignes)


def publish(mesures: list[Mesure], conditions: str, fichier: Path) -> bool:
    """Print everything and keep the JSON lines in ``fichier``. True when every ceiling holds."""
    lignes = "".join(f"{mesure.to_json()}\n" for mesure in mesures)
    fichier.parent.mkdir(parents=True, exist_ok=True)
    fichier.write_text(lignes)
    sys.stdout.write(f"\n{conditions}\n\n{write_table(mesures)}\n\n{lignes}\n")
    manques = [mesure for mesure in mesures if not mesure.tenu]
    for manque in manques:
        sys.stdout.write(
            f"✗ {manque.mesure} ({manque.base}) : {_nombre(manque.retenu)}, "
            f"plafond {_nombre(manque.plafond)}\n"
        )
    if mesures and not manques:
        sys.stdout.write("✓ Tous les plafonds sont tenus.\n")
    return bool(mesures) and not manques


def dire(texte: str) -> None:
    sys.stderr.write(f"{texte}\n")
    sys.stderr.flush()


def interrompre(signum: int, cadre: FrameType | None) -> None:
    """For SIGTERM: what was measured is published, what was started is ended."""
    raise KeyboardInterrupt
