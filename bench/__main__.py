"""Both databases, the weight of the wall, the paper: one run, one report."""

import argparse
import os
import signal
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path
from types import FrameType

from bench import ecoute, pages, papier, poids, requetes, tours
from bench.client import Echec
from bench.instance import FILS, OUVRIERS, RACINE, Instance
from bench.navigateur import find_chromium
from bench.rapport import Mesure, publish


def main() -> int:
    options = argparse.ArgumentParser(prog="bench/run.py", description=__doc__)
    options.add_argument("--court", action="store_true", help="une minute plutôt que quatre")
    court = options.parse_args().court
    signal.signal(signal.SIGTERM, _stop)
    depart = time.monotonic()
    mesures: list[Mesure] = []
    try:
        with tempfile.TemporaryDirectory(prefix="pasapas-bench.") as dossier:
            os.environ["TMPDIR"] = dossier  # Chromium and its driver leave files behind
            for instance in _instances(Path(dossier)):
                mesures += _measure(instance, court=court)
    except Echec as echec:
        sys.stderr.write(f"✗ {echec}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("Arrêté.\n")
        return 130
    conditions = (
        f"gunicorn, {OUVRIERS} processus de {FILS} fils, {pages.CONNEXIONS} connexions ; "
        f"{os.cpu_count()} processeurs ; {time.monotonic() - depart:.0f} s de mesure."
    )
    if not _calm(mesures):
        conditions += "\n⚠ La machine fait autre chose en même temps : les ratios de temps montent."
    fichier = RACINE / "var" / "bench" / f"{datetime.now():%Y-%m-%dT%H%M%S}.jsonl"
    return 0 if publish(mesures, conditions, fichier) else 1


def _calm(mesures: list[Mesure]) -> bool:
    """The trivial page had most of the processors it can use."""
    plein = min(OUVRIERS, os.cpu_count() or OUVRIERS)
    parts = [m.detail["part_serveur"] for m in mesures if m.mesure == tours.TEMOIN]
    return all(part >= 0.7 * plein for part in parts)


def _instances(dossier: Path) -> list[Instance]:
    urls = {"sqlite": f"sqlite:///{dossier}/sqlite/pasapas.sqlite3"}
    adresse = os.environ.get("DATABASE_URL", "")
    if adresse.startswith("postgres"):
        urls["postgresql"] = adresse
    else:
        _say("⚠ Pas de DATABASE_URL : la moitié PostgreSQL est sautée (make bench la fournit).")
    instances = [Instance(base, url, dossier / base) for base, url in urls.items()]
    for instance in instances:
        instance.var.mkdir()
    return instances


def _measure(instance: Instance, *, court: bool) -> list[Mesure]:
    """Everything on one database; what depends on no database, on the first one only."""
    premiere = instance.base == "sqlite"
    chromium = find_chromium() if premiere else ""
    if premiere and not chromium:
        _say("⚠ Pas de Chromium : ni le poids du mur ni le PDF ne sont mesurés.")
    _say(f"→ {instance.base} : préparation")
    instance.prepare()
    mesures = []
    if chromium:
        _say("→ PDF")
        mesures += papier.measure(instance, chromium, court=court)
    with instance.serve() as port:
        if chromium:
            _say("→ poids du mur")
            mesures += poids.weigh(port, chromium)
        _say(f"→ {instance.base} : pages")
        rythme = pages.COURT if court else pages.NORMAL
        mesures += pages.measure(port, instance.base, rythme)
    _say(f"→ {instance.base} : {ecoute.AUDITEURS} pages qui écoutent")
    with instance.serve() as port, instance.listen() as flux:
        mesures += ecoute.measure(port, flux, instance, court=court)
    _say(f"→ {instance.base} : requêtes")
    return [*mesures, *requetes.count(instance)]


def _say(texte: str) -> None:
    sys.stderr.write(f"{texte}\n")
    sys.stderr.flush()


def _stop(signum: int, cadre: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
