"""`make chaos`: every trial at its full length, on both databases, or the parts that are named."""

import argparse
import os
import signal
import sys
import time
import traceback
from datetime import datetime

from bench.chaos.essais import ESSAIS, Bases, Essai
from bench.chaos.rapport import publier
from bench.chaos.verification import Verdict
from bench.instance import RACINE
from bench.rapport import dire, interrompre


def main() -> int:
    noms = [essai.nom for essai in ESSAIS]
    options = argparse.ArgumentParser(prog="bench.chaos", description=__doc__)
    options.add_argument("parties", nargs="*", default=noms, metavar="|".join(noms))
    options.add_argument("--court", action="store_true", help="tout, en 15 minutes au plus")
    options.add_argument("--part", type=float, default=1.0, help="une fraction des essais : 0.1")
    demande = options.parse_args()
    if inconnues := set(demande.parties) - set(noms):
        options.error(f"partie inconnue : {', '.join(inconnues)}")
    signal.signal(signal.SIGTERM, interrompre)
    verdicts: list[Verdict] = []
    echecs: list[str] = []
    try:
        for essai in (essai for essai in ESSAIS if essai.nom in demande.parties):
            fois = max(1, round((essai.court if demande.court else essai.entier) * demande.part))
            _essayer(essai, fois, verdicts, echecs)
    except KeyboardInterrupt:
        echecs.append("arrêté avant la fin")
    fichier = RACINE / "var" / "bench" / f"chaos-{datetime.now():%Y-%m-%dT%H%M%S}.jsonl"
    tenu = publier(verdicts, fichier)
    for echec in echecs:
        dire(f"✗ En échec : {echec}")
    return 0 if tenu and not echecs else 1


def _essayer(essai: Essai, fois: int, verdicts: list[Verdict], echecs: list[str]) -> None:
    """What was seen is kept; a trial that cannot be run leaves the others their turn."""
    dire(f"→ {essai.nom}, {fois} fois")
    depart = time.monotonic()
    try:
        for verdict in essai.mesurer(_bases(), fois):
            verdicts.append(verdict)
            dire(f"  {verdict}")
    except Exception as panne:  # whatever broke it, the next trial must have its turn
        traceback.print_exc()
        echecs.append(f"{essai.nom} ({panne})")
    dire(f"  {time.monotonic() - depart:.0f} s")


def _bases() -> Bases:
    adresse = os.environ.get("DATABASE_URL", "")
    if adresse.startswith("postgres"):
        return ["sqlite", adresse]
    dire("⚠ Pas de DATABASE_URL : la moitié PostgreSQL est sautée (make chaos la fournit).")
    return ["sqlite"]


if __name__ == "__main__":
    sys.exit(main())
