"""The tables as a set of migrations leaves them: those of the code, or those of another version."""

from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

CleMigration = tuple[str, str]
Migrations = dict[str, list[str]]


def cles(migrations: Migrations) -> set[CleMigration]:
    return {(application, nom) for application, noms in migrations.items() for nom in noms}


def bouts(executeur: MigrationExecutor, dites: set[CleMigration]) -> list[CleMigration]:
    """The last migrations of each application, among those."""
    noeuds = executeur.loader.graph.node_map
    return sorted(
        cle
        for cle in dites
        if not any(
            enfant.key in dites and enfant.key[0] == cle[0] for enfant in noeuds[cle].children
        )
    )


def modeles(migrations: Migrations) -> dict[str, type[models.Model]]:
    """As they were once these had passed. Raises KeyError for one the code does not know."""
    executeur = MigrationExecutor(connection)
    etat = executeur.loader.project_state(bouts(executeur, cles(migrations)))
    tous = etat.apps.get_models(include_auto_created=True)
    return {modele._meta.label: modele for modele in tous if modele._meta.managed}


def a_jour() -> bool:
    """Whether the base has seen every migration of the code."""
    executeur = MigrationExecutor(connection)
    return not executeur.migration_plan(executeur.loader.graph.leaf_nodes())
