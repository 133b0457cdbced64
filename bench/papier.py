"""The example's PDF against Chromium printing the same sheets: by a process, and warm."""

import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf

from bench.ampleur import Ampleur
from bench.client import Echec
from bench.instance import Instance
from bench.navigateur import browse, find_chromium, options
from bench.rapport import Mesure
from bench.requetes import SLUG

PROCESSUS = 4.0  # times the processor of a Chromium started for that


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    """Medians of a few prints each, the first one, warm, not counted: of the processor, all that
    each program starts included, for whole processes; of the clock for those already open."""
    chromium, fois = find_chromium(), ampleur.impressions
    html, pdf = instance.var / "fresque.html", instance.var / "fresque.pdf"
    chaud = instance.ask("papier", SLUG, str(html), str(fois), *ampleur.planches)
    commande = ["manage.py", "fresque", SLUG, "--output", str(pdf)]
    commande += [mot for planche in ampleur.planches for mot in ("--planche", planche)]
    nous, eux = [], []
    for _ in range(fois):
        shutil.rmtree(instance.var / "feuilles", ignore_errors=True)  # nothing kept may serve
        nous.append(_processor(instance, sys.executable, *commande))
        eux.append(_print(instance, chromium, html, instance.var / "chromium.pdf"))
    feuilles = {
        "pages": len(pikepdf.open(pdf).pages),
        "pages_chromium": len(pikepdf.open(instance.var / "chromium.pdf").pages),
    }
    processus = _row("PDF entier, par un processus", instance, nous, eux, feuilles, PROCESSUS)
    ouvert = _print_warm(chromium, html, fois)
    return [_row("PDF entier, à chaud", instance, chaud, ouvert, feuilles), processus]


def _row(
    nom: str,
    instance: Instance,
    nous: list[float],
    eux: list[float],
    feuilles: dict[str, Any],
    plafond: float | None = None,
) -> Mesure:
    ici, la = statistics.median(nous), statistics.median(eux)
    detail = {"secondes": round(ici, 3), "secondes_chromium": round(la, 3), **feuilles}
    return Mesure(nom, instance.base, ici / la, "Chromium", plafond, detail)


def _time(geste: Callable[[], object]) -> float:
    """Seconds it takes."""
    depart = time.perf_counter()
    geste()
    return time.perf_counter() - depart


def _processor(instance: Instance, *commande: str) -> float:
    """Seconds of processor it takes."""
    return float(instance.run("-m", "bench.processeur", *commande))


def _print(instance: Instance, chromium: str, html: Path, pdf: Path) -> float:
    profil = html.parent / "chromium"
    commande = [chromium, "--headless", *options(), f"--user-data-dir={profil}"]
    commande += ["--no-first-run", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    secondes = _processor(instance, *commande, html.as_uri())
    if not pdf.exists():
        raise Echec("Chromium n’imprime pas.")
    return secondes


def _print_warm(chromium: str, html: Path, fois: int) -> list[float]:
    """Seconds from the address to the PDF, in one Chromium kept open."""
    with browse(chromium) as navigateur:
        onglet = navigateur.new_page()

        def imprimer() -> None:
            onglet.goto(html.as_uri(), wait_until="load")
            onglet.pdf(prefer_css_page_size=True, print_background=True)

        imprimer()
        return [_time(imprimer) for _ in range(fois)]
