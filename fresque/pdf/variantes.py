"""The same sheets for another use: closer together, larger, with less ink (docs/adr/0039).

``compacte`` and ``encre`` are style sheets more; ``a3`` enlarges the finished file, so that nothing
is laid out again and a sheet says the same thing at the same place of it.
"""

import io
from collections.abc import Collection, Iterator, Mapping
from math import sqrt
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

COMPACTE, A3, ENCRE = "compacte", "a3", "encre"
# What each is called where it is chosen.
NOMS: Mapping[str, str] = {
    "": "A4, pour le mur",
    A3: "A3, les mêmes feuilles à lire de loin",
    ENCRE: "A4, encre légère : des contours et non des aplats",
    COMPACTE: "A4, pour la table : plus petit, moins de feuilles si l’on a beaucoup écrit",
}
# What a poster and a cahier are printed as (docs/adr/0048); a questionnaire has no ink to spare.
A_LIRE_DE_LOIN = frozenset({A3, ENCRE})
A_REMPLIR = frozenset({A3})
ECHELLE = sqrt(2)
BOITES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
RECTANGLES = ("/Rect", "/QuadPoints", "/BBox")
# Of a destination, what is a place: /XYZ left top zoom.
COTES_XYZ = 2


def connue(dite: str, parmi: Collection[str]) -> str:
    """The variant that an address asks for, if this kind of sheet has it; else the usual paper."""
    return dite if dite in parmi else ""


def mise_en_page(variante: str) -> str:
    """Variants that are laid out alike have one name: A3 is the usual one, larger."""
    return "" if variante == A3 else variante


def finir(pdf: bytes, variante: str) -> bytes:
    """The finished file, made what this variant wants of it."""
    return agrandir(pdf) if variante == A3 else pdf


def agrandir(pdf: bytes) -> bytes:
    """Every sheet ``ECHELLE`` times as large: what is drawn, the boxes of the page, the places its
    links stand at and lead to, those its tags tell. The same input gives the same bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as fichier:
        for page in fichier.pages:
            _agrandir_page(fichier, page.obj)
        for objet in fichier.objects:
            if isinstance(objet, Dictionary) and objet.get("/Type") != Name.Page:
                _agrandir_places(objet)
        tampon = io.BytesIO()
        fichier.save(
            tampon, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate
        )
    return tampon.getvalue()


def _agrandir_page(fichier: pikepdf.Pdf, page: Any) -> None:
    for nom in BOITES:
        if nom in page:
            page[nom] = _fois(page[nom])
    avant = pikepdf.Stream(fichier, f"q {ECHELLE:.8f} 0 0 {ECHELLE:.8f} 0 0 cm\n".encode())
    contenu = page.Contents
    morceaux = list(contenu) if isinstance(contenu, Array) else [contenu]
    page.Contents = Array([avant, *morceaux, pikepdf.Stream(fichier, b"\nQ")])
    for motif in page.get("/Resources", {}).get("/Pattern", {}).values():
        # A pattern is laid from the corner of the page, whatever the content was told.
        matrice = motif.get("/Matrix", Array([1, 0, 0, 1, 0, 0]))
        motif.Matrix = _fois(matrice)
    for note in page.get("/Annots", ()):
        if not note.is_indirect:
            _agrandir_places(note)


def _agrandir_places(objet: Any) -> None:
    """An annotation, a tag, a bookmark, an action: the places it tells."""
    forme = objet.get("/Subtype") == Name.Form
    for porteur in _porteurs(objet):
        for cle in RECTANGLES:
            if cle in porteur and not forme:
                porteur[cle] = _fois(porteur[cle])
        for cle in ("/Dest", "/D"):
            but = porteur.get(cle)
            if isinstance(but, Array) and len(but) > COTES_XYZ and but[1] == Name.XYZ:
                porteur[cle] = Array([but[0], but[1], *_fois(list(but)[2:4]), *list(but)[4:]])


def _porteurs(objet: Any) -> Iterator[Any]:
    """The object itself, and what it holds directly: the layout of a tag, the action of a link."""
    yield objet
    dedans = objet.get("/A")
    for un in dedans if isinstance(dedans, Array) else [dedans]:
        if isinstance(un, Dictionary) and not un.is_indirect:
            yield un


def _fois(nombres: Any) -> Array:
    return Array([n if n is None else round(float(n) * ECHELLE, 4) for n in nombres])
