"""One palette for the screen, the paper and the drawings: static/css/pigments.css (ADR 31)."""

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

import pytest
import tinycss2
from tinycss2.color4 import parse_color

from fresque.pdf.pigments import SOURCE, VALEUR, palette, teindre
from pasapas.serveur.checks import MAISON
from tests.couleurs import contraste

pytestmark = pytest.mark.pur

RACINE = Path(__file__).resolve().parent.parent
# What no style sheet reaches writes its colours itself, and they are the palette's all the same.
HORS_DE_PORTEE = {
    "static/img/marque.svg": "the icon of the tab is a file by itself",
    "templates/base.html": "theme-color is read by the telephone, not by the page",
    "templates/diagnostic/recueil/base.html": "theme-color too",
    "deploiement/pages/arretee.html": "shown when nothing of ours answers, style sheets included",
    "deploiement/pages/refusee.html": "the same",
}
COULEUR = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![0-9a-z_-])", re.IGNORECASE)
FONCTION = re.compile(r"\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\(\s*[\d.]", re.IGNORECASE)
BALISE = re.compile(r"{%.*?%}|{#.*?#}", re.DOTALL)
PEINTURES = r"fill|stroke|color|stop-color|flood-color|lighting-color|bgcolor|background"
PEINTURE = re.compile(rf"\b(?:{PEINTURES})\s*=\s*([\"'])(.*?)\1", re.IGNORECASE | re.DOTALL)
STYLEE = re.compile(r"\bstyle=([\"'])(.*?)\1", re.IGNORECASE | re.DOTALL)
PERMISE = re.compile(r"(none|currentColor|var\(--[a-z0-9{}. -]+\)|{{[^}]*}}|url\(#[^)]*\))*")
STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
# In a text of ours, and not the end of an address; as pages of a PDF are painted.
DITE = re.compile(rf"(?:^|[\s:;,(=]){COULEUR.pattern}", re.IGNORECASE)
OPERATEUR = re.compile(r"(?:\b[\d.]+ ){3,4}(?:rg|k)\b", re.IGNORECASE)
PEIGNENT = {"fill", "outline", "color", "colour", "background", "stroke", "dark", "light"}
ADRESSE = re.compile(r"\b(?:href|src|action|id|for|aria-[a-z]+|hx-[a-z-]+)=\"[^\"]*\"")


def couleurs_de_css(texte: str) -> Iterator[str]:
    """Every colour in a value, by the grammar of CSS: hexadecimal, function or name."""

    def marcher(morceaux: list[tinycss2.ast.Node]) -> Iterator[str]:
        for morceau in morceaux:
            lue = parse_color(morceau)
            if lue and lue != "currentcolor" and morceau.serialize().lower() != "transparent":
                yield morceau.serialize()
            elif morceau.type == "function":
                yield from marcher(morceau.arguments)
            elif morceau.type in {"url", "string"} and morceau.value.startswith("data:"):
                yield from couleurs_de_gabarit(unquote(morceau.value))
            elif morceau.type.endswith("block"):
                yield from marcher(morceau.content)

    def valeurs(regles: list[tinycss2.ast.Node]) -> Iterator[str]:
        for regle in regles:
            if regle.type == "declaration":
                yield from marcher(regle.value)
            elif regle.type in {"qualified-rule", "at-rule"} and regle.content:
                yield from valeurs(tinycss2.parse_blocks_contents(regle.content))

    yield from valeurs(tinycss2.parse_stylesheet(texte, skip_comments=True))


def couleurs_de_gabarit(texte: str) -> Iterator[str]:
    """In a template or a drawing: what paints, and what looks like a colour elsewhere."""
    for style in STYLE.findall(texte):
        yield from couleurs_de_css(style)
    for _, style in STYLEE.findall(texte):
        yield from couleurs_de_css(f"a {{ {style} }}")
    texte = ADRESSE.sub("", re.sub(r"&#\w+;", "", STYLE.sub("", texte)))
    for _, valeur in PEINTURE.findall(BALISE.sub("", texte)):
        if not PERMISE.fullmatch(valeur.strip()):
            yield valeur
    texte = PEINTURE.sub("", STYLEE.sub("", texte))
    yield from COULEUR.findall(texte)
    yield from FONCTION.findall(texte)


