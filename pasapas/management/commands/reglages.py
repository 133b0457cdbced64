"""The settings of a new installation: ``manage.py reglages --nouveaux /etc/pas-a-pas.env``."""

import re
import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pasapas.entretien import reglages_neufs
from pasapas.entretien.reglages_neufs import Refus
from pasapas.serveur.mots_du_systeme import en_francais

NOMS = re.compile(r"[\w.,:\[\]-]+")  # several, separated by commas
SUITE = """Écrit : {chemin}, avec un secret neuf et une clé neuve pour les sauvegardes.

À faire maintenant :
  1. chown root:pasapas {chemin} && chmod 640 {chemin}
  2. en garder une copie ailleurs que sur ce serveur : sans le secret, personne ne passe plus sa
     seconde vérification ; sans la clé, aucune sauvegarde ne s’ouvre
  3. set -a; . {chemin}; set +a   puis   manage.py migrate   et   manage.py check --deploy"""


class Command(BaseCommand):
    help = (
        "Écrit le fichier des réglages d’une installation neuve : pose les questions qui restent "
        "et invente les secrets. N’écrase jamais un fichier."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--nouveaux", type=Path, required=True, metavar="FICHIER")
        parser.add_argument("--nom", help="le nom servi, par exemple fresque.example.org")
        parser.add_argument("--donnees", help="le dossier des données (/var/lib/pas-a-pas)")
        parser.add_argument("--base", help="« sqlite », ou postgres://compte:passe@hote/nom")
        parser.add_argument("--courriel", help="smtp+tls://compte:passe@smtp.example.org:587")
        parser.add_argument("--expediteur", help="de qui viennent les courriels")

    def handle(self, *args: Any, **options: Any) -> None:
        chemin: Path = options["nouveaux"]
        if chemin.exists():
            raise CommandError(f"{chemin} existe déjà : rien n’y est touché.")
        try:
            reglages_neufs.ecrire(chemin, self._texte(options))
        except Refus as refus:
            raise CommandError(str(refus)) from refus
        except OSError as panne:
            raise CommandError(f"{chemin} ne s’écrit pas : {en_francais(panne)}.") from panne
        self.stdout.write(SUITE.format(chemin=chemin))

    def _texte(self, options: dict[str, Any]) -> str:
        """Raises Refus."""
        nom = self._dire("Nom servi (fresque.example.org)", options["nom"], juger=noms_servis)
        var = self._dire("Dossier des données", options["donnees"], "/var/lib/pas-a-pas")
        var = var.rstrip("/") or "/"
        base = self._dire(
            "Base : sqlite, ou postgres://compte:passe@hote/nom",
            options["base"],
            "sqlite",
            juger=lambda dit: reglages_neufs.base(dit, var),
        )
        de = f"pas-a-pas@{nom.partition(',')[0]}"
        de = self._dire("De qui viennent les courriels", options["expediteur"], de)
        return reglages_neufs.remplir(
            {
                **reglages_neufs.secrets_neufs(),
                "PASAPAS_HOSTS": nom,
                "PASAPAS_VAR": var,
                "PASAPAS_SAUVEGARDES": f"{var}/sauvegardes",
                "DATABASE_URL": base,
                "PASAPAS_EMAIL_URL": options["courriel"] or self._courriel(),
                "PASAPAS_EMAIL_FROM": de,
            }
        )

    def _courriel(self) -> str:
        hote = self._dire("Serveur d’envoi des courriels (smtp.example.org)")
        port = self._dire("Son port", sinon="587", juger=port_juste)
        compte = self._dire("Le compte d’envoi (vide : aucun)", sinon="")
        passe = self._dire("Son mot de passe", lire=getpass) if compte else ""
        return reglages_neufs.courriel(hote, int(port), compte, passe)

    def _dire(
        self,
        question: str,
        donne: str | None = None,
        sinon: str | None = None,
        *,
        juger: Callable[[str], str] = str,
        lire: Callable[[str], str] = input,
    ) -> str:
        """What was given as an option, else what is answered, asked again until it can be.
        Raises Refus where nobody can be asked."""
        if donne or not sys.stdin.isatty():
            if donne is None and sinon is None:
                raise Refus(f"Sans terminal, il faut le dire en option : « {question} ».")
            return juger(donne or sinon or "")
        while True:
            dit = lire(f"{question}{f' [{sinon}]' if sinon else ''} : ").strip()
            try:
                if dit or sinon is not None:
                    return juger(dit or sinon or "")
            except Refus as refus:
                self.stderr.write(str(refus))


def noms_servis(dit: str) -> str:
    """Raises Refus."""
    if not NOMS.fullmatch(dit):
        raise Refus("Un nom comme fresque.example.org, sans https:// ni chemin.")
    return dit


def port_juste(dit: str) -> str:
    """Raises Refus."""
    if not (dit.isascii() and dit.isdigit() and 0 < int(dit) < 65_536):
        raise Refus("Le port est un nombre : 587, 465 ou 25.")
    return dit
