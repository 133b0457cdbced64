"""Our own HTML, read as the XML it also is: a fiftieth of the time of a parser that mends pages."""

import re
from html.entities import html5
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, fromstring  # nosec B405  # as below

from cssselect2 import ElementWrapper
from weasyprint import HTML

if TYPE_CHECKING:
    from fresque.pdf.ressources import LecteurFerme

VIDE = re.compile(
    r"<((?:area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr)\b[^<>]*?)/?>"
)
GENRE = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
NOM = re.compile(r"&([A-Za-z][A-Za-z0-9]*;)")
DU_XML = {"amp;", "lt;", "gt;", "quot;", "apos;"}
DESSIN = re.compile(r"<svg(?![^<>]*\sxmlns=)")
SVG = '<svg xmlns="http://www.w3.org/2000/svg"'


class Feuille(HTML):
    """A page of ours, its tree already read. WeasyPrint takes no tree: it is given an empty page,
    and what it read of it is replaced, nothing else (tests/fresque/pdf/test_arbre.py)."""

    def __init__(self, racine: Element, base_url: str, lecteur: "LecteurFerme") -> None:
        super().__init__(string="<html></html>", base_url=base_url, url_fetcher=lecteur)
        self.wrapper_element = ElementWrapper.from_html_root(racine, content_language=None)
        self.etree_element = self.wrapper_element.etree_element


def page(html: str, base_url: str, lecteur: "LecteurFerme") -> HTML:
    """Ready to be laid out; what is no XML (a sign it forbids) is read as any page is."""
    racine = lire(html)
    if racine is None:
        return HTML(string=html, base_url=base_url, url_fetcher=lecteur)
    return Feuille(racine, base_url, lecteur)


def lire(html: str) -> Element | None:
    """The tree of a page that closes what it opens; None when it is no XML."""
    texte = DESSIN.sub(SVG, VIDE.sub(r"<\1/>", NOM.sub(_signe, GENRE.sub("", html, count=1))))
    try:
        return fromstring(texte)  # noqa: S314  # nosec B314  # our page: what was typed is escaped
    except ParseError:
        return None


def _signe(nomme: re.Match[str]) -> str:
    return nomme[0] if nomme[1] in DU_XML else html5.get(nomme[1], nomme[0])
