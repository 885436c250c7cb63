"""Asking SQLite's index: the newest matches, and the words that were found in them.

FTS5 gives the newest matches first, without a look at the others; its own bm25 would count every
match there is.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, Final

from django.db import OperationalError, connection

from forum import changes
from forum.errors import SearchTookTooLong
from forum.searching import numbering
from forum.searching import sqlite_index as index
from forum.searching.entries import (
    DISCUSSION,
    MARK_END,
    MARK_START,
    MOST_CANDIDATES,
    MOST_MATCHES,
    REPLY,
    Matches,
    Row,
    Scope,
    Slice,
)
from forum.searching.language import Query
from forum.searching.seeing import is_muted_by, row_of

# Often enough to stop in time, seldom enough to cost nothing.
_STEPS_BETWEEN_LOOKS: Final = 10_000

_PAGE: Final = """
    WITH candidates AS NOT MATERIALIZED (
        SELECT rowid AS entry FROM forum_search
        WHERE forum_search MATCH %s AND rowid BETWEEN %s AND %s
        ORDER BY rowid DESC LIMIT {candidates}
    ), newest AS MATERIALIZED (
        SELECT entry FROM candidates WHERE {is_seen_first} LIMIT {matches}
    ), ranked AS (
        SELECT entry FROM newest ORDER BY {ranks} entry DESC LIMIT {matches}
    ), page AS MATERIALIZED (
        SELECT entry, row_number() OVER () AS place
        FROM (SELECT entry FROM ranked WHERE {is_seen_last} LIMIT %s OFFSET %s)
    )
"""

# There is always a row, for `version` and `is_cut`; where nothing was found the rest of it is NULL.
_FOUND: Final = """
    SELECT version, is_cut, page.entry, coalesce(reply.posted_at, discussion.started_at),
        (SELECT highlight(forum_search, 0, %s, %s) || char(0) ||
            snippet(forum_search, 1, %s, %s, '…', 40)
        FROM forum_search WHERE forum_search MATCH %s AND rowid = page.entry),
        discussion.title, discussion.slug, category.name,
        member.id, member.name, member.address, member.left_at, {is_muted}
    FROM (
        SELECT ({version}) AS version, CASE WHEN (SELECT count(*) FROM newest) < {matches}
            THEN (SELECT count(*) FROM candidates) = {candidates} ELSE true END AS is_cut
    )
    LEFT JOIN page
    LEFT JOIN forum_reply reply
        ON page.entry >> {id_bits} & 1 AND reply.id = page.entry & {id_mask}
    LEFT JOIN forum_discussion discussion
        ON discussion.id = coalesce(reply.discussion_id, page.entry & {id_mask})
    LEFT JOIN forum_category category ON category.id = discussion.category_id
    LEFT JOIN members_member member ON member.id = coalesce(reply.author_id, discussion.author_id)
    ORDER BY place
"""

# Words in the title come first, then a few words before many: one means more in a short text. FTS5
# notes the number of words as a varint after one byte for the title, and longer ones sort later.
_RANKS: Final = """
    entry IN (
        SELECT rowid FROM forum_search
        WHERE forum_search MATCH %s AND rowid BETWEEN (SELECT min(entry) FROM newest) AND %s
    ) DESC,
    (SELECT max(substr(sz, 2), x'1e') FROM forum_search_docsize WHERE id = entry),
