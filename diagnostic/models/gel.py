"""A published questionnaire is frozen by the database itself: campagnes stand on its words.

The triggers are taken off before each migration and laid again after: a table that SQLite
rebuilds loses its own, and cannot be renamed under those of others. They do not watch
deletions: foreign keys protect what campagnes and syntheses stand on, and emptying a whole
database must stay possible.
"""

from django.db import connection

MESSAGE = "Ce questionnaire est publié : il ne change plus. Importez une nouvelle version."
PUBLIE = "SELECT 1 FROM diagnostic_questionnaire q WHERE q.publie_le IS NOT NULL AND q.id = "
DU_THEME = "(SELECT t.questionnaire_id FROM diagnostic_theme t WHERE t.id = {ligne}.theme_id)"
# For each table: the events watched, and the questionnaire of the row that changes.
TABLES = {
    "diagnostic_questionnaire": (("UPDATE",), "{ligne}.id AND {ligne}.publie_le IS NOT NULL"),
    "diagnostic_theme": (("INSERT", "UPDATE"), "{ligne}.questionnaire_id"),
    "diagnostic_question": (("INSERT", "UPDATE"), DU_THEME),
}


def geler() -> None:
    """Lay the triggers of this database. Laying them twice changes nothing."""
    with connection.cursor() as curseur:
        for table, (evenements, lieu) in TABLES.items():
            for evenement in evenements:
                for requete in _requetes(table, evenement, lieu):
                    curseur.execute(requete)


def degeler() -> None:
    """Take the triggers off, for the time of a migration."""
    with connection.cursor() as curseur:
        for table, (evenements, _) in TABLES.items():
            for evenement in evenements:
                nom = f"{table}_gel_{evenement.lower()}"
                if connection.vendor == "sqlite":
                    curseur.execute(f"DROP TRIGGER IF EXISTS {nom}")
                else:
                    curseur.execute(f"DROP FUNCTION IF EXISTS {nom}() CASCADE")


def _requetes(table: str, evenement: str, lieu: str) -> list[str]:
    ligne = "NEW" if evenement == "INSERT" else "OLD"
    condition = f"EXISTS ({PUBLIE}{lieu.format(ligne=ligne)})"
    nom = f"{table}_gel_{evenement.lower()}"
    if connection.vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {nom} BEFORE {evenement} ON {table} FOR EACH ROW "
            f"WHEN {condition} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {nom}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {condition} THEN RAISE EXCEPTION '{MESSAGE}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        f"CREATE OR REPLACE TRIGGER {nom} BEFORE {evenement} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {nom}()",
    ]
