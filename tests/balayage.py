"""A sheet looked at by geometry: what is laid over something else, out of its frame, too small.

It reads the boxes that the engine laid out, before they are painted: each text with its letters'
own height, not the leading's, each drawing, each box that bounds what stands in it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from fresque.pdf.codes import ADRESSE_A, ADRESSE_MM, CALME, COIN_MM, COINS

MM = 25.4 / 96
POINT = 72 / 96
MOINDRE = 7.0  # points
# Of an em: how far letters rise above their line, and go below it.
MONTE, DESCEND = 0.70, 0.20
JEU = 0.35  # millimetres that roundings and the shape of letters explain
LARGE, HAUTE = 210.0, 297.0
BORD = 6.0  # nothing is written nearer to the edge of the paper


@dataclass(frozen=True, slots=True)
class Objet:
    """A text or a drawing on a page: millimetres from the top left corner."""

    page: int
    quoi: str
    gauche: float
    haut: float
    droite: float
    bas: float
    dessin: bool = False
    points: float = 0.0

    def sur(self, autre: "Objet") -> bool:
        return (
            min(self.droite, autre.droite) - max(self.gauche, autre.gauche) > JEU
            and min(self.bas, autre.bas) - max(self.haut, autre.haut) > JEU
        )

    def dans(self, cadre: tuple[float, float, float, float]) -> bool:
        gauche, haut, droite, bas = cadre
        return (
            self.gauche >= gauche - JEU
            and self.haut >= haut - JEU
            and self.droite <= droite + JEU
            and self.bas <= bas + JEU
        )

    def __str__(self) -> str:
        lieu = f"p. {self.page}, {self.gauche:.0f} × {self.haut:.0f} mm"
        return f"« {self.quoi[:50]} » ({lieu})"


def fautes(document: Any, *, codes: bool = True) -> list[str]:
    """What a look at this document finds; nothing on a good sheet. ``codes``: those of a sheet of
    the wall are drawn on it later."""
    trouvees: list[str] = []
    for numero, page in enumerate(document.pages, 1):
        objets = list(_codes(numero)) if codes else []
        for objet, cadres in _objets(numero, page._page_box, ()):
            objets.append(objet)
            trouvees += _seul(objet, cadres)
        trouvees += _dessus(objets)
    return trouvees


def _codes(numero: int) -> Iterator[Objet]:
    """Where the codes will be drawn, with the white around them."""
    carres = [(coin, *lieu, COIN_MM, COIN_MM / 25) for coin, lieu in COINS.items()]
    carres.append(("adresse", *ADRESSE_A, ADRESSE_MM, ADRESSE_MM / 29))
    for nom, gauche, haut, cote, module in carres:
        blanc = CALME * module
        fin = cote + blanc
        yield Objet(
            numero,
            f"code {nom}",
            gauche - blanc,
            haut - blanc,
            gauche + fin,
            haut + fin,
            dessin=True,
        )


def _seul(
    objet: Objet, cadres: Sequence[tuple[str, tuple[float, float, float, float]]]
) -> Iterator[str]:
    if not objet.dans((BORD, BORD, LARGE - BORD, HAUTE - 3)):
        yield f"{objet} sort de la feuille"
    if not objet.dessin and objet.points < MOINDRE:
        yield f"{objet} est à {objet.points:.1f} points"
    for nom, cadre in cadres:
        if not objet.dans(cadre):
            yield f"{objet} sort de {nom}"
            return


def _dessus(objets: list[Objet]) -> Iterator[str]:
    objets = sorted(objets, key=lambda un: un.haut)
    for rang, un in enumerate(objets):
        for autre in objets[rang + 1 :]:
            if autre.haut > un.bas:
                break
            if un.sur(autre):
                yield f"{un} et {autre} l’un sur l’autre"


def _objets(numero: int, boite: Any, cadres: tuple) -> Iterator[tuple[Objet, tuple]]:
    """Each text and drawing below this box, with the boxes that bound it."""
    from weasyprint.formatting_structure import boxes

    boite = getattr(boite, "_box", boite)  # what is placed stands behind a proxy
    if isinstance(boite, boxes.TextBox):
        if boite.text.strip():
            yield _texte(numero, boite), cadres
        return
    if isinstance(boite, boxes.ReplacedBox):
        x, y = boite.content_box_x() * MM, boite.content_box_y() * MM
        large, haute = boite.width * MM, boite.height * MM
        nom = boite.element.get("class") or "dessin"
        yield Objet(numero, nom, x, y, x + large, y + haute, dessin=True), cadres
        return
    borne = _borne(boite, boxes)
    if borne:
        cadres = (*cadres, borne)
    for enfant in getattr(boite, "children", ()):
        yield from _objets(numero, enfant, cadres)


def _borne(boite: Any, boxes: Any) -> tuple[str, tuple[float, float, float, float]] | None:
    """A box one sees the edge of, a cell, or what cuts what goes beyond it."""
    style = boite.style
    peinte = (
        style["background_color"].alpha > 0
        if hasattr(style["background_color"], "alpha")
        else False
    )
    cernee = (
        isinstance(boite, boxes.BlockLevelBox)
        and boite.border_width() - boite.padding_width() > 0.2
    )
    coupe = style["overflow"] != "visible"
    if not (peinte or cernee or coupe or isinstance(boite, boxes.TableCellBox)):
        return None
    if isinstance(boite, boxes.PageBox | boxes.InlineBox):
        return None
    x, y = boite.border_box_x() * MM, boite.border_box_y() * MM
    nom = (boite.element.get("class") if boite.element is not None else "") or boite.element_tag
    return nom, (x, y, x + boite.border_width() * MM, y + boite.border_height() * MM)


def _texte(numero: int, boite: Any) -> Objet:
    corps = boite.style["font_size"] * MM
    ligne = (boite.position_y + boite.baseline) * MM
    x = boite.position_x * MM
    return Objet(
        numero,
        boite.text.strip(),
        x,
        ligne - MONTE * corps,
        x + boite.width * MM,
        ligne + DESCEND * corps,
        points=boite.style["font_size"] * POINT,
    )