def couleurs_de_python(texte: str) -> Iterator[str]:
    """In the texts of a module, its docstrings apart."""
    arbre = ast.parse(texte)
    dits = {id(noeud.value) for noeud in ast.walk(arbre) if isinstance(noeud, ast.Expr)}
    for noeud in ast.walk(arbre):
        if isinstance(noeud, ast.keyword) and noeud.arg in PEIGNENT:
            nommee = noeud.value.value if isinstance(noeud.value, ast.Constant) else None
            if isinstance(nommee, str) and parse_color(nommee) and nommee[:1] != "#":
                yield nommee
        if not isinstance(noeud, ast.Constant) or id(noeud) in dits:
            continue
        if isinstance(noeud.value, str):
            for forme in (DITE, FONCTION, OPERATEUR):
                yield from (trouvee[0] for trouvee in forme.finditer(noeud.value))
            for _, valeur in PEINTURE.findall(noeud.value):
                if not PERMISE.fullmatch(valeur) and not DITE.search(valeur):
                    yield valeur


def couleurs_de_script(texte: str) -> Iterator[str]:
    for _, entre in re.findall(r"([\"'`])((?:(?!\1).)*)\1", texte):
        if FONCTION.match(entre) or parse_color(entre) not in {None, "currentcolor"}:
            yield entre
    yield from re.findall(r"\.style\.(?:color|background|border|fill|stroke)\w*", texte)


LECTEURS = {
    ".css": couleurs_de_css,
    ".html": couleurs_de_gabarit,
    ".svg": couleurs_de_gabarit,
    ".txt": couleurs_de_gabarit,
    ".py": couleurs_de_python,
    ".js": couleurs_de_script,
}


def fichiers() -> Iterator[Path]:
    for dossier in (*MAISON, "bench", "templates", "static", "deploiement"):
        for fichier in sorted((RACINE / dossier).rglob("*")):
            a_part = {"vendor", "fonts", "migrations"} & set(fichier.parts) or fichier == SOURCE
            if fichier.suffix in LECTEURS and not a_part:
                yield fichier


def ecrites(fichier: Path) -> list[str]:
    return [*LECTEURS[fichier.suffix](fichier.read_text(encoding="utf-8"))]


def test_aucune_couleur_n_est_ecrite_hors_de_la_palette() -> None:
    trouvees = {
        chemin: couleurs
        for fichier in fichiers()
        if (couleurs := ecrites(fichier))
        and (chemin := str(fichier.relative_to(RACINE))) not in HORS_DE_PORTEE
    }
    assert trouvees == {}


@pytest.mark.parametrize("chemin", HORS_DE_PORTEE)
def test_ce_qui_ne_peut_la_lire_dit_la_meme_chose(chemin: str) -> None:
    couleurs = {couleur.lower() for couleur in ecrites(RACINE / chemin)}
    assert couleurs
    assert couleurs <= set(palette().values())


@pytest.mark.parametrize(
    ("suffixe", "ecrit", "vues"),
    [
        (".css", "a#fade { color: #abc; x: 1px solid Red }", ["#abc", "Red"]),
        (
            ".css",
            "@media print { a { background: linear-gradient(rgb(1 2 3 / 4%), #12345678) } }",
            2,
        ),
        (".css", "a { --x: hsl(1 2% 3%); y: var(--z, tan); z: transparent; t: currentColor }", 2),
        (".css", 'a { content: "#fff red"; background: url("red.svg"); color: var(--encre) }', 0),
        (".html", '<path fill="red" stroke="#ABC"><a href="#fade">', 2),
        (".html", '<path fill="{% if a %}var(--a){% else %}none{% endif %}" stroke="{{ b }}">', 0),
        (".html", '<path fill="{% if a %}var(--a){% else %}white{% endif %}">', 1),
        (".html", '<meta content="#FAF6EC"> n&#160;1', 1),
        (".html", "<path fill='red' STROKE = 'blue'><p style=\"color: tan\">", 3),
        (".svg", '<path fill="#fff"/><style type="text/css">a { fill: red }</style>', 2),
        (".css", """a { background: url("data:image/svg+xml,%3Cpath fill='red'/%3E") }""", 1),
        (".py", 'A = "#ABCDEF"; B = "rgb(1, 2, 3)"; C = "<path fill=\\"blue\\">"', 3),
        (".py", 'A = "#fragment"; B = "<a href=\\"#abc\\">"; C = "/page/#fade"', 0),
        (".py", 'A = "0.3 0.26 0.24 rg"; B = f"1px solid #abc{x}"; dessiner(fill="red")', 3),
        (".py", '"""Was #fff."""', 0),
        (".js", 'a = "#fff"; b.style.color = c; d = "#bad-anchor"', 2),
        (".js", 'a.setAttribute("fill", "red"); b = "transparent mot"', 1),
    ],
)
def test_une_couleur_se_voit_sous_toutes_ses_formes(
    suffixe: str, ecrit: str, vues: int | list[str]
) -> None:
    trouvees = [*LECTEURS[suffixe](ecrit)]
    assert (trouvees if isinstance(vues, list) else len(trouvees)) == vues


