"""The pages that were laid out, against what a parser of any page reads in them."""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unittest.mock import patch
from xml.etree.ElementTree import Element

import tinyhtml5

from fresque.pdf import arbre

Noeud = tuple[str, dict[str, str], str, str]


@contextmanager
def pages_lues() -> Iterator[list[str]]:
    lues: list[str] = []
    lire = arbre.lire

    def noter(html: str) -> Element | None:
        lues.append(html)
        return lire(html)

    with patch.object(arbre, "lire", noter):
        yield lues


def differentes(pages: Iterable[str]) -> list[str]:
    """The beginning of each page that is no XML, or reads otherwise."""
    return [html[:2000] for html in pages if not _pareille(html)]


def _pareille(html: str) -> bool:
    lue = arbre.lire(html)
    autre = tinyhtml5.parse(html, namespace_html_elements=False)
    return lue is not None and _noeuds(lue) == _noeuds(autre)


def _noeuds(racine: Element) -> list[Noeud]:
    """In order; what is blank around the body is laid out nowhere."""
    racine.text = None
    for enfant in racine:
        enfant.tail = None
    if corps := list(racine.find("body") or ()):
        corps[-1].tail = (corps[-1].tail or "").rstrip()
    return [_noeud(un) for un in racine.iter()]


def _noeud(un: Element) -> Noeud:
    dits = {nom: re.sub(r"\s", " ", valeur) for nom, valeur in un.attrib.items()}
    return un.tag, dits, un.text or "", un.tail or ""
