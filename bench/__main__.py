"""Both databases, the weight of the wall, the paper: one run, one report.

A part that fails is told, and what the others measured is kept.
"""

import argparse
import os
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bench import pages, tours
from bench.ampleur import COURTE, ENTIERE, Ampleur
from bench.instance import FILS, OUVRIERS, RACINE
from bench.navigateur import find_chromium
from bench.parties import PARTIES, Partie, jouer, modele
from bench.rapport import Mesure, dire, interrompre, publish


def main() -> int:
    noms = [partie.nom for partie in PARTIES]
    options = argparse.ArgumentParser(prog="bench/run.py", description=__doc__)
    options.add_argument("parties", nargs="*", default=noms, metavar="|".join(noms))
    options.add_argument("--court", action="store_true", help="trois minutes plutôt que huit")
    demande = options.parse_args()
    if inconnues := set(demande.parties) - set(noms):
        options.error(f"partie inconnue : {', '.join(inconnues)}")
    signal.signal(signal.SIGTERM, interrompre)
    voulues = [partie for partie in PARTIES if partie.nom in demande.parties]
    depart = time.monotonic()
    mesures: list[Mesure] = []
    echecs: list[str] = []
    try:
        with tempfile.TemporaryDirectory(prefix="pasapas-bench.") as dossier:
            os.environ["TMPDIR"] = dossier  # Chromium and its driver leave files behind
            for url in _bases():
                ampleur = COURTE if demande.court else ENTIERE
                _mesurer(url, Path(dossier), voulues, ampleur, mesures, echecs)
    except KeyboardInterrupt:
        echecs.append("arrêté avant la fin")
    conditions = (
        f"gunicorn, {OUVRIERS} processus de {FILS} fils, {pages.CONNEXIONS} connexions ; "
        f"{os.cpu_count()} processeurs ; {time.monotonic() - depart:.0f} s de mesure."
    )
    if not _calm(mesures):
        mesures = [replace(mesure, juge=mesure.detail.get("ratio_cpu")) for mesure in mesures]
        conditions += (
            "\n⚠ La machine fait autre chose en même temps : les ratios de temps montent. "
            "Les pages sont jugées sur le temps de processeur, le reste tel quel."
        )
    fichier = RACINE / "var" / "bench" / f"{datetime.now():%Y-%m-%dT%H%M%S}.jsonl"
    tenu = publish(mesures, conditions, fichier)
    for echec in echecs:
        dire(f"✗ En échec : {echec}")
    return 0 if tenu and not echecs else 1


def _bases() -> list[str]:
    adresse = os.environ.get("DATABASE_URL", "")
    if adresse.startswith("postgres"):
        return ["sqlite", adresse]
    dire("⚠ Pas de DATABASE_URL : la moitié PostgreSQL est sautée (make bench la fournit).")
    return ["sqlite"]


def _mesurer(
    url: str,
    dossier: Path,
    parties: Sequence[Partie],
    ampleur: Ampleur,
    mesures: list[Mesure],
    echecs: list[str],
) -> None:
    """Everything on one database; what depends on no database, on the first one only."""
    base = url.split(":")[0]
    ici = [partie for partie in parties if base == "sqlite" or not partie.une_base]
    if not ici:
        return
    dire(f"→ {base} : préparation")
    with modele(url, dossier / base) as exemple:
        for partie in ici:
            if partie.navigateur and not find_chromium():
                dire(f"⚠ Pas de Chromium : « {partie.nom} » n’est pas mesuré.")
                continue
            dire(f"→ {base} : {partie.nom}")
            try:
                a_part = dossier / f"{base}-{partie.nom}"
                mesures += jouer(partie, exemple, url, a_part, ampleur)
            except Exception as panne:  # whatever broke it, the next part must have its turn
                traceback.print_exc()
                echecs.append(f"{partie.nom}, {base} ({panne})")


def _calm(mesures: list[Mesure]) -> bool:
    """The trivial page had most of the processors it can use."""
    plein = min(OUVRIERS, os.cpu_count() or OUVRIERS)
    parts = [m.detail["part_serveur"] for m in mesures if m.mesure == tours.TEMOIN]
    return all(part >= 0.7 * plein for part in parts)


if __name__ == "__main__":
    sys.exit(main())