def test_chaque_pigment_est_une_couleur_et_sert() -> None:
    assert [nom for nom, valeur in palette().items() if not parse_color(valeur)] == []
    source = SOURCE.read_text(encoding="utf-8")
    ailleurs = "".join(f.read_text(encoding="utf-8") for f in fichiers()) + source
    # A name may be made by a template: « var(--{{ pigment }}-lavis) ».
    assert [nom for nom, _ in VALEUR.findall(source) if f"var(--{nom})" not in ailleurs] == []


def test_chaque_pigment_demande_existe() -> None:
    """In a style sheet an unknown name would draw nothing, and nobody would be told."""
    connus = set(palette())
    for fichier in fichiers():
        texte = fichier.read_text(encoding="utf-8")
        connus |= set(re.findall(r"(?<![\w(-])--([a-z0-9-]+)\s*:", texte))
    connus |= set(re.findall(r"(?<![\w(-])--([a-z0-9-]+)\s*:", SOURCE.read_text(encoding="utf-8")))
    demandes = {
        (str(fichier.relative_to(RACINE)), nom)
        for fichier in fichiers()
        for nom in re.findall(r"var\(--([a-z0-9-]+)[,)]", fichier.read_text(encoding="utf-8"))
    }
    assert {(ou, nom) for ou, nom in demandes if nom not in connus} == set()


def test_un_dessin_se_teint_avant_l_impression() -> None:
    assert (
        teindre('<path fill="var(--ocre)" stroke="none">') == '<path fill="#f0b429" stroke="none">'
    )
    assert teindre('<path stroke="var(--lien)">') == '<path stroke="#17426f">'
    dit = "<p>fill=&quot;var(--ocre)&quot; et fill=var(--rien)</p>"  # what somebody typed
    assert teindre(dit) == dit
    with pytest.raises(KeyError):
        teindre('<path fill="var(--rien)">')


ANNEXES = ("ocre", "azurite", "malachite", "sanguine")
LISIBLES = [  # ink, ground: WCAG 2.2 AA for text
    *[("encre", fond) for fond in ("blanc", "papier", "chaux", "enduit", "jaune", "rose", "bleu")],
    *[("encre", fond) for fond in ("vert", "cendre")],
    *[
        (encre, fond)
        for encre in ("gris", "lien", "faux")
        for fond in ("papier", "chaux", "enduit")
    ],
    *[("gris-fonce", fond) for fond in ("jaune", "rose", "bleu", "vert", "cendre")],
    *[("sinopia-texte", fond) for fond in ("papier", "chaux", "blanc")],
    *[("blanc", fond) for fond in ("encre", "encre-claire", "faux-fonce")],
    *[("blanc", fond) for fond in ANNEXES if fond != "ocre"],
    ("encre", "ocre"),
    *[("blanc", f"{pigment}-fonce") for pigment in ANNEXES],
    *[(f"{p}-fonce", f"{p}-{teinte}") for p in ANNEXES for teinte in ("lavis", "sec")],
    *[("encre", f"{p}-{teinte}") for p in ANNEXES for teinte in ("lavis", "sec", "frais")],
]


@pytest.mark.parametrize(("encre", "fond"), LISIBLES)
def test_ce_qui_s_ecrit_se_lit(encre: str, fond: str) -> None:
    pigments = palette()
    assert contraste(pigments[encre], pigments[fond]) >= 4.5


@pytest.mark.parametrize("pigment", ANNEXES)
def test_en_gris_les_teintes_d_un_pigment_vont_du_clair_au_fonce(pigment: str) -> None:
    """A wall printed without colour still tells empty from filled, and filled from fresh."""
    pigments = palette()
    rangs = [pigments[f"{pigment}-{teinte}"] for teinte in ("lavis", "sec", "frais", "fonce")]
    assert all(contraste(clair, fonce) >= 1.1 for clair, fonce in pairwise(rangs))
