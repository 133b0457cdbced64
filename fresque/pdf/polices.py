"""The fonts of the paper: only the files of static/fonts, whatever the machine has.

WeasyPrint picks glyphs through fontconfig. Left open, a single emoji typed by a group embeds
a font of the server, of unknown licence and look. So it is given a configuration of our own
that lists one folder: static copies of our files, each under a family name of its own.
"""

import hashlib
import io
import os
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape  # nosec B406  # writes XML, reads none

from django.conf import settings
from fontTools.ttLib import TTFont

SOURCES = Path(__file__).resolve().parent.parent.parent / "static" / "fonts"
# Changing how the copies are made must not reuse the old ones.
RECETTE = "3"

TITRES = "Bricolage Grotesque"
TEXTE = "Atkinson Hyperlegible Next"
# Family, file without its suffix, weights to cut from it. Two files never share a family:
# WeasyPrint embeds one file per family and weight, and would draw the wrong glyphs.
FICHIERS: tuple[tuple[str, str, tuple[int, ...]], ...] = (
    (TITRES, "bricolage-grotesque-latin-wght-normal", (700, 800)),
    (f"{TITRES} Ext", "bricolage-grotesque-latin-ext-wght-normal", (700, 800)),
    (TEXTE, "atkinson-hyperlegible-next-latin-wght-normal", (400, 700)),
    (f"{TEXTE} Ext", "atkinson-hyperlegible-next-latin-ext-wght-normal", (400, 700)),
    ("Noto Sans", "noto-sans-latin-400-normal", (400,)),
    ("Noto Sans Ext", "noto-sans-latin-ext-400-normal", (400,)),
    ("Noto Sans Vietnamese", "noto-sans-vietnamese-400-normal", (400,)),
    ("Noto Sans Greek", "noto-sans-greek-400-normal", (400,)),
    ("Noto Sans Greek Ext", "noto-sans-greek-ext-400-normal", (400,)),
    ("Noto Sans Cyrillic", "noto-sans-cyrillic-400-normal", (400,)),
    ("Noto Sans Cyrillic Ext", "noto-sans-cyrillic-ext-400-normal", (400,)),
    ("Noto Sans Arabic", "noto-sans-arabic-arabic-400-normal", (400,)),
    ("Noto Sans Hebrew", "noto-sans-hebrew-hebrew-400-normal", (400,)),
    ("Noto Sans Math", "noto-sans-math-signes-400-normal", (400,)),
    ("Noto Sans Symbols", "noto-sans-symbols-symbols-400-normal", (400,)),
    ("Noto Sans Symbols 2", "noto-sans-symbols-2-symbols-400-normal", (400,)),
    ("Noto Emoji", "noto-emoji-emoji-400-normal", (400,)),
)

# The environment is the process's: two threads must not set and restore it at once.
_verrou = threading.Lock()


@contextmanager
def polices_fermees() -> Iterator[None]:
    """While open, fontconfig configurations made by this process know only our fonts.

    The variable is put back afterwards, so that a program started later (a browser in the
    tests) keeps its own fonts.
    """
    fichier = str(_configuration())
    with _verrou:
        avant = os.environ.get("FONTCONFIG_FILE")
        os.environ["FONTCONFIG_FILE"] = fichier
        try:
            yield
        finally:
            if avant is None:
                del os.environ["FONTCONFIG_FILE"]
            else:
                os.environ["FONTCONFIG_FILE"] = avant


def fichier_de(famille: str, graisse: int) -> Path:
    """The copy of one weight of a family. Raises KeyError for a family that is not ours."""
    noms = {nom_de_famille: nom for nom_de_famille, nom, _ in FICHIERS}
    return _configuration().parent / f"{noms[famille]}-{graisse}.ttf"


@cache
def _configuration() -> Path:
    """The path of our fontconfig file; makes it and the copies when they are missing."""
    try:
        return _sous(Path(settings.VAR_DIR).resolve())
    except OSError:
        # Nothing can be written there: this process keeps copies of its own.
        return _sous(Path(tempfile.mkdtemp(prefix="pasapas-")))


def _sous(racine: Path) -> Path:
    dossier = racine / "polices" / _empreinte()
    if not (dossier / "fonts.conf").exists():
        _fabriquer(dossier)
    return dossier / "fonts.conf"


def _empreinte() -> str:
    """The name of the copies: what they are made of."""
    empreinte = hashlib.sha256(RECETTE.encode())
    for _, nom, graisses in FICHIERS:
        empreinte.update(repr((nom, graisses)).encode())
        empreinte.update(_source(nom).read_bytes())
    return empreinte.hexdigest()[:16]


def _source(nom: str) -> Path:
    return SOURCES / f"{nom}.woff2"


def _fabriquer(dossier: Path) -> None:
    """Write the copies beside, then give them their name: never half a folder."""
    dossier.parent.mkdir(parents=True, exist_ok=True)
    provisoire = Path(tempfile.mkdtemp(prefix="en-cours-", dir=dossier.parent))
    for famille, nom, graisses in FICHIERS:
        for graisse in graisses:
            _copier(nom, famille, graisse, provisoire / f"{nom}-{graisse}.ttf")
    (provisoire / "fonts.conf").write_text(
        '<?xml version="1.0"?>\n'
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{escape(str(dossier))}</dir>"
        f"<cachedir>{escape(str(dossier / 'cache'))}</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    provisoire.chmod(0o755)
    try:
        provisoire.rename(dossier)
    except OSError:
        # Another process was first: its copies are the same.
        if not (dossier / "fonts.conf").exists():
            raise


def _copier(nom: str, famille: str, graisse: int, cible: Path) -> None:
    """One weight of one file, as a plain TrueType font under its own family name."""
    from fontTools.ttLib import woff2  # once in the life of an installation
    from fontTools.varLib.instancer import instantiateVariableFont

    clair = io.BytesIO()
    woff2.decompress(io.BytesIO(_source(nom).read_bytes()), clair)
    police = TTFont(clair)
    if "fvar" in police:
        # Cut once here rather than in each PDF: a third of a second per weight and print.
        police = instantiateVariableFont(police, {"wght": graisse}, static=True)
    _nommer(police, famille, graisse)
    police.save(cible)


def _nommer(police: TTFont, famille: str, graisse: int) -> None:
    noms, gras = police["name"], graisse >= 700
    style = "Bold" if gras else "Regular"
    postscript = f"{famille.replace(' ', '')}-{graisse}"
    noms.names = [ligne for ligne in noms.names if ligne.nameID in (0, 5, 13, 14)]
    for numero, texte in (
        (1, famille),
        (2, style),
        (3, postscript),
        (4, f"{famille} {style}"),
        (6, postscript),
    ):
        noms.setName(texte, numero, 3, 1, 0x409)
    police["OS/2"].usWeightClass = graisse
    police["OS/2"].fsSelection = 1 << 5 if gras else 1 << 6
    police["head"].macStyle = int(gras)
