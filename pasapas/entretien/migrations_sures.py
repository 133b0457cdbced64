"""What a migration may do while two versions of the code serve one base: the node of before must
read and write what stands after (expand). What it takes away (contract) is declared, with why it
may go: ``rupture = "…"`` in the migration."""

from collections.abc import Iterator

from django.db.migrations import Migration, operations
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import NOT_PROVIDED, Field, ManyToManyField

OTENT = {
    operations.RemoveField: "ôte une colonne que la version d’avant lit",
    operations.DeleteModel: "ôte une table que la version d’avant lit",
    operations.RenameField: "renomme une colonne que la version d’avant lit",
    operations.RenameModel: "renomme une table que la version d’avant lit",
    operations.AlterModelTable: "renomme une table que la version d’avant lit",
    operations.RunSQL: "écrit du SQL, que rien ne relit",
}
EXIGENT = (
    operations.AddConstraint,
    operations.AlterUniqueTogether,
)


def rupture(migration: Migration) -> str:
    """Why this one may take away; empty when it takes nothing."""
    return getattr(migration, "rupture", "").strip()


def fautes(migration: Migration, avant: ProjectState) -> Iterator[str]:
    """What two versions could not both live with; ``avant``: the state it starts from."""
    etat, neuves = avant.clone(), set()
    for operation in _toutes(migration):
        if isinstance(operation, operations.CreateModel):
            neuves.add(operation.name_lower)
        elif getattr(operation, "model_name", "").lower() not in neuves:
            raison = _raison(operation, migration.app_label, etat)
            if raison:
                yield f"{migration.app_label}.{migration.name} : {operation.describe()} {raison}"
        operation.state_forwards(migration.app_label, etat)


def _toutes(migration: Migration) -> Iterator[Operation]:
    for operation in migration.operations:
        if isinstance(operation, operations.SeparateDatabaseAndState):
            yield from operation.database_operations
        else:
            yield operation


def _raison(operation: Operation, application: str, etat: ProjectState) -> str:
    for genre, raison in OTENT.items():
        if isinstance(operation, genre):
            return raison
    if isinstance(operation, EXIGENT):
        return "exige de lignes que la version d’avant écrit encore"
    if isinstance(operation, operations.AddField) and not _facultatif(operation.field):
        return "exige une valeur que la version d’avant ne donne pas (db_default, ou null)"
    if isinstance(operation, operations.AlterField):
        table = etat.models[application, operation.model_name_lower]
        return _resserre(table.fields[operation.name], operation.field)
    return ""


def _facultatif(champ: Field) -> bool:
    """Whether a row can be written without knowing of it."""
    return champ.null or isinstance(champ, ManyToManyField) or champ.db_default is not NOT_PROVIDED


def _resserre(avant: Field, apres: Field) -> str:
    if type(avant) is not type(apres):
        return "change le genre d’une colonne"
    if avant.null and not apres.null and not _facultatif(apres):
        return "n’admet plus le vide"
    if apres.unique and not avant.unique:
        return "n’admet plus deux fois la même valeur"
    if (apres.max_length or 10**9) < (avant.max_length or 10**9):
        return "raccourcit une colonne"
    if avant.db_default is not NOT_PROVIDED and apres.db_default is NOT_PROVIDED:
        return "ôte la valeur de celle que l’on ne donne pas"
    return ""
