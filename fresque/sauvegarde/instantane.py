"""The database as it stands at one moment, while people go on writing."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def instantane() -> Iterator[None]:
    """All that is read inside is of one moment. Nobody waits: SQLite's readers do not stop its
    writer, and PostgreSQL keeps what one transaction sees."""
    if connection.vendor == "sqlite":
        # ``atomic`` would take the writer's place (settings: IMMEDIATE): a bare read does not.
        with connection.cursor() as curseur:
            curseur.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                curseur.execute("ROLLBACK")
        return
    with transaction.atomic(durable=True):
        with connection.cursor() as curseur:
            curseur.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
