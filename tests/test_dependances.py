"""Each dependency we name is locked everywhere it is installed, and says what it is for."""

import re
import tomllib
from pathlib import Path

import pytest

pytestmark = pytest.mark.pur

RACINE = Path(__file__).resolve().parent.parent
PROJET = tomllib.loads((RACINE / "pyproject.toml").read_text())["project"]
POUR = PROJET["optional-dependencies"]
TOUTES = {*PROJET["dependencies"], *(une for unes in POUR.values() for une in unes)}
AILLEURS = {"ical.js"}  # of npm


def nom(dite: str) -> str:
    return re.split(r"[\[<>=!~ ]", dite)[0].lower().replace("_", "-")


@pytest.mark.parametrize(
    ("verrou", "dites"),
    [
        ("requirements.lock", PROJET["dependencies"]),
        ("requirements-erreurs.lock", POUR["erreurs"]),
        ("requirements-s3.lock", POUR["s3"]),
        ("requirements-s3-essai.lock", POUR["s3-essai"]),
        ("requirements-dev.lock", [*PROJET["dependencies"], *POUR["dev"]]),
        ("requirements-demain.lock", [*PROJET["dependencies"], *POUR["dev"]]),
    ],
)
def test_un_verrou_tient_toutes_les_dependances(verrou: str, dites: list[str]) -> None:
    tenues = re.findall(r"^([\w.-]+)[\[=]", (RACINE / verrou).read_text(), re.MULTILINE)
    assert {*map(nom, dites)} - {*map(nom, tenues)} == set()


def test_chaque_dependance_dit_pourquoi_et_aucune_autre() -> None:
    lignes = re.findall(
        r"^\| ([^|]+) \|", (RACINE / "docs/dependances.md").read_text(), re.MULTILINE
    )
    cases = [re.sub(r"\(.*?\)", "", ligne) for ligne in lignes if ligne != "paquet"]
    dites = {nom(une.strip()) for case in cases for une in case.split(",")}
    assert dites - AILLEURS == {*map(nom, TOUTES)}
