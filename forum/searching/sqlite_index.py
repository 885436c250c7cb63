"""The search index that SQLite keeps: two FTS5 tables, held in step by triggers.

What is hidden, withdrawn or moved is indexed all the same: who may find it is asked of the
tables themselves, each time, and so is never out of date.

`forum_search` has every word. Its `origin` names the author and the discussion in words that
nobody types, so that what one member wrote, or what stands in a few discussions, is found among
a million matches without walking them. `forum_titles` has the titles alone: there a word's
frequency is known in little time.

A rowid is an entry's number: FTS5 walks rowids backwards without sorting, and so gives the newest
matches first.
"""

from datetime import UTC, datetime
from typing import Any, Final

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from forum.searching.entries import Entry
from forum.searching.numbering import number_of
from harringay import html

_TABLES: Final = {
    name: f"CREATE VIRTUAL TABLE {name} "
    f"USING fts5({columns}, tokenize = 'porter unicode61 remove_diacritics 2')"
    for name, columns in (("forum_search", "title, body, origin"), ("forum_titles", "title"))
}

# A letter for private use: FTS5 takes it for one, and no keyboard has it.
_UNTYPED: Final = "\ue000"

_ADD_DISCUSSION: Final = """
    INSERT INTO forum_search (rowid, title, body, origin)
    VALUES (search_rowid('discussion', NEW.started_at, NEW.id),
            NEW.title, plain_text(NEW.body_html), search_origin(NEW.author_id, NEW.id));
    INSERT INTO forum_titles (rowid, title) VALUES (NEW.id, NEW.title);
"""
_DROP_DISCUSSION: Final = """
    DELETE FROM forum_search WHERE rowid = search_rowid('discussion', OLD.started_at, OLD.id);
    DELETE FROM forum_titles WHERE rowid = OLD.id;
"""
_ADD_REPLY: Final = """
    INSERT INTO forum_search (rowid, title, body, origin)
    VALUES (search_rowid('reply', NEW.posted_at, NEW.id),
            '', plain_text(NEW.body_html), search_origin(NEW.author_id, NEW.discussion_id));
"""
_DROP_REPLY: Final = """
    DELETE FROM forum_search WHERE rowid = search_rowid('reply', OLD.posted_at, OLD.id);
"""

_TRIGGERS: Final = {
    "search_discussion_added": f"AFTER INSERT ON forum_discussion BEGIN {_ADD_DISCUSSION} END",
    "search_discussion_changed": f"""
        AFTER UPDATE ON forum_discussion
        WHEN (OLD.id, OLD.started_at, OLD.title, OLD.body_html, OLD.author_id)
            IS NOT (NEW.id, NEW.started_at, NEW.title, NEW.body_html, NEW.author_id)
        BEGIN {_DROP_DISCUSSION} {_ADD_DISCUSSION} END
    """,
    "search_discussion_gone": f"AFTER DELETE ON forum_discussion BEGIN {_DROP_DISCUSSION} END",
    "search_reply_added": f"AFTER INSERT ON forum_reply BEGIN {_ADD_REPLY} END",
    "search_reply_changed": f"""
        AFTER UPDATE ON forum_reply
        WHEN (OLD.id, OLD.posted_at, OLD.body_html, OLD.author_id, OLD.discussion_id)
            IS NOT (NEW.id, NEW.posted_at, NEW.body_html, NEW.author_id, NEW.discussion_id)
        BEGIN {_DROP_REPLY} {_ADD_REPLY} END
    """,
    "search_reply_gone": f"AFTER DELETE ON forum_reply BEGIN {_DROP_REPLY} END",
}

_FILL: Final = (
    """
    INSERT INTO forum_search (rowid, title, body, origin)
    SELECT search_rowid('discussion', started_at, id),
           title, plain_text(body_html), search_origin(author_id, id)
    FROM forum_discussion
    """,
    """
    INSERT INTO forum_search (rowid, title, body, origin)
    SELECT search_rowid('reply', posted_at, id),
           '', plain_text(body_html), search_origin(author_id, discussion_id)
    FROM forum_reply
    """,
    "INSERT INTO forum_titles (rowid, title) SELECT id, title FROM forum_discussion",
    "INSERT INTO forum_search (forum_search) VALUES ('optimize')",
    "INSERT INTO forum_titles (forum_titles) VALUES ('optimize')",
)


def teach(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    """Give a new connection the functions that the triggers call."""
    if connection.vendor == "sqlite":
        raw = connection.connection
        raw.create_function("plain_text", 1, html.to_text, deterministic=True)
        raw.create_function("search_rowid", 3, _rowid, deterministic=True)
        raw.create_function("search_origin", 2, _origin, deterministic=True)


def ensure(**_signal: Any) -> None:
    """Build the index where it is missing, has lost a trigger, or is not made like this one.

    Django alters a table of SQLite's by writing a new one, and the old one's triggers go with it;
    so this runs after every migrate.
    """
    if connection.vendor == "sqlite" and _is_out_of_date():
        rebuild()


@transaction.atomic
def rebuild() -> None:
    """Make the whole index anew."""
    with connection.cursor() as cursor:
        for name, rule in _TRIGGERS.items():
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            cursor.execute(_trigger(name, rule))
        for name, table in _TABLES.items():
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
            cursor.execute(table)
        for statement in _FILL:
            cursor.execute(statement)


def word_of_author(pk: int) -> str:
    """What stands in `origin` for what this member wrote."""
    return f"{_UNTYPED}a{pk}"


def word_of_discussion(pk: int) -> str:
    """What stands in `origin` for this discussion and its replies."""
    return f"{_UNTYPED}d{pk}"


def _rowid(kind: str, stored_moment: str, pk: int) -> int:
    # Django stores moments in SQLite as UTC, without saying so.
    moment = datetime.fromisoformat(stored_moment).replace(tzinfo=UTC)
    return number_of(Entry(kind, pk), moment)


def _origin(author: int, discussion: int) -> str:
    return f"{word_of_author(author)} {word_of_discussion(discussion)}"


def _trigger(name: str, rule: str) -> str:
    return f"CREATE TRIGGER {name} {rule}"


def _is_out_of_date() -> bool:
    """Whether both tables are here, but not all that makes them searchable, as we make it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')")
        there = dict(cursor.fetchall())
    if not {"forum_discussion", "forum_reply"} <= there.keys():
        return False
    ours = _TABLES | {name: _trigger(name, rule) for name, rule in _TRIGGERS.items()}
    return any(there.get(name) != sql.strip() for name, sql in ours.items())
