"""The settings of a new installation: ``manage.py reglages --nouveaux /etc/pas-a-pas.env``."""

import sys
from collections.abc import Callable
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from pasapas.entretien import reglages_neufs
from pasapas.entretien.reglages_neufs import Refus

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
            raise CommandError(f"{chemin} ne s’écrit pas : {panne.strerror}.") from panne
        self.stdout.write(SUITE.format(chemin=chemin))

    def _texte(self, options: dict[str, Any]) -> str:
        """Raises Refus."""
        nom = options["nom"] or demander("Nom servi (fresque.example.org)")
        var = options["donnees"] or demander("Dossier des données", "/var/lib/pas-a-pas")
        base = options["base"] or demander("Base : sqlite, ou postgres://…", "sqlite")
        var = var.rstrip("/") or "/"
        de = options["expediteur"] or demander("De qui viennent les courriels", f"pas-a-pas@{nom}")
        return reglages_neufs.remplir(
            {
                **reglages_neufs.secrets_neufs(),
                "PASAPAS_HOSTS": nom,
                "PASAPAS_VAR": var,
                "PASAPAS_SAUVEGARDES": f"{var}/sauvegardes",
                "DATABASE_URL": reglages_neufs.base(base, var),
                "PASAPAS_EMAIL_URL": options["courriel"] or _demander_le_courriel(),
                "PASAPAS_EMAIL_FROM": de,
            }
        )


def _demander_le_courriel() -> str:
    hote = demander("Serveur d’envoi des courriels (smtp.example.org)")
    port = demander("Son port", "587")
    if not port.isdigit():
        raise Refus("Le port est un nombre : 587, 465 ou 25.")
    compte = demander("Le compte d’envoi (vide : aucun)", "")
    passe = demander("Son mot de passe", lire=getpass) if compte else ""
    return reglages_neufs.courriel(hote, int(port), compte, passe)


def demander(question: str, sinon: str | None = None, *, lire: Callable[[str], str] = input) -> str:
    """What is answered, or ``sinon``. Raises Refus where nobody can be asked."""
    if not sys.stdin.isatty():
        if sinon is not None:
            return sinon
        raise Refus(f"Sans terminal, il faut le dire en option : « {question} ».")
    while True:
        dit = lire(f"{question}{f' [{sinon}]' if sinon else ''} : ").strip()
        if dit or sinon is not None:
            return dit or sinon or ""
