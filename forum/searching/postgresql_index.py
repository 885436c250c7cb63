"""The search index that PostgreSQL keeps: two tables of words, held in step by triggers.

As in SQLite's, an entry's number begins with its moment, so that the newest come first by number
alone; and what is hidden, withdrawn or moved is indexed all the same: who may find it is asked of
the tables themselves.

GIN gives all matches of a word at once: for one in twenty of a million replies, 50,000. So each
entry has words besides that nobody types, which say when it was written (its eras, short and long),
by whom and in which discussion. Whoever asks for a word and an era is given the matches of that era
alone. How many there may be altogether PostgreSQL tells beforehand, from its statistics, in 0.1 ms.
"""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction

# U+E000, for private use.
_UNTYPED: Final = "\ue000"

_MADE_BY: Final = Path(__file__).with_suffix(".sql").read_text()
_VERSION: Final = sha256(_MADE_BY.encode()).hexdigest()
_VERSION_THERE: Final = "SELECT obj_description(to_regclass('forum_search'), 'pg_class')"


def ensure(**_signal: Any) -> None:
    """Build the index where it is missing or is not made like this one. After every migrate."""
    if connection.vendor == "postgresql" and _is_out_of_date():
        rebuild()


@transaction.atomic
def rebuild() -> None:
    """Make the whole index anew. Whoever writes waits meanwhile."""
    with cursor_of_one_message() as cursor:
        cursor.execute("SET LOCAL client_min_messages = warning")
        cursor.execute(_MADE_BY)
        cursor.execute(f"COMMENT ON TABLE forum_search IS '{_VERSION}'")


def cursor_of_one_message() -> Any:
    """The settings' own cursors prepare a statement, and then it has to be one alone."""
    # On SQLite, where this module is asked whether it is needed, the driver is never loaded.
    from django.db.backends.postgresql.base import Cursor  # noqa: PLC0415

    connection.ensure_connection()
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    bound_here: Any = Cursor
    return wrap(bound_here(connection.connection))


def place_of(author: int | None, few: Sequence[int] | None) -> str:
    """The words of an author and of these discussions, as a tsquery; none where both are None."""
    places = [f"'{_UNTYPED}a{author}'"] if author else []
    if few is not None:
        # No discussion has the number 0.
        named = " | ".join(f"'{_UNTYPED}d{pk}'" for pk in few or [0])
        places.append(f"({named})")
    return " & ".join(places)


def _is_out_of_date() -> bool:
    """Whether what it indexes is here, but not the index as we make it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('forum_discussion') IS NOT NULL")
        is_wanted = cursor.fetchone()[0]
        cursor.execute(_VERSION_THERE)
        return bool(is_wanted) and cursor.fetchone()[0] != _VERSION
