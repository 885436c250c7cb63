"""The version of everything that a visitor can see: it differs after any change to it.

Triggers note each change in the transaction that makes it, so that the web, the worker, the
timetable and `manage.py` cannot forget to, nor can anybody who types SQL. What a visitor is shown
from a cache must have been made under today's version.
"""

from typing import Any, Final

from django.apps import apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

# Models whose rows show on visitors' pages, and the columns of theirs that do not. A view count may
# be a minute old (Reading at scale, 4).
WATCHED: Final[dict[str, frozenset[str]]] = {
    "forum.category": frozenset(),
    "forum.discussion": frozenset({"view_count", "last_number"}),
    "forum.discussiontag": frozenset(),
    "forum.event": frozenset(),
    "forum.page": frozenset(),
    "forum.reply": frozenset(),
    "forum.siteidentity": frozenset(),
    "forum.tag": frozenset(),
    "members.member": frozenset({"password", "last_login", "email"}),
}

KEPT: Final = 1000  # rows; the newest alone would do, were there no transaction still open

_VERSION: Final = "SELECT MIN(id), MAX(id), COUNT(*), SUM(count) FROM forum_change"
_NOTE_IN_ONE_ROW: Final = (
    "INSERT INTO forum_change (id, count) VALUES (1, 1)"
    " ON CONFLICT (id) DO UPDATE SET count = count + 1"
)
_NOTE_IN_A_ROW_EACH: Final = """
    CREATE OR REPLACE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN INSERT INTO forum_change (count) VALUES (1); RETURN NULL; END'
"""


def version() -> str:
    """Today's version. One query, of at most a thousand short rows.

    Numbers can be handed out in one order and committed in another: the newest alone would miss
    the slower of two writers, so the rows are counted too.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        return "-".join(str(number) for number in cursor.fetchone())


def trim() -> None:
    """Forget all but the newest rows. That is a new version too, which costs a page or two."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM forum_change WHERE id <= (SELECT MAX(id) FROM forum_change) - %s", [KEPT]
        )


def watch(**_kwargs: Any) -> None:
    """Lay the triggers anew, after every migrate: SQLite drops them when it alters a table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_NOTE_IN_A_ROW_EACH)
        for label in WATCHED:
            for statement in _triggers(label, connection):
                cursor.execute(statement)


def _triggers(label: str, database: BaseDatabaseWrapper) -> list[str]:
    """The statements that watch one model's table."""
    table = apps.get_model(label)._meta.db_table  # noqa: SLF001  Django's documented name
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
            f"CREATE TRIGGER {name} AFTER {event} ON {table} BEGIN {_NOTE_IN_ONE_ROW}; END",
        ]
    return statements


def _shown_columns(label: str) -> list[str]:
    fields = apps.get_model(label)._meta.local_concrete_fields  # noqa: SLF001  as above
    return [field.column for field in fields if field.column not in WATCHED[label]]
