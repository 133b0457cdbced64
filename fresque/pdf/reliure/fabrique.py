"""A part, from what is laid out: painted, tagged, and the place of its boxes noted."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fresque.pdf.reliure.caracteres import Polices, alleger
from fresque.pdf.reliure.valeurs import Cadre, Partie, Signet

if TYPE_CHECKING:
    import pydyf
    from weasyprint import Document, Page

    from fresque.pdf.codes import Finition

VARIANTE = "pdf/ua-1"
CADRE = "data-encart"  # what a template writes on the box of an encart
MM_PAR_PIXEL = 25.4 / 96
POINT_PAR_PIXEL = 72 / 96


def fabriquer(
    document: "Document",
    *,
    code: str = "",
    cle: str = "",
    rayon: str = "",
    finition: "Finition | None" = None,
) -> Partie:
    """The part of these sheets. ``code`` and ``cle`` set it apart from the others of its file;
    ``finition``: what is drawn on each of them, last."""
    from fresque.pdf.reliure.accessible import Structure

    document.fonts = polices = Polices()

    def finir(document: "Document", pdf: "pydyf.PDF") -> None:
        Structure(pdf, code).corriger()
        alleger(pdf, polices, cle or code)
        if finition:
            finition(document, pdf)

    return Partie(
        cle=cle,
        code=code,
        pages=len(document.pages),
        pdf=document.write_pdf(finisher=finir, pdf_variant=VARIANTE),
        cadres=tuple(c for n, page in enumerate(document.pages, 1) for c in _cadres(n, page)),
        signets=tuple(s for n, page in enumerate(document.pages) for s in _signets(n, page)),
        polices=polices.entieres,
        rayon=rayon,
        titre=document.metadata.title or "",
    )


def _cadres(numero: int, page: "Page") -> Iterator[Cadre]:
    """Each box of this sheet that bears a name, one rectangle each."""
    trouves: dict[str, tuple[float, float, float, float]] = {}
    for boite in page._page_box.descendants():
        nom = boite.element.get(CADRE) if boite.element is not None else None
        if nom and hasattr(boite, "border_box_x"):
            trouves[nom] = _reunir(trouves.get(nom), _bords(boite))
    for nom, (gauche, haut, droite, bas) in trouves.items():
        yield Cadre(
            numero,
            nom,
            *(
                round(cote * MM_PAR_PIXEL, 2)
                for cote in (gauche, haut, droite - gauche, bas - haut)
            ),
        )


def _bords(boite: Any) -> tuple[float, float, float, float]:
    x, y = boite.border_box_x(), boite.border_box_y()
    return x, y, x + boite.border_width(), y + boite.border_height()


def _reunir(
    un: tuple[float, float, float, float] | None, autre: tuple[float, float, float, float]
) -> tuple[float, float, float, float]:
    if un is None:
        return autre
    return min(un[0], autre[0]), min(un[1], autre[1]), max(un[2], autre[2]), max(un[3], autre[3])


def _signets(numero: int, page: "Page") -> Iterator[Signet]:
    for niveau, titre, (_, y), _ in page.bookmarks:
        yield Signet(titre, niveau, numero, round((page.height - y) * POINT_PAR_PIXEL, 2))
