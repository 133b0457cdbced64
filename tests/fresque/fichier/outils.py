"""What the tests of « Un projet est un fichier » share: the two examples, and their report."""

import copy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from fresque.fichier import RapportErreurs, lire

RACINE = Path(__file__).parents[3]
EXEMPLE = RACINE / "fresque" / "exemple" / "projet-exemple.yaml"
HOSTILE = Path(__file__).parent / "projet-hostile.yaml"

MINIMAL = """\
version: 1
etablissement:
  nom: MECS Les Tilleuls
projet:
  id: les-tilleuls
"""


# Texts that a careless reader or writer would change.
TEXTES = {
    "doubles_espaces": "Deux  espaces   partout",
    "espaces_autour": "  avant et après  ",
    "retours_a_la_fin": "une ligne\n\n\n",
    "retour_au_debut": "\n\nune ligne",
    "lignes_d_espaces": "a\n   \nb\n\t\nc",
    "puces_decalees": "• une\n    • deux\n\n▪ trois",
    "formule": "=CMD('calc')!A1",
    "non": "Non",
    "nombre": "72",
    "booleen_1_1": "yes",
    "date": "2025-02-17",
    "nul": "null",
    "tabulations": "\ta\tb\t",
    "puce_de_traitement_de_texte": "\uf0b7 une puce",
    "emoji": "👩🏽‍👧‍👦 ☺︎",
    "droite_a_gauche": "מרכז הגנה على الطفل \u202eenvers\u202c",
    "separateurs": "a\u0085b\u2028c\u2029d\ufeffe\u00a0f",
    "guillemets": "\"'\\ « oui » # pas un commentaire: ni une clé, - ni une liste",
    "debut_de_document": "---\n...\n%YAML",
    "accent_decompose": "e\u0301 é",
    "long": "Un texte d'une seule ligne. " * 714,
    "long_en_lignes": "• Une ligne, avec : deux-points\n" * 625,
}


def source(chemin: Path) -> Any:
    """What one of the two examples says, to be changed at will."""
    return copy.deepcopy(_lue(chemin))


@cache
def _lue(chemin: Path) -> Any:
    return yaml.load(chemin.read_bytes(), Loader=yaml.CSafeLoader)


def ecrite(source: Any) -> str:
    """As a file: libyaml writes what PyYAML would, ten times faster."""
    return yaml.dump(source, Dumper=yaml.CSafeDumper, allow_unicode=True)


def rapport(texte: str | bytes) -> list[str]:
    """What is reproached to a file, line by line; nothing when it can be read."""
    octets = texte.encode() if isinstance(texte, str) else texte
    try:
        lire(octets)
    except RapportErreurs as refus:
        return [str(erreur) for erreur in refus.erreurs]
    return []


def sans_donnees_de_demo(texte: str) -> Any:
    """A file as YAML's own reader sees it, less what an export never holds."""
    donnees = yaml.safe_load(texte)
    donnees.pop("portefeuille", None)
    campagnes = donnees["projet"].get("annexe_2", {}).get("campagne") or []
    for campagne in campagnes if isinstance(campagnes, list) else [campagnes]:
        campagne.pop("resultats", None)
        for passation in campagne["passations"]:
            if passation["mode"] == "individuelle":
                passation.pop("reponses", None)
    return donnees
