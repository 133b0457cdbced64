"""WeasyPrint behind closed doors: our fonts alone, our files alone, one render at a time."""

import threading
from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings

from fresque.impression.polices import polices_fermees

if TYPE_CHECKING:
    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration

STATIQUES = (settings.BASE_DIR / "static").resolve()
FEUILLE_DE_STYLE = STATIQUES / "css" / "print.css"
# Pango keeps one font map for the process: two threads must not lay out at once.
VERROU = threading.RLock()


@cache
def outils() -> "tuple[FontConfiguration, CSS]":
    """Our fonts and our style sheet, read once for the life of the process."""
    with polices_fermees():
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        from fresque.impression.ressources import LecteurFerme

        polices = FontConfiguration()
        style = CSS(
            filename=str(FEUILLE_DE_STYLE), font_config=polices, url_fetcher=LecteurFerme()
        )
    return polices, style


def mettre_en_page(html: str) -> "Document":
    """Lay out one sheet and its continuations."""
    with VERROU:
        polices, style = outils()
        from weasyprint import HTML

        from fresque.impression.ressources import LecteurFerme

        return HTML(
            string=html, base_url=STATIQUES.as_uri() + "/", url_fetcher=LecteurFerme()
        ).render(stylesheets=[style], font_config=polices, pdf_variant="pdf/ua-1")


def relier(documents: "list[Document]") -> bytes:
    """All sheets as one file, with one subset of each font."""
    with VERROU:
        pages = [page for document in documents for page in document.pages]
        return documents[0].copy(pages).write_pdf(pdf_variant="pdf/ua-1")
