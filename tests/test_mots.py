"""The words of the pages are those of people who come in tired: what each one stands for is in the
glossary, and some words of ours never leave the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.pur
RACINE = Path(__file__).resolve().parent.parent
BANNIS = re.compile(
    r"cases? peintes?|voix collectives?|donne\w* (?:la|leur|sa|cette|une) voix|voix donnée"
    r"|secondes? preuves?|garder une copie|\brecueils?\b",
    re.IGNORECASE,
)
# What only those who run the server read, or only a machine; words of a constraint.
AILLEURS = ("management", "models", "migrations", "fichier", "donnees", "anonymat", "residus")
HORS_TEXTE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<[^>]*>", re.DOTALL)
COMMENTAIRE = re.compile(r"\{% comment %\}.*?\{% endcomment %\}", re.DOTALL)


def dits_d_un_gabarit(source: str) -> str:
    """What a person reads of a template."""
    nu = HORS_TEXTE.sub(" ", COMMENTAIRE.sub(" ", source))
    return " ".join(nu.replace("&nbsp;", " ").split())


def dits_d_un_module(source: str) -> Iterator[str]:
    """Its sentences: strings of several words, but for docstrings and our own reasons."""
    arbre = ast.parse(source)
    tus = {id(n.value) for n in ast.walk(arbre) if isinstance(n, ast.Expr)}
    for appel in ast.walk(arbre):
        if isinstance(appel, ast.Call) and getattr(appel.func, "attr", "") == "sans_projet":
            tus |= {id(argument) for argument in appel.args}
    for noeud in ast.walk(arbre):
        if (
            isinstance(noeud, ast.Constant)
            and isinstance(noeud.value, str)
            and id(noeud) not in tus
            and " " in noeud.value
        ):
            yield noeud.value


def trouves(chemin: Path) -> list[str]:
    source = chemin.read_text(encoding="utf-8")
    dits = dits_d_un_module(source) if chemin.suffix == ".py" else [dits_d_un_gabarit(source)]
    return [mot for dit in dits for mot in BANNIS.findall(dit)]


def pages() -> Iterator[Path]:
    for motif in ("templates/**/*.html", "templates/**/*.txt", "pasapas/informations/textes/*"):
        yield from sorted(RACINE.glob(motif))
    for racine in ("pasapas", "fresque", "diagnostic", "fiches", "bilan"):
        for chemin in sorted((RACINE / racine).rglob("*.py")):
            if not set(AILLEURS) & {*chemin.parts, chemin.stem}:
                yield chemin


def test_aucune_page_ne_parle_notre_jargon() -> None:
    assert {str(p.relative_to(RACINE)): mots for p in pages() if (mots := trouves(p))} == {}


def test_le_jargon_se_trouve_ou_il_se_cache() -> None:
    assert BANNIS.findall(dits_d_un_gabarit("<p>Donner\n la&nbsp;voix</p>{# recueil #}")) == [
        "Donner la voix"
    ]
    module = '''"""Un recueil ici."""\nX = f"Ce recueil est {1} clos."\nY = "recueil"\n'''
    assert [BANNIS.findall(dit) for dit in dits_d_un_module(module)] == [["recueil"], []]
