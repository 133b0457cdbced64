"""The example's PDF against Chromium printing the same sheets: by a process, and warm."""

import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pikepdf

from bench.ampleur import Ampleur
from bench.client import Echec
from bench.instance import ATTENTE, Instance
from bench.navigateur import browse, find_chromium, options
from bench.rapport import Mesure
from bench.requetes import SLUG


def measure(instance: Instance, ampleur: Ampleur) -> list[Mesure]:
    """Median times of a few prints each; the first one, warm, is not counted."""
    chromium, fois = find_chromium(), ampleur.impressions
    html, pdf = instance.var / "fresque.html", instance.var / "fresque.pdf"
    chaud = instance.ask("papier", SLUG, str(html), str(fois), *ampleur.planches)
    commande = ["manage.py", "fresque", SLUG, "--output", str(pdf)]
    commande += [mot for planche in ampleur.planches for mot in ("--planche", planche)]
    nous, eux = [], []
    for _ in range(fois):
        shutil.rmtree(instance.var / "feuilles", ignore_errors=True)  # nothing kept may serve
        nous.append(_time(lambda: instance.run(*commande)))
        eux.append(_time(lambda: _print(chromium, html, instance.var / "chromium.pdf")))
    feuilles = {
        "pages": len(pikepdf.open(pdf).pages),
        "pages_chromium": len(pikepdf.open(instance.var / "chromium.pdf").pages),
    }
    processus = _row("PDF entier, par un processus", instance, nous, eux, feuilles)
    ouvert = _print_warm(chromium, html, fois)
    return [_row("PDF entier, à chaud", instance, chaud, ouvert, feuilles), processus]


def _row(
    nom: str,
    instance: Instance,
    nous: list[float],
    eux: list[float],
    feuilles: dict[str, Any],
) -> Mesure:
    ici, la = statistics.median(nous), statistics.median(eux)
    detail = {"secondes": round(ici, 3), "secondes_chromium": round(la, 3), **feuilles}
    return Mesure(nom, instance.base, ici / la, "Chromium", None, detail)


def _time(geste: Callable[[], object]) -> float:
    """Seconds it takes."""
    depart = time.perf_counter()
    geste()
    return time.perf_counter() - depart


def _print(chromium: str, html: Path, pdf: Path) -> None:
    profil = html.parent / "chromium"
    commande = [chromium, "--headless", *options(), f"--user-data-dir={profil}"]
    commande += ["--no-first-run", "--no-pdf-header-footer", f"--print-to-pdf={pdf}"]
    fini = subprocess.run([*commande, html.as_uri()], capture_output=True, timeout=ATTENTE)
    if fini.returncode or not pdf.exists():
        raise Echec(f"Chromium n’imprime pas :\n{fini.stderr.decode(errors='replace')[-1000:]}")


def _print_warm(chromium: str, html: Path, fois: int) -> list[float]:
    """Seconds from the address to the PDF, in one Chromium kept open."""
    with browse(chromium) as navigateur:
        onglet = navigateur.new_page()

        def imprimer() -> None:
            onglet.goto(html.as_uri(), wait_until="load")
            onglet.pdf(prefer_css_page_size=True, print_background=True)

        imprimer()
        return [_time(imprimer) for _ in range(fois)]
