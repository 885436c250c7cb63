"""The version of everything that a visitor can see: it differs after any change to it.

Triggers note each change in the transaction that makes it, so that the web, the worker, the
timetable and `manage.py` cannot forget to, nor can anybody who types SQL. What a visitor is shown
from a cache must have been made under today's version.
"""

import time
from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import RawSQL

# Models whose rows show on visitors' pages, and the columns of theirs that do not. A view count may
# be a minute old (Reading at scale, 4). An app that the forum does not know adds its own when it is
# ready.
WATCHED: Final[dict[str, frozenset[str]]] = {
    "forum.category": frozenset(),
    "forum.discussion": frozenset({"view_count"}),
    "forum.discussiontag": frozenset(),
    "forum.event": frozenset({"told_at"}),
    "forum.page": frozenset(),
    "forum.reply": frozenset(),
    "forum.replypage": frozenset(),
    "forum.siteidentity": frozenset(),
    "forum.tag": frozenset(),
    "members.formeraddress": frozenset(),
    "members.safeguards": frozenset(
        {"away_held_count", "away_slowed_count", "away_hidden_count", "is_away_reported"}
    ),
    "members.member": frozenset(
        {
            "password",
            "last_login",
            "email",
            "restriction_ends_at",
            "wants_to_follow_started",
            "wants_to_follow_replied",
        }
    ),
}

# Where a request remembers its version.
VERSION: Final = "harringay.version"

# One row holds the version. SQLite has one writer at a time, and each adds to it. It begins with
# the clock: a database restored into an empty one must not repeat what a cache has seen of another.
_VERSION: Final = "SELECT count FROM forum_change WHERE id = 1"
_BEGIN: Final = "INSERT INTO forum_change (id, count) VALUES (1, %s) ON CONFLICT (id) DO NOTHING"
_COUNT: Final = "UPDATE forum_change SET count = count + 1 WHERE id = 1"

# On PostgreSQL a writer who held that row would keep all others waiting. So a transaction leaves a
# note of its own, and the note is counted by a trigger that waits for the commit: versions are
# handed out in the order in which changes can be seen. That there is a note is said in a setting
# that ends with the transaction, or with what is rolled back of it: to look for the note itself
# would be to look through all those that have gone.
_NOTES: Final = (
    "DELETE FROM forum_change WHERE id > 1",
    """
    CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN
        IF coalesce(current_setting('harringay.noted', true), '') = '' THEN
            PERFORM set_config('harringay.noted', 'yes', true);
            INSERT INTO forum_change (count) VALUES (0);
        END IF;
        RETURN NULL;
    END$$
    """,
    """
    CREATE OR REPLACE FUNCTION count_change() RETURNS trigger LANGUAGE plpgsql AS
    $$BEGIN
        PERFORM set_config('harringay.noted', '', true);
        DELETE FROM forum_change WHERE id = NEW.id;
        UPDATE forum_change SET count = count + 1 WHERE id = 1;
        RETURN NULL;
    END$$
    """,
    "DROP TRIGGER IF EXISTS count_change ON forum_change",
    """
    CREATE CONSTRAINT TRIGGER count_change AFTER INSERT ON forum_change
        DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.id > 1) EXECUTE FUNCTION count_change()
    """,
    # The first number has been given by hand.
    "SELECT setval(pg_get_serial_sequence('forum_change', 'id'), MAX(id)) FROM forum_change",
)


def version() -> str:
    """Today's version: one query of one row."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def version_for(environ: dict[str, Any]) -> str:
    """The same for a request, given its WSGI environment: read once, when it is first asked for."""
    if VERSION not in environ:
        environ[VERSION] = version()
    read: str = environ[VERSION]
    return read


def column() -> RawSQL:
    """The same as a column of another query, of whose moment it tells: see `remember`."""
    return RawSQL(_VERSION, ())  # noqa: S611  words of our own


def remember(environ: dict[str, Any], told: int | None) -> None:
    """Keep what the first query of a request told, unless there was one before it."""
    environ.setdefault(VERSION, "" if told is None else str(told))


def remembered(environ: dict[str, Any]) -> str | None:
    """What has been read for a request already."""
    read: str | None = environ.get(VERSION)
    return read


def count_one() -> None:
    """Make another version where something has changed of which no watched table tells."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)


def watch(**_kwargs: Any) -> None:
    """Lay the triggers anew, after every migrate: SQLite drops them when it alters a table."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [time.time_ns() // 1_000_000])
        for statement in _NOTES if connection.vendor == "postgresql" else ():
            cursor.execute(statement)
        there = connection.introspection.table_names(cursor)
        for label in WATCHED:
            # Where only some apps are migrated, the others' tables are watched by and by.
            for statement in _triggers(label, connection) if _table(label) in there else ():
                cursor.execute(statement)
    # What was written while they were gone, nobody has counted.
    count_one()


def _triggers(label: str, database: BaseDatabaseWrapper) -> list[str]:
    """The statements that watch one model's table."""
    table = _table(label)
    columns = ", ".join(_shown_columns(label))
    if database.vendor == "postgresql":
        events = f"INSERT OR DELETE OR TRUNCATE OR UPDATE OF {columns}"
        return [
            f"DROP TRIGGER IF EXISTS note_change ON {table}",
            f"CREATE TRIGGER note_change AFTER {events} ON {table} EXECUTE FUNCTION note_change()",
        ]
    statements = []
    for event in ("INSERT", "DELETE", f"UPDATE OF {columns}"):
        name = f"note_{event.split()[0].lower()}_{table}"
        statements += [
            f"DROP TRIGGER IF EXISTS {name}",
            f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {_COUNT}; END",
        ]
    return statements


def _table(label: str) -> str:
    name: str = apps.get_model(label)._meta.db_table  # noqa: SLF001  Django's documented name
    return name


def _shown_columns(label: str) -> list[str]:
    fields = apps.get_model(label)._meta.local_concrete_fields  # noqa: SLF001  as above
    return [field.column for field in fields if field.column not in WATCHED[label]]
