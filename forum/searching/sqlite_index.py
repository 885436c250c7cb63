"""The search index that SQLite keeps: one FTS5 table, held in step by triggers.

What is hidden, withdrawn or moved is indexed all the same: who may find it is asked of the
tables themselves, each time, and so is never out of date.
"""

from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from forum.searching.entries import DISCUSSION, REPLY, Entry
from harringay import html

# A rowid from its highest bit: seconds since 1970, one bit of kind, and the id. FTS5 walks
# rowids backwards without sorting, so it can give the newest matches first.
ID_BITS: Final = 30
ID_MASK: Final = (1 << ID_BITS) - 1
_SECONDS_SHIFT: Final = ID_BITS + 1
_FURTHEST_SECOND: Final = 2**32 - 1
_KINDS: Final = (DISCUSSION, REPLY)

_TABLE: Final = """
    CREATE VIRTUAL TABLE forum_search
    USING fts5(title, body, tokenize = 'porter unicode61 remove_diacritics 2')
"""

_TRIGGERS: Final = {
    "search_discussion_added": """
        AFTER INSERT ON forum_discussion BEGIN
            INSERT INTO forum_search (rowid, title, body)
            VALUES (search_rowid('discussion', NEW.started_at, NEW.id),
                    NEW.title, plain_text(NEW.body_html));
        END
    """,
    "search_discussion_changed": """
        AFTER UPDATE ON forum_discussion
        WHEN (OLD.started_at, OLD.title, OLD.body_html)
            IS NOT (NEW.started_at, NEW.title, NEW.body_html)
        BEGIN
            DELETE FROM forum_search
            WHERE rowid = search_rowid('discussion', OLD.started_at, OLD.id);
            INSERT INTO forum_search (rowid, title, body)
            VALUES (search_rowid('discussion', NEW.started_at, NEW.id),
                    NEW.title, plain_text(NEW.body_html));
        END
    """,
    "search_discussion_gone": """
        AFTER DELETE ON forum_discussion BEGIN
            DELETE FROM forum_search
            WHERE rowid = search_rowid('discussion', OLD.started_at, OLD.id);
        END
    """,
    "search_reply_added": """
        AFTER INSERT ON forum_reply BEGIN
            INSERT INTO forum_search (rowid, title, body)
            VALUES (search_rowid('reply', NEW.posted_at, NEW.id), '', plain_text(NEW.body_html));
        END
    """,
    "search_reply_changed": """
        AFTER UPDATE ON forum_reply
        WHEN (OLD.posted_at, OLD.body_html) IS NOT (NEW.posted_at, NEW.body_html)
        BEGIN
            DELETE FROM forum_search
            WHERE rowid = search_rowid('reply', OLD.posted_at, OLD.id);
            INSERT INTO forum_search (rowid, title, body)
            VALUES (search_rowid('reply', NEW.posted_at, NEW.id), '', plain_text(NEW.body_html));
        END
    """,
    "search_reply_gone": """
        AFTER DELETE ON forum_reply BEGIN
            DELETE FROM forum_search
            WHERE rowid = search_rowid('reply', OLD.posted_at, OLD.id);
        END
    """,
}

_FILL: Final = (
    """
    INSERT INTO forum_search (rowid, title, body)
    SELECT search_rowid('discussion', started_at, id), title, plain_text(body_html)
    FROM forum_discussion
    """,
    """
    INSERT INTO forum_search (rowid, title, body)
    SELECT search_rowid('reply', posted_at, id), '', plain_text(body_html)
    FROM forum_reply
    """,
    "INSERT INTO forum_search (forum_search) VALUES ('optimize')",
)


def teach(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Give a new connection the functions that the triggers call."""
    if connection.vendor == "sqlite":
        raw = connection.connection
        raw.create_function("plain_text", 1, html.to_text, deterministic=True)
        raw.create_function("search_rowid", 3, _rowid, deterministic=True)


def ensure(**_signal: Any) -> None:
    """Build the index where it is missing, or has lost a trigger.

    Django alters a table of SQLite's by writing a new one, and the old one's triggers go with it;
    so this runs after every migrate.
    """
    if connection.vendor == "sqlite" and _is_incomplete():
        rebuild()


@transaction.atomic
def rebuild() -> None:
    """Make the whole index anew."""
    with connection.cursor() as cursor:
        for name, rule in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(f"CREATE TRIGGER {name} {rule}")
        cursor.execute("DROP TABLE IF EXISTS forum_search")
        cursor.execute(_TABLE)
        for statement in _FILL:
            cursor.execute(statement)


def rowids_between(since: datetime | None, until: datetime | None) -> tuple[int, int]:
    """The lowest and the highest rowid of entries from one moment to another."""
    lowest = _second(since) << _SECONDS_SHIFT if since else -(2**63)
    highest = (_second(until) + 1 << _SECONDS_SHIFT) - 1 if until else 2**63 - 1
    return lowest, highest


def entry_at(rowid: int) -> Entry:
    return Entry(_KINDS[rowid >> ID_BITS & 1], rowid & ID_MASK)


def rowid_of(entry: Entry, moment: datetime) -> int:
    return _second(moment) << _SECONDS_SHIFT | _KINDS.index(entry.kind) << ID_BITS | entry.pk


def _rowid(kind: str, stored_moment: str, pk: int) -> int:
    # Django stores moments in SQLite as UTC, without saying so.
    moment = datetime.fromisoformat(stored_moment).replace(tzinfo=UTC)
    return rowid_of(Entry(kind, pk), moment)


def _second(moment: datetime) -> int:
    return max(-_FURTHEST_SECOND, min(int(moment.timestamp()), _FURTHEST_SECOND))


def _is_incomplete() -> bool:
    """Whether both tables are here, but not everything that makes them searchable."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")
        names = {name for (name,) in cursor.fetchall()}
    has_tables = {"forum_discussion", "forum_reply"} <= names
    return has_tables and not {"forum_search", *_TRIGGERS} <= names
