"""A fragment is the page's own element: what htmx swaps in is what a reload would show."""

import re

from django.http import HttpResponse
from django.test import Client
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


def morceaux_de(page: HttpResponse) -> dict[str, HtmlElement]:
    """What an open page follows, by id: each piece that bears a digest."""
    document = html.document_fromstring(page.content.decode())
    return {e.get("id"): e for e in document.xpath("//*[@data-empreinte]")}


def suivre(qui: Client, mur: str, page: HttpResponse) -> dict[str, HtmlElement]:
    """What a wall that was opened asks now, as ``direct.js`` does: the pieces of another digest."""
    etat = qui.get(f"{mur}direct/").json()["empreintes"]
    ouverts = morceaux_de(page).items()
    perimes = [i for i, e in ouverts if etat.get(i) not in (None, e.get("data-empreinte"))]
    recus = racines(qui.get(f"{mur}direct/morceaux/", {"id": perimes})) if perimes else []
    assert [e.get("id") for e in recus] == perimes
    return {e.get("id"): e for e in recus}
