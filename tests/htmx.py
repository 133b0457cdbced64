"""A fragment is the page's own element: what htmx swaps in is what a reload would show."""

import re

from django.http import HttpResponse
from lxml import html
from lxml.html import HtmlElement


def element(source: HttpResponse | str | bytes, id_html: str) -> HtmlElement:
    """The one element with this id."""
    contenu = source.content.decode() if isinstance(source, HttpResponse) else source
    trouves = html.document_fromstring(contenu).xpath("//*[@id=$i]", i=id_html)
    assert len(trouves) == 1, f"{len(trouves)} éléments #{id_html}"
    return trouves[0]


def lu(reponse: HttpResponse) -> str:
    """The page as it reads: where a template goes to the next line, one space."""
    return re.sub(r"[ \n]+", " ", reponse.content.decode())


def racines(reponse: HttpResponse) -> list[HtmlElement]:
    """The root elements of an htmx answer."""
    return [n for n in html.fragments_fromstring(reponse.content.decode()) if n.tag is not None]


def canonique(noeud: HtmlElement) -> str:
    """Tag, attributes and text, without what spacing and swapping change."""
    noeud = html.fromstring(html.tostring(noeud, with_tail=False, encoding="unicode"))
    for avis in noeud.xpath("//*[@data-avis]"):
        avis.drop_tree()
    noeud.attrib.pop("hx-swap-oob", None)
    for e in noeud.iter():
        e.text = " ".join((e.text or "").split())
        e.tail = " ".join((e.tail or "").split())
    return html.tostring(noeud, encoding="unicode")


def texte(noeud: HtmlElement) -> str:
    return " ".join(noeud.text_content().split())
