"""WeasyPrint behind closed doors: our fonts alone, our files alone, one render at a time."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from fresque.pdf.polices import polices_fermees

if TYPE_CHECKING:
    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration

    from fresque.pdf.ressources import LecteurFerme

VARIANTE = "pdf/ua-1"
# Pango keeps one font map for the process: two threads must not lay out at once.
VERROU = threading.RLock()


@contextmanager
def atelier() -> Iterator[None]:
    """One print at a time, without the garbage collector: a third of the time is its share,
    walking again and again over boxes that are all still in use."""
    with VERROU:
        actif = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if actif:
                gc.enable()


@cache
def outils() -> "tuple[FontConfiguration, CSS, LecteurFerme, str]":
    """Our fonts, style sheet, reader and base address, made once for the life of the process.

    WeasyPrint is loaded here and not above: it reads the fonts of the machine while loading,
    and takes half a second that a page without a PDF should not pay.
    """
    with polices_fermees():
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        from fresque.pdf.ressources import STATIQUES, LecteurFerme

        polices, lecteur = FontConfiguration(), LecteurFerme()
        feuille = STATIQUES / "css" / "print.css"
        style = CSS(
            string=feuille.read_text(encoding="utf-8"),
            base_url=feuille.as_uri(),
            font_config=polices,
            url_fetcher=lecteur,
        )
    return polices, style, lecteur, f"{STATIQUES.as_uri()}/"


def mettre_en_page(html: str) -> "Document":
    """Lay out one sheet and its continuations."""
    with atelier():
        polices, style, lecteur, base = outils()
        from weasyprint import HTML

        return HTML(string=html, base_url=base, url_fetcher=lecteur).render(
            stylesheets=[style], font_config=polices, pdf_variant=VARIANTE
        )


def relier(documents: "list[Document]") -> bytes:
    """All sheets as one file, with one subset of each font."""
    with atelier():
        pages = [page for document in documents for page in document.pages]
        return documents[0].copy(pages).write_pdf(pdf_variant=VARIANTE)