"""

_IS_SEEN: Final = (
    f"CASE entry >> {numbering.ID_BITS} & 1 "
    "WHEN 0 THEN EXISTS ({discussions}) ELSE EXISTS ({replies}) END"
)
_VERSION: Final = changes.column().sql
_PK: Final = f"entry & {numbering.ID_MASK}"


def find(query: Query, scope: Scope, cut: Slice, *, reader: int | None, seconds: float) -> Matches:
    """A slice of the matches, best first or newest first. Raises SearchTookTooLong."""
    page, page_params = _page_of(query, scope, cut)
    is_muted, muted_params = is_muted_by(reader, "member.id")
    found = _FOUND.format(
        version=_VERSION,
        is_muted=is_muted,
        candidates=MOST_CANDIDATES,
        matches=MOST_MATCHES,
        id_bits=numbering.ID_BITS,
        id_mask=numbering.ID_MASK,
    )
    marks = (MARK_START, MARK_END, MARK_START, MARK_END, query.as_match())
    rows = ask(f"{page}{found}", (*page_params, *marks, *muted_params), seconds=seconds)
    version, is_cut, *_ = rows[0]
    matches = [_row(row[2:]) for row in rows if row[2]]
    return Matches(matches, is_cut=bool(is_cut), version=version)


def page_of(query: Query, scope: Scope, *, size: int) -> tuple[str, tuple[Any, ...]]:
    """SQL that begins a statement with the newest matches, as a table `page` of entries."""
    return _page_of(query, scope, Slice(is_ranked=False, offset=0, size=size, is_thorough=True))


def titles_like(words: Sequence[str], *, most: int, seconds: float) -> list[int]:
    """The discussions whose titles have most of these words, and the rarest. See likeness."""
    any_of_them = " OR ".join(f'"{word}"' for word in words)
    sql = """
        SELECT id FROM (
            SELECT rowid AS id, bm25(forum_titles) AS rank FROM forum_titles
            WHERE forum_titles MATCH %s ORDER BY rowid DESC LIMIT %s
        ) ORDER BY rank, id DESC LIMIT %s
    """
    params = (any_of_them, MOST_CANDIDATES, most)
    return [pk for (pk,) in ask(sql, params, seconds=seconds)]


def ask(sql: str, params: Sequence[Any], *, seconds: float) -> list[Any]:
    """All rows of one statement that may take so long. Raises SearchTookTooLong."""
    with _time_limit(seconds), connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def rebuild() -> None:
    """Make the whole index anew."""
    index.rebuild()


@contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Stop whatever the database does within, after so long."""
    end = time.monotonic() + seconds
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: time.monotonic() > end, _STEPS_BETWEEN_LOOKS)
    try:
        yield
    except OperationalError as problem:
        if str(problem) != "interrupted":
            raise
        raise SearchTookTooLong from problem
    finally:
        connection.connection.set_progress_handler(None, 0)


def _page_of(query: Query, scope: Scope, cut: Slice) -> tuple[str, tuple[Any, ...]]:
    is_seen, seen_params = _is_seen(scope)
    sql = _PAGE.format(
        candidates=MOST_CANDIDATES,
        matches=MOST_MATCHES,
        ranks=_RANKS if cut.is_ranked else "",
        is_seen_first=is_seen if cut.is_thorough else "true",
        is_seen_last="true" if cut.is_thorough else is_seen,
    )
    lowest, highest = numbering.numbers_between(scope.since, scope.until)
    in_title = (_narrowed(query.as_match("title"), scope), highest)
    params = (
        *(_narrowed(query.as_match(), scope), lowest, highest),
        *(seen_params if cut.is_thorough else ()),
        *(in_title if cut.is_ranked else ()),
        *(() if cut.is_thorough else seen_params),
        *(cut.size, cut.offset),
    )
    return sql, params


def _is_seen(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    """SQL for whether an entry is in the rooms that are looked at."""
    discussions, discussion_params = row_of(DISCUSSION, _PK, scope.rooms)
    replies, reply_params = row_of(REPLY, _PK, scope.rooms)
    sql = _IS_SEEN.format(discussions=discussions, replies=replies)
    return sql, (*discussion_params, *reply_params)


def _narrowed(words: str, scope: Scope) -> str:
    """The question, with what the index knows of where to look."""
    places = [f'"{index.word_of_author(scope.author)}"'] if scope.author else []
    if scope.few is not None:
        named = [f'"{index.word_of_discussion(pk)}"' for pk in scope.few]
        # No discussion has the number 0.
        places.append(f"({' OR '.join(named or [index.word_of_discussion(0)])})")
    return " AND ".join([f"({words})", *places])


def _row(found: Sequence[Any]) -> Row:
    rowid, moment, marked, title, slug, category, *author, is_muted = found
    marked_title, _, snippet = marked.partition("\0")
    return Row(
        entry=numbering.entry_of(rowid),
        # Django stores moments in SQLite as UTC, without saying so.
        moment=datetime.fromisoformat(moment).replace(tzinfo=UTC),
        marked_title=marked_title,
        snippet=snippet,
        title=title,
        slug=slug,
        category=category,
        author=tuple(author),
        is_muted=bool(is_muted),
    )
