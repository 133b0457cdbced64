"""WeasyPrint behind closed doors: our fonts alone, our files alone, one render at a time."""

import gc
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from fresque.pdf import reliure
from fresque.pdf.pigments import SOURCE, figer, teindre
from fresque.pdf.polices import polices_fermees
from fresque.pdf.reliure.fabrique import VARIANTE, fabriquer
from fresque.pdf.variantes import finir, mise_en_page
from pasapas.serveur.indisponible import Occupe

if TYPE_CHECKING:
    from weasyprint import CSS, Document
    from weasyprint.text.fonts import FontConfiguration

    from fresque.pdf.codes import Finition
    from fresque.pdf.ressources import LecteurFerme

FEUILLES = (
    "print.css",
    "print-fiche.css",
    "print-variantes.css",
)  # style sheets, after the palette
EN_ATTENTE = 2  # each holds a thread of the server: the others are for the pages
PATIENCE = 60.0  # seconds before somebody who waits is told to come back
BOITES = 400_000  # objects that wait to be freed: some 80 MB, a dozen sheets
PAS = 0.0005  # seconds a print computes while a page waits; 0.005 otherwise
DELAI = 10  # seconds, to come back in
OCCUPE = (
    "L’imprimante est prise",
    "Plusieurs impressions sont en cours. Rechargez cette page dans quelques secondes : elle "
    "attendra son tour.",
)
# Pango keeps one font map for the process: two threads must not lay out at once.
_verrou = threading.Lock()
_file = threading.BoundedSemaphore(1 + EN_ATTENTE)
_ici = threading.local()


@contextmanager
def atelier() -> Iterator[None]:
    """One print at a time in a process, and EN_ATTENTE that wait for it; Occupe for the others.

    Whoever prints may come in again: from the first sheet to the last, the place is theirs.
    """
    if getattr(_ici, "imprime", False):
        yield
        return
    if not _file.acquire(blocking=False):
        raise Occupe(*OCCUPE, DELAI)
    try:
        if not _verrou.acquire(timeout=PATIENCE):
            raise Occupe(*OCCUPE, DELAI)
        _ici.imprime = True
        try:
            with _au_calme():
                yield
        finally:
            _ici.imprime = False
            _verrou.release()
    finally:
        _file.release()


@contextmanager
def _au_calme() -> Iterator[None]:
    """Without the garbage collector: a third of the time of a print is its share, walking again
    and again over boxes that are all still in use. And giving way to the pages more often than
    Python does by itself: it computes without a pause, they are short."""
    actif, pas = gc.isenabled(), sys.getswitchinterval()
    gc.disable()
    sys.setswitchinterval(PAS)
    try:
        yield
    finally:
        sys.setswitchinterval(pas)
        if actif:
            gc.enable()


@cache
def outils() -> "tuple[FontConfiguration, list[CSS], LecteurFerme, str]":
    """Our fonts, style sheets, reader and base address, made once for the life of the process.

    WeasyPrint is loaded here and not above: it reads the fonts of the machine while loading,
    and takes half a second that a page without a PDF should not pay.
    """
    with polices_fermees():
        from weasyprint import CSS
        from weasyprint.text.fonts import FontConfiguration

        from fresque.pdf.ressources import STATIQUES, LecteurFerme

        polices, lecteur = FontConfiguration(), LecteurFerme()
        feuilles = (SOURCE, *(STATIQUES / "css" / nom for nom in FEUILLES))
        textes = figer([feuille.read_text(encoding="utf-8") for feuille in feuilles])
        styles = [
            CSS(string=texte, base_url=feuille.as_uri(), font_config=polices, url_fetcher=lecteur)
            for feuille, texte in zip(feuilles, textes, strict=True)
        ]
    return polices, styles, lecteur, f"{STATIQUES.as_uri()}/"


def mettre_en_page(html: str) -> "Document":
    """Lay out one sheet and its continuations."""
    with atelier():
        polices, styles, lecteur, base = outils()
        from fresque.pdf.arbre import page

        return page(teindre(html), base, lecteur).render(
            stylesheets=styles, font_config=polices, pdf_variant=VARIANTE
        )


def imprimer(
    gabarit: str,
    donnees: Mapping[str, object],
    variante: str = "",
    finition: "Finition | None" = None,
) -> bytes:
    """The file (PDF/UA-1) of sheets that have no place on the wall, kept nowhere. ``finition``:
    what is drawn on each, last."""
    with atelier():
        html = render_to_string(gabarit, {**donnees, "variante": mise_en_page(variante)})
        partie = fabriquer(mettre_en_page(html), code="d0", finition=finition)
        return finir(reliure.relier([partie]), variante)


def balayer() -> None:
    """Before a sheet, free the boxes of those made already, once there are many: they hold each
    other, and the collector is stopped. Only what came since the last time is looked at."""
    if gc.get_count()[0] > BOITES:
        gc.collect(0)
