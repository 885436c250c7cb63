"""Every row of the site taken out, and its triggers lifted, so that others can take their place.

Nobody may change the audit log, and no verb deletes; so this is for `restore` alone, which does it
in one transaction. Triggers come back as they were, by name and by word.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection, models

from harringay.backups.rows import LEFT_OUT, table_of

# They belong to the schema, and to the version of what visitors see.
_STAYING = ("django_migrations", "forum_change")


@contextmanager
def without_triggers(tables: Sequence[str]) -> Iterator[None]:
    """What triggers do for each row is done once for all rows afterwards, or not at all."""
    lift = _lifted_on_postgresql if connection.vendor == "postgresql" else _lifted_on_sqlite
    with lift(tables):
        yield


def empty(tables: Sequence[str]) -> None:
    """Take out every row; those of sessions too, as members' numbers will be others'."""
    quoted = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(quoted)}")
        else:
            for table in quoted:
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608  quoted


def tables_to_empty(saved: Sequence[type[models.Model]]) -> list[str]:
    """Those that a backup holds, and those of sessions."""
    return [*map(table_of, saved), *(name for name in LEFT_OUT if name not in _STAYING)]


@contextmanager
def _lifted_on_postgresql(tables: Sequence[str]) -> Iterator[None]:
    """Foreign keys are triggers too, but the database's own: they stay."""
    quoted = [connection.ops.quote_name(table) for table in tables]
    with connection.cursor() as cursor:
        for table in quoted:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        for table in quoted:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def _lifted_on_sqlite(tables: Sequence[str]) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'")
        lifted = [(name, sql) for name, table, sql in cursor.fetchall() if table in tables]
        for name, _ in lifted:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
        yield
        for _, sql in lifted:
            # As it is: Django would take a % in it for a place to fill in.
            cursor.execute(sql.replace("%", "%%"), ())
