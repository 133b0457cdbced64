"""What a destroyed answer leaves below the database: bounded as far as a program can.

After the transaction that destroys, and outside of it: SQLite's ``-wal`` is copied into the base
and emptied (what is freed there is overwritten: ``secure_delete``); PostgreSQL writes the tables
of the recueil again, without their dead rows. A failure is told in the log, and undoes nothing.
What stays out of reach is said to whoever hosts in docs/rgpd.md.
"""

import logging

from django.db import DatabaseError, connection, transaction

from diagnostic.models import BulletinAnonyme, BulletinATirer, FeuilleRecopiee

journal = logging.getLogger(__name__)
TABLES = [modele._meta.db_table for modele in (BulletinAnonyme, BulletinATirer, FeuilleRecopiee)]
ATTENTE = 5000  # milliseconds: how long the tables, small and held a moment, may be waited for


def nettoyer_apres() -> None:
    """Once, after the write under way, if it is kept."""
    transaction.on_commit(nettoyer, robust=True)


def nettoyer() -> bool:
    """False when something was left behind. Inside a transaction, it is for its end."""
    if connection.in_atomic_block:
        nettoyer_apres()
        return True
    try:
        propre = NETTOYAGES[connection.vendor]()
    except DatabaseError as erreur:
        journal.warning("Résidus d’un recueil non effacés : %s", type(erreur).__name__)
        return False
    if not propre:
        journal.warning("Résidus d’un recueil non effacés : le fichier -wal est lu ailleurs")
    return propre


def _sqlite() -> bool:
    with connection.cursor() as curseur:
        curseur.execute("PRAGMA busy_timeout")
        attente = curseur.fetchone()[0]
        curseur.execute(f"PRAGMA busy_timeout = {ATTENTE}")
        try:
            curseur.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return curseur.fetchone()[0] == 0
        finally:
            curseur.execute(f"PRAGMA busy_timeout = {attente}")


def _postgresql() -> bool:
    with connection.cursor() as curseur:
        curseur.execute(f"SET lock_timeout = {ATTENTE}")
        try:
            for table in TABLES:
                curseur.execute(f"VACUUM (FULL) {connection.ops.quote_name(table)}")
        finally:
            curseur.execute("RESET lock_timeout")
    return True


NETTOYAGES = {"sqlite": _sqlite, "postgresql": _postgresql}
