"""Both databases, the weight of the wall, the paper: one run, one report."""

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from types import FrameType

from bench import ecoute, pages, papier, poids, recueil, requetes, resultats, tours
from bench.client import Echec
from bench.instance import FILS, OUVRIERS, RACINE, Instance
from bench.navigateur import find_chromium
from bench.rapport import Mesure, publish

PARTIES = ("papier", "poids", "pages", "resultats", "recueil", "ecoute", "requetes")


def main() -> int:
    options = argparse.ArgumentParser(prog="bench/run.py", description=__doc__)
    options.add_argument("parties", nargs="*", default=PARTIES, metavar="|".join(PARTIES))
    options.add_argument("--court", action="store_true", help="deux minutes plutôt que sept")
    demande = options.parse_args()
    if inconnues := set(demande.parties) - set(PARTIES):
        options.error(f"partie inconnue : {', '.join(inconnues)}")
    signal.signal(signal.SIGTERM, _stop)
    depart = time.monotonic()
    mesures: list[Mesure] = []
    try:
        with tempfile.TemporaryDirectory(prefix="pasapas-bench.") as dossier:
            os.environ["TMPDIR"] = dossier  # Chromium and its driver leave files behind
            for instance in _instances(Path(dossier)):
                mesures += _measure(instance, demande.parties, court=demande.court)
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


def _measure(instance: Instance, parties: Sequence[str], *, court: bool) -> list[Mesure]:
    """Everything on one database; what depends on no database, on the first one only."""
    _say(f"→ {instance.base} : préparation")
    instance.prepare()
    mesures = _sur_le_papier(instance, parties, court=court) if instance.base == "sqlite" else []
    rythme = pages.COURT if court else pages.NORMAL
    sur_un_serveur: dict[str, Callable[[int], list[Mesure]]] = {
        "pages": lambda port: pages.measure(port, instance.base, rythme),
        "resultats": lambda port: resultats.measure(instance, port, rythme),
        "recueil": lambda port: recueil.measure(instance, port, court=court),
    }
    for partie in [partie for partie in sur_un_serveur if partie in parties]:
        _say(f"→ {instance.base} : {partie}")
        with instance.serve() as port:
            mesures += sur_un_serveur[partie](port)
    if "ecoute" in parties:
        _say(f"→ {instance.base} : {ecoute.AUDITEURS} pages qui écoutent")
        with instance.serve() as port, instance.listen() as flux:
            mesures += ecoute.measure(port, flux, instance, court=court)
    if "requetes" in parties:
        _say(f"→ {instance.base} : requêtes")
        mesures += requetes.count(instance)
    return mesures


def _sur_le_papier(instance: Instance, parties: Sequence[str], *, court: bool) -> list[Mesure]:
    """The weight of the wall and its PDF, against a Chromium."""
    if not {"papier", "poids"} & set(parties):
        return []
    chromium = find_chromium()
    if not chromium:
        _say("⚠ Pas de Chromium : ni le poids du mur ni le PDF ne sont mesurés.")
        return []
    mesures = []
    if "papier" in parties:
        _say("→ PDF")
        mesures += papier.measure(instance, chromium, court=court)
    if "poids" in parties:
        _say("→ poids du mur")
        with instance.serve() as port:
            mesures += poids.weigh(port, chromium)
    return mesures


def _say(texte: str) -> None:
    sys.stderr.write(f"{texte}\n")
    sys.stderr.flush()


def _stop(signum: int, cadre: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
