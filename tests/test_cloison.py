"""The wall between fresques: what a request cannot read, and what our code may not write."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from pasapas.models import Etablissement, Projet, User
from pasapas.models.cloison import Cloisonnee
from pasapas.serveur.checks import MAISON

pytestmark = pytest.mark.pur
RACINE = Path(__file__).resolve().parent.parent
# What names the rows: a projet, a person, a row, a reason; or what makes them.
NOMMENT = {"de", "du_compte", "celle", "sans_projet"}
NOMMENT |= {"create", "bulk_create", "bulk_update", "none"}
# A whole table at once, of one person’s rows or of none: its own tests walk every column.
TABLES_ENTIERES = {
    "fresque/donnees/registre.py",
    "fresque/fichier/passage.py",  # any kind of row: ``_lire`` names the projet
    "pasapas/travaux/bail.py",  # the row in hand, whatever its kind
}
DETOURS = {"_base_manager", "_default_manager", "raw"}
# Asks again, word for word, what a queryset of our own code asked, its rows named there.
REDITES = {"pasapas/serveur/preparee.py"}


def modeles() -> list[type[models.Model]]:
    return [modele for modele in apps.get_models() if modele._meta.app_label in MAISON]


def tient_a_un_projet(modele: type[models.Model], vus: frozenset = frozenset()) -> bool:
    """Does a chain of foreign keys lead from this row to a projet or to an établissement?"""
    if modele in (Projet, Etablissement):
        return True
    suivants = {
        c.related_model for c in modele._meta.concrete_fields if c.many_to_one or c.one_to_one
    }
    suivants = {m for m in suivants if m and m._meta.app_label in MAISON and m not in vus}
    return any(tient_a_un_projet(suivant, vus | {modele}) for suivant in suivants)


def test_toute_ligne_d_une_fresque_est_derriere_la_cloison() -> None:
    for modele in modeles():
        assert issubclass(modele, Cloisonnee) == tient_a_un_projet(modele), modele.__name__


DU_PAPIER = {"pdf", "fichier"}  # the objects of a PDF file are no rows
PARTAGES = {m.__name__ for m in apps.get_models() if not issubclass(m, Cloisonnee)}
LIENS = {
    champ.name
    for modele in modeles()
    for champ in modele._meta.concrete_fields
    if champ.related_model
    and (issubclass(champ.related_model, Cloisonnee) or champ.related_model is User)
}


def lectures(fichier: Path) -> Iterator[tuple[int, str, bool]]:
    """Each ``X.objects...`` of a file: its line, X, and whether its rows are named."""
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    parents = {enfant: noeud for noeud in ast.walk(arbre) for enfant in ast.iter_child_nodes(noeud)}
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.Attribute) and noeud.attr == "objects":
            yield noeud.lineno, ast.unparse(noeud.value), any(_maillons(noeud, parents))


def _maillons(noeud: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[bool]:
    """Walk up ``.a(...).b(...)``: does each link name the rows?"""
    while isinstance(parents.get(noeud), ast.Attribute | ast.Call):
        noeud = parents[noeud]
        if isinstance(noeud, ast.Attribute) and noeud.attr in NOMMENT:
            yield True
        if isinstance(noeud, ast.Call):
            yield any(_nomme(mot.arg or "") for mot in noeud.keywords)


def _nomme(cle: str) -> bool:
    """``campagne``, ``passation__campagne``, ``projet__in``: a key to what is in hand."""
    morceaux = cle.removesuffix("__in").split("__")
    return morceaux[-1].removesuffix("_id") in LIENS


def code() -> Iterator[Path]:
    for dossier in MAISON:
        for fichier in sorted((RACINE / dossier).rglob("*.py")):
            if "migrations" not in fichier.parts and fichier.name != "cloison.py":
                yield fichier


def test_notre_code_nomme_toujours_ses_lignes() -> None:
    fautes = [
        f"{fichier.relative_to(RACINE)}:{ligne} {modele}.objects"
        for fichier in code()
        if str(fichier.relative_to(RACINE)) not in TABLES_ENTIERES | REDITES
        for ligne, modele, nommees in lectures(fichier)
        if not nommees and modele.split(".")[-1] not in PARTAGES | DU_PAPIER
    ]
    assert fautes == []


def test_notre_code_ne_contourne_pas_la_cloison() -> None:
    fautes = [
        f"{fichier.relative_to(RACINE)}:{noeud.lineno} {noeud.attr}"
        for fichier in code()
        if str(fichier.relative_to(RACINE)) not in REDITES
        for noeud in ast.walk(ast.parse(fichier.read_text(encoding="utf-8")))
        if isinstance(noeud, ast.Attribute) and noeud.attr in DETOURS
    ]
    assert fautes == []
