"""``manage.py fresque <slug> --output fresque.pdf``: the whole wall as an A4 PDF."""

import gc
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from fresque.instant import instant
from fresque.management.projets import nomme
from fresque.pdf import OptionsImpression, parties
from pasapas.serveur.mots_du_systeme import en_francais


class Command(BaseCommand):
    help = "Imprime une fresque : les planches en A4, dans un seul PDF."
    requires_system_checks: list[str] = []  # half a second, for what serves no page

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="l’adresse du projet, par exemple dragibus-2025")
        parser.add_argument("--output", required=True, help="le fichier à écrire, ou - ")
        parser.add_argument(
            "--planche", action="append", default=[], help="une planche seulement (répétable)"
        )
        parser.add_argument("--sans-postits", action="store_true")
        parser.add_argument(
            "--avec-coordonnees",
            action="store_true",
            help="aussi les téléphones et les adresses e-mail du répertoire",
        )
        parser.add_argument("--fiches-vierges", type=int, default=0, metavar="N")
        parser.add_argument(
            "--adresse", default="", help="l’adresse du site, pour les codes QR (https://...)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        projet = nomme(options["slug"])
        fresque = instant(projet).fresque.papier
        inconnues = [code for code in options["planche"] if fresque.planche(code) is None]
        if inconnues:
            codes = ", ".join(planche.code for planche in fresque.planches)
            raise CommandError(
                f"Planche inconnue : {', '.join(inconnues)}. Planches de ce projet : {codes}."
            )
        octets = parties.fichier(
            projet,
            OptionsImpression(
                codes=tuple(options["planche"]),
                postits=not options["sans_postits"],
                coordonnees=options["avec_coordonnees"],
                fiches_vierges=max(0, options["fiches_vierges"]),
                url_base=options["adresse"].rstrip("/"),
            ),
        )
        gc.freeze()  # the process ends: nothing of what was laid out needs to be looked at again
        if options["output"] == "-":
            sys.stdout.buffer.write(octets)
            return
        try:
            Path(options["output"]).write_bytes(octets)
        except OSError as erreur:
            raise CommandError(
                f"Impossible d’écrire {options['output']} : {en_francais(erreur)}."
            ) from erreur
        self.stdout.write(f"Fresque de « {projet} » : {options['output']}")
