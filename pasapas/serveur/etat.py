"""What can be wrong with an installation, looked at one by one: each look ends in a word."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from pasapas.models import Courriel, Ouvrier, Travail
from pasapas.serveur.garde import derniere_sauvegarde

PLACE = 200 * 1024 * 1024  # bytes left on the disk, under which nothing is promised any more
VIEILLE = timedelta(hours=36)  # a daily backup that did not come


@dataclass(frozen=True)
class Point:
    """``bloque``: no page can be served as long as it is so."""

    nom: str
    bien: bool
    dit: str
    bloque: bool = True


def points() -> list[Point]:
    """Every look, whatever becomes of the others."""
    return [_regarder(nom, regard, bloque) for nom, regard, bloque in REGARDS]


def alertes() -> list[Point]:
    """What serves pages all the same, and must not stay so: for who administers."""
    vus = [_regarder(nom, regard, bloque) for nom, regard, bloque in REGARDS if not bloque]
    return [point for point in vus if not point.bien]


def _regarder(nom: str, regard: Callable[[], str], bloque: bool) -> Point:
    try:
        mal = regard()
    except (DatabaseError, OSError) as panne:
        return Point(nom, False, type(panne).__name__, bloque)
    return Point(nom, not mal, mal or "bien", bloque)


def _base() -> str:
    with connection.cursor() as curseur:
        curseur.execute("SELECT 1")
        return "" if curseur.fetchone() == (1,) else "ne répond pas"


def _migrations() -> str:
    executeur = MigrationExecutor(connection)
    reste = executeur.migration_plan(executeur.loader.graph.leaf_nodes())
    return f"{len(reste)} à passer" if reste else ""


def _ouvrier() -> str:
    return "" if Ouvrier.objects.la().exists() else "aucun vu depuis une minute"


def _disque() -> str:
    libre = shutil.disk_usage(settings.VAR_DIR).free
    return "" if libre > PLACE else f"{libre // 2**20} Mo libres"


def _sauvegarde() -> str:
    derniere = derniere_sauvegarde()
    if derniere is None:
        return "aucune ici"
    return "" if timezone.now() - derniere < VIEILLE else f"du {derniere:%d/%m/%Y}"


REGARDS: tuple[tuple[str, Callable[[], str], bool], ...] = (
    ("base", _base, True),
    ("migrations", _migrations, True),
    ("disque", _disque, True),
    ("ouvrier", _ouvrier, False),
    ("sauvegarde", _sauvegarde, False),
)


def mesures() -> dict[str, tuple[str, float]]:
    """Figures read from the database: a name, what it says, its value. No name of anyone."""
    attend = Courriel.objects.vivants()
    ancien = attend.order_by("cree_le").values_list("cree_le", flat=True).first()
    age = (timezone.now() - ancien).total_seconds() if ancien else 0.0
    derniere = derniere_sauvegarde()
    return {
        "pasapas_ouvriers": ("Ouvriers vus depuis une minute", Ouvrier.objects.la().count()),
        "pasapas_courriels_en_attente": ("Courriels à envoyer", attend.count()),
        "pasapas_courriel_attente_secondes": ("Âge du plus ancien courriel à envoyer", age),
        "pasapas_travaux_en_attente": ("Travaux à faire", Travail.objects.vivants().count()),
        "pasapas_disque_libre_octets": (
            "Place libre là où sont les données",
            shutil.disk_usage(settings.VAR_DIR).free,
        ),
        "pasapas_sauvegarde_secondes": (
            "Date de la dernière sauvegarde (0 : aucune)",
            derniere.timestamp() if derniere else 0.0,
        ),
    }
