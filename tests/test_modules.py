"""docs/modules.md says each file of the house in one line, as its own first sentence does.

« make modules » writes it again.
"""

import ast
import os
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

pytestmark = pytest.mark.pur
RACINE = Path(__file__).resolve().parent.parent
PAGE = RACINE / "docs" / "modules.md"
PAQUETS = ("pasapas", "fresque", "diagnostic", "fiches", "bilan")
TETE = """# Every file in one line

Made by `make modules` from the first sentence of each file, with the names in capitals that it
defines (limits, lists, words); `tests/test_modules.py` holds it to them. By question rather than
by place: [ARCHITECTURE.md](../ARCHITECTURE.md). Migrations, and pieces of a page that say nothing,
are not here.
"""
COMMENTAIRES = {
    ".js": re.compile(r"((?://[^\n]*\n)+)"),
    ".css": re.compile(r"/\*(.*?)\*/", re.DOTALL),
    ".html": re.compile(
        r"(?:\{% extends [^\n]*\n)?\{% comment %\}(.*?)\{% endcomment %\}", re.DOTALL
    ),
    ".txt": re.compile(r"\{% comment %\}(.*?)\{% endcomment %\}", re.DOTALL),
}
PHRASE = re.compile(r"(.+?[.?])(?:\s(?=[A-Z«`])|$)")


def premiere_phrase(texte: str) -> str:
    """The first sentence; the first paragraph, when it is one sentence without an end."""
    paragraphe = " ".join(texte.split("\n\n")[0].split())
    trouve = PHRASE.match(paragraphe)
    return (trouve[1] if trouve else paragraphe).rstrip(".")


def majuscules(arbre: ast.Module) -> Iterator[str]:
    """The constants of a module."""
    for noeud in arbre.body:
        cibles = noeud.targets if isinstance(noeud, ast.Assign) else []
        cibles = [noeud.target] if isinstance(noeud, ast.AnnAssign) else cibles
        for cible in cibles:
            for nom in ast.walk(cible):
                if isinstance(nom, ast.Name) and re.fullmatch(r"[A-Z][A-Z0-9_]+", nom.id):
                    yield nom.id


def d_un_module(chemin: Path) -> str:
    arbre = ast.parse(chemin.read_text(encoding="utf-8"))
    phrase = premiere_phrase(ast.get_docstring(arbre) or "")
    noms = ", ".join(f"`{nom}`" for nom in dict.fromkeys(majuscules(arbre)))
    return f"{phrase} ({noms})" if noms else phrase


def d_un_autre(chemin: Path) -> str:
    trouve = COMMENTAIRES[chemin.suffix].match(chemin.read_text(encoding="utf-8"))
    return premiere_phrase(re.sub(r"^ ?// ?", "", trouve[1], flags=re.M)) if trouve else ""


def fichiers() -> Iterator[Path]:
    """Folder by folder."""
    for dossier in (*PAQUETS, "static/js", "static/css", "templates"):
        tous = (RACINE / dossier).rglob("*")
        dits = (c for c in tous if c.suffix in {".py", *COMMENTAIRES})
        siens = (c for c in dits if "migrations" not in c.parts)
        yield from sorted(siens, key=lambda c: (c.parent.parts, c.name))


def page() -> str:
    morceaux = [TETE]
    for dossier, chemins in groupby(fichiers(), key=lambda c: c.parent):
        lignes, du_dossier = [], ""
        for chemin in chemins:
            dit = d_un_module(chemin) if chemin.suffix == ".py" else d_un_autre(chemin)
            if chemin.name == "__init__.py":
                du_dossier = dit
            elif dit:
                lignes.append(f"- `{chemin.name}` {dit}")
        if lignes or du_dossier:
            titre = f"## {dossier.relative_to(RACINE).as_posix()}"
            morceaux.append(
                "\n\n".join(filter(None, [titre, du_dossier, "\n".join(lignes)])) + "\n"
            )
    return "\n".join(morceaux)


def test_chaque_fichier_en_une_ligne() -> None:
    if os.environ.get("PASAPAS_MODULES") == "ecrire":
        PAGE.write_text(page(), encoding="utf-8")
    assert PAGE.read_text(encoding="utf-8") == page(), "à récrire : make modules"


def test_chaque_module_dit_sa_raison() -> None:
    muets = [c for c in fichiers() if c.suffix == ".py" and c.stat().st_size and not d_un_module(c)]
    assert not [str(c.relative_to(RACINE)) for c in muets]


@pytest.mark.parametrize(
    ("texte", "phrase"),
    [
        ("One thing. And another.", "One thing"),
        ("Closing: results are kept,\nwith them. More.", "Closing: results are kept, with them"),
        ("Read by fresque/x.py alone", "Read by fresque/x.py alone"),
        ("Who may?\n\nMore.", "Who may?"),
    ],
)
def test_une_phrase(texte: str, phrase: str) -> None:
    assert premiere_phrase(texte) == phrase
