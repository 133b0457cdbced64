"""The base and the files of the screen follow the code: ``manage.py mettre_a_jour``."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor

from fresque.sauvegarde.archive import sauvegarder
from pasapas import VERSION
from pasapas.entretien.commandes import AvecABlanc
from pasapas.entretien.migrations_sures import rupture
from pasapas.models import User
from pasapas.serveur.garde import dossier

VERROU = 1_635_018_093  # one upgrade at a time, whatever the machine
PLUS_RECENTE = (
    "La base a été mise à jour par une version plus récente que celle-ci (elle connaît « {} ») : "
    "remettez ce code-là."
)
RESTE = """
Reste à faire :
  systemctl restart pas-a-pas-pages pas-a-pas-flux pas-a-pas-ouvrier
  manage.py check --deploy
Avec plusieurs machines : la même commande sur chacune (la base n’est mise à jour qu’une fois), puis
leurs services, une machine après l’autre."""
RETOUR_CODE = """
Pour revenir : remettre le code d’avant (git checkout), .ci/setup, manage.py collectstatic, puis
redémarrer. La base n’a pas à revenir en arrière : le code d’avant sait s’en servir."""
RETOUR_ARCHIVE = """
Pour revenir (docs/heberger.md, « Revenir en arrière ») : arrêter les services, remettre le code
d’avant (git checkout), .ci/setup, donner une base neuve par DATABASE_URL, puis
  manage.py restaurer {}"""


class Command(AvecABlanc):
    help = (
        "Met la base et les fichiers de l’écran à la version du code : sauvegarde, migrations, "
        "fichiers, vérification. Dit quoi redémarrer, et comment revenir si quelque chose manque."
    )
    requires_system_checks = ()
    archive: Path | None = None

    def handle(self, *args: Any, **options: Any) -> None:
        reste = a_passer()
        self.stdout.write(f"Version du code : {VERSION}. Migrations à passer : {len(reste)}.")
        for migration in reste:
            self.stdout.write(f"  {migration.app_label} {migration.name}")
        coupures = [une for une in reste if rupture(une)]
        for une in coupures:
            self.stdout.write(
                f"À savoir : {une.app_label} {une.name} ne laisse plus servir le code d’avant "
                f"({rupture(une)})."
            )
        if options["a_blanc"]:
            self.stdout.write(f"Une archive serait écrite dans {dossier()}. Rien n’a été fait.")
            return
        with seul():
            self._etape("sauvegarde", self._sauvegarder, "Rien n’a été touché.")
            retour = self._retour(bool(coupures))
            self._etape("base", lambda: _dire("migrate", interactive=False), retour)
        self._etape("fichiers", lambda: _dire("collectstatic", interactive=False), retour)
        self._etape("vérification", lambda: _dire("check"), retour)
        self.stdout.write(RESTE)

    def _etape(self, quoi: str, faire: Callable[[], str], sinon: str) -> None:
        self.stdout.write(f"— {quoi}")
        try:
            dit = faire()
        except Exception as echec:  # whatever it is, how to come back is what is needed now
            raise CommandError(
                f"{quoi} : {type(echec).__name__} : {echec}\n{sinon}", returncode=1
            ) from echec
        if dit:
            self.stdout.write(f"  {dit}")

    def _sauvegarder(self) -> str:
        if User._meta.db_table not in connection.introspection.table_names():
            return "base neuve : rien à sauvegarder"
        self.archive = sauvegarder(cle=settings.SAUVEGARDE_CLE)
        return str(self.archive)

    def _retour(self, coupe: bool) -> str:
        if not self.archive:
            return "La base était neuve : une autre base neuve suffit pour recommencer."
        archive = RETOUR_ARCHIVE.format(self.archive)
        return archive if coupe else f"{RETOUR_CODE}\nSi la base elle-même est en cause :{archive}"


def a_passer() -> list[Migration]:
    """What the base has not seen yet. Raises CommandError when it has seen more than the code."""
    try:
        executeur = MigrationExecutor(connection)
    except DatabaseError as panne:
        raise CommandError(f"La base ne répond pas : {panne}") from panne
    graphe = executeur.loader.graph
    applications = {application for application, _ in graphe.nodes}
    for application, nom in sorted(executeur.loader.applied_migrations):
        if application in applications and (application, nom) not in graphe.nodes:
            raise CommandError(PLUS_RECENTE.format(f"{application} {nom}"))
    return [migration for migration, _ in executeur.migration_plan(graphe.leaf_nodes())]


@contextmanager
def seul() -> Iterator[None]:
    """Two machines upgraded at once share one base. Raises CommandError."""
    if connection.vendor != "postgresql":
        yield  # SQLite: its own lock holds whoever comes second
        return
    with connection.cursor() as curseur:
        curseur.execute("SELECT pg_try_advisory_lock(%s)", [VERROU])
        if not curseur.fetchone()[0]:
            raise CommandError("Une autre mise à jour est en cours sur cette base : attendez-la.")
        try:
            yield
        finally:
            with suppress(DatabaseError):  # a connection that is gone has let it go
                curseur.execute("SELECT pg_advisory_unlock(%s)", [VERROU])


def _dire(commande: str, **options: Any) -> str:
    """Its last word."""
    sortie = io.StringIO()
    call_command(commande, stdout=sortie, stderr=sortie, no_color=True, **options)
    lignes = sortie.getvalue().strip().splitlines()
    return lignes[-1].strip() if lignes else ""
