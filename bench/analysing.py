"""What the site's database has come to know of itself by the time that it is measured."""

from django.db import connection


def analyse() -> None:
    """Let PostgreSQL count what there is, as it does by itself within minutes of many changes.

    SQLite counts nothing unless it is told to, which the site never does: where it has counted, and
    a migration then writes a table anew, it takes lists apart by category.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
