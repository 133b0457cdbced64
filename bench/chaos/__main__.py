"""`make chaos`: every trial at its full length, on both databases, or the parts that are named."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import FrameType

from bench.chaos import coupures, edition, fusion, navigateurs, pannes, redemarrages
from bench.chaos.grappe import grappe
from bench.chaos.rapport import publier
from bench.chaos.terrain import Terrain, base_a_soi, terrain
from bench.chaos.verification import Verdict
from bench.client import Echec
from bench.instance import RACINE
from bench.navigateur import browse, find_chromium

PARTIES = ("fusion", "edition", "coupures", "postgres", "disque", "navigateurs")
EXEMPLES, EDITIONS, CYCLES, REDEMARRAGES, PANNES, TOURS = 20_000, 10_000, 1_000, 20, 5, 100
TAILLE = "8m"  # the small disk that is filled


def main() -> int:
    options = argparse.ArgumentParser(prog="bench.chaos", description=__doc__)
    options.add_argument("parties", nargs="*", default=PARTIES, metavar="|".join(PARTIES))
    options.add_argument("--part", type=float, default=1.0, help="une fraction des essais : 0.1")
    demande = options.parse_args()
    if inconnues := set(demande.parties) - set(PARTIES):
        options.error(f"partie inconnue : {', '.join(inconnues)}")
    signal.signal(signal.SIGTERM, _arreter)
    verdicts: list[Verdict] = []
    try:
        for partie in demande.parties:
            for verdict in _essais(partie, demande.part):
                verdicts.append(verdict)
                _dire(f"  {verdict}")
    except Echec as echec:
        _dire(f"✗ {echec}")
        return 1
    except KeyboardInterrupt:
        _dire("Arrêté.")
        return 130
    fichier = RACINE / "var" / "bench" / f"chaos-{datetime.now():%Y-%m-%dT%H%M%S}.jsonl"
    return 0 if publier(verdicts, fichier) else 1


def _essais(partie: str, part: float) -> Iterator[Verdict]:
    if partie == "fusion":
        _dire("→ fusion")
        yield fusion.mesurer(_fois(EXEMPLES, part))
        return
    if partie == "postgres":
        yield _redemarrer(_fois(REDEMARRAGES, part))
        return
    for url in _urls():
        _dire(f"→ {partie}, {url.split(':')[0]}")
        with _lieu(url) as lieu:
            if partie == "edition":
                yield edition.mesurer(lieu, _fois(EDITIONS, part))
            elif partie == "coupures":
                yield coupures.mesurer(lieu, _fois(CYCLES, part))
            elif partie == "navigateurs":
                yield from _naviguer(lieu, _fois(TOURS, part))
            else:
                for nom, panne in pannes.PANNES[lieu.base].items():
                    yield pannes.mesurer(lieu, nom, panne, _fois(PANNES, part))
    if partie == "disque":
        yield from _remplir_un_disque(_fois(PANNES, part))


def _naviguer(lieu: Terrain, tours: int) -> Iterator[Verdict]:
    chromium = find_chromium()
    if not chromium:
        _dire("⚠ Pas de Chromium : les deux navigateurs sont sautés.")
        return
    with browse(chromium) as navigateur:
        yield navigateurs.mesurer(lieu, navigateur, tours)


def _fois(nombre: int, part: float) -> int:
    return max(1, round(nombre * part))


def _urls() -> list[str]:
    adresse = os.environ.get("DATABASE_URL", "")
    if adresse.startswith("postgres"):
        return ["sqlite", adresse]
    _dire("⚠ Pas de DATABASE_URL : la moitié PostgreSQL est sautée (make chaos la fournit).")
    return ["sqlite"]


@contextmanager
def _lieu(url: str, dossier: Path | None = None) -> Iterator[Terrain]:
    with tempfile.TemporaryDirectory(prefix="pasapas-chaos.") as temporaire:
        var = Path(temporaire) / "var"
        with (
            base_a_soi(url, dossier or var) as (base, adresse),
            terrain(base, adresse, var) as lieu,
        ):
            yield lieu


def _redemarrer(fois: int) -> Verdict:
    _dire("→ postgres")
    with grappe() as ici, _lieu(ici.url) as lieu:
        return redemarrages.mesurer(lieu, ici, fois)


def _remplir_un_disque(fois: int) -> Iterator[Verdict]:
    """A real full disk, when this account may mount one."""
    with tempfile.TemporaryDirectory(prefix="pasapas-chaos-disque.") as disque:
        monter = ["mount", "-t", "tmpfs", "-o", f"size={TAILLE}", "pasapas-chaos", disque]
        if subprocess.run(monter, capture_output=True).returncode:
            _dire("⚠ Pas le droit de monter un petit disque : cet essai est sauté.")
            return
        try:
            _dire("→ disque de 8 Mo, sqlite")
            with _lieu("sqlite", Path(disque)) as lieu:
                yield pannes.mesurer(lieu, "disque-plein", pannes.disque_plein, fois)
        finally:
            subprocess.run(["umount", disque], check=True)  # noqa: S607


def _dire(texte: str) -> None:
    sys.stderr.write(f"{texte}\n")
    sys.stderr.flush()


def _arreter(signum: int, cadre: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
