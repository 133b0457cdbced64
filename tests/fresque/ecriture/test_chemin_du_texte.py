"""How far a text walks, from the view that receives it to the fragment that shows it.

A stop is a function that holds the text; a climb, a call from one floor of the contracts up to a
higher one (a wrapper is no floor: whoever reads goes from the caller to what it wraps). Whoever
opens this house follows both: they stay few.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.conf import settings

from fiches.models import Etape
from pasapas.models import Projet
from tests.mur import remplir
from tests.personnes import Visiteur

pytestmark = [pytest.mark.django_db, pytest.mark.une_base]
ARRETS = 28
RACINE = Path(settings.BASE_DIR)
TEXTE = "Un tutorat pour chaque arrivée"
Lieu = tuple[str, str]


def etages() -> dict[str, tuple[int, int]]:
    """The floor of each module, as the contracts say: the lowest is 0."""
    regles = tomllib.loads((RACINE / "pyproject.toml").read_text())["tool"]["importlinter"]
    sol, annexes = [c["layers"] for c in regles["contracts"] if c["type"] == "layers"][:2]
    noms = [re.findall(r"[\w.]+", ligne) for ligne in reversed(sol)]
    pieces = [re.findall(r"[\w.]+", ligne) for ligne in reversed(annexes)]
    connus = {nom: (rang, 0) for rang, ligne in enumerate(noms) for nom in ligne}
    for app in ("fresque", "diagnostic", "fiches", "bilan"):
        for rang, ligne in enumerate(pieces):
            connus |= {f"{app}.{piece}": (connus[app][0], rang) for piece in ligne}
    return connus


def etage(module: str, connus: dict[str, tuple[int, int]]) -> tuple[int, int]:
    noms = module.split(".")
    return next(
        (connus[nom] for fin in range(len(noms), 0, -1) if (nom := ".".join(noms[:fin])) in connus),
        (0, 0),
    )


def porte(valeur: Any, profondeur: int = 3) -> bool:
    if isinstance(valeur, str):
        return TEXTE in valeur
    if isinstance(valeur, dict):
        valeur = list(valeur.values())
    dedans = isinstance(valeur, list | tuple) and profondeur
    return bool(dedans) and any(porte(v, profondeur - 1) for v in valeur)


class Marche:
    """What ran, from ``depart`` down: functions of the house only."""

    def __init__(self, depart: str) -> None:
        self.depart, self.connus = depart, etages()
        self.pile: list[Lieu] = []
        self.arrets: dict[Lieu, None] = {}
        self.montees: dict[tuple[Lieu, Lieu], None] = {}

    def voir(self, cadre: FrameType, moment: str, rendu: Any) -> None:
        fichier = Path(cadre.f_code.co_filename)
        if moment not in {"call", "return"} or not self._maison(fichier):
            return
        module = ".".join(fichier.relative_to(RACINE).with_suffix("").parts)
        lieu = (module, cadre.f_code.co_qualname)
        if moment == "call" and (self.pile or f"{module}.{lieu[1]}" == self.depart):
            dessous = next((vu for vu in reversed(self.pile) if "<locals>" not in vu[1]), lieu)
            if self._haut(lieu) > self._haut(dessous):
                self.montees[dessous, lieu] = None
            self.pile.append(lieu)
        elif moment == "return" and self.pile:
            if not lieu[1].endswith(">") and porte([*cadre.f_locals.values(), rendu]):
                self.arrets[lieu] = None
            self.pile.pop()

    def _maison(self, fichier: Path) -> bool:
        return RACINE in fichier.parents and not {"tests", ".venv"} & set(fichier.parts)

    def _haut(self, lieu: Lieu) -> tuple[int, int]:
        return etage(lieu[0], self.connus)


@contextmanager
def suivre(depart: str) -> Iterator[Marche]:
    marche = Marche(depart)
    sys.setprofile(marche.voir)
    try:
        yield marche
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize(
    ("vue", "adresse", "champ", "montees"),
    [
        ("modifier", "objectif/modifier/", "objectif", 3),
        ("ligne", "etapes/lignes/{}/", "intitule", 4),  # a column of its own reads its value too
    ],
)
def test_un_texte_fait_peu_d_arrets(
    projet: Projet, animatrice: Visiteur, vue: str, adresse: str, champ: str, montees: int
) -> None:
    remplir(projet, 1)
    etape = Etape.objects.de(projet).get(fiche__numero=1)
    url = f"/projets/{projet.slug}/planches/fiche-1/{adresse.format(etape.pk)}"
    depart = {"champ": champ, f"base-{champ}": getattr(etape, champ, "Texte")}
    animatrice.htmx("post", url, {**depart, champ: "Un"})
    with suivre(f"fresque.views.encarts.{vue}") as marche:
        saisie = {"champ": champ, f"base-{champ}": "Un", champ: TEXTE}
        reponse = animatrice.htmx("post", url, saisie)
    assert TEXTE in reponse.content.decode()
    assert {"pasapas.ecriture.changements", "fresque.views.rendu"} <= {m for m, _ in marche.arrets}
    assert len(marche.arrets) <= ARRETS, list(marche.arrets)
    assert len(marche.montees) <= montees, list(marche.montees)
