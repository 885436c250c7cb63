"""Asking PostgreSQL's index: the newest matches, and the words that were found in them.

The index is a generated column and a GIN index on each table (migration 0002), so PostgreSQL
itself keeps it in step. It gives matches in no order, so they are asked for depth by depth (see
`depths`): what is older is not looked at once there are enough. Measured with 100,000 replies: 7 ms
for a rare word and 15 ms for one in 6% of them, of which 5 ms are ts_headline's; with a million, 25
and 55 ms. A phrase of the commonest words takes up to half a second.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from html import unescape
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from django.db.backends.postgresql.base import Cursor
from psycopg.errors import QueryCanceled

from forum.errors import SearchTookTooLong
from forum.searching.depths import Depths
from forum.searching.entries import (
    DISCUSSION,
    MARK_END,
    MARK_START,
    MOST_CANDIDATES,
    MOST_MATCHES,
    REPLY,
    RESULT_COLUMNS,
    Entry,
    Matches,
    Row,
    Scope,
    Slice,
)
from forum.searching.language import Query
from forum.searching.seeing import row_of

# There is always a row, for `is_cut`; where nothing was found the rest of it is NULL.
_FIND: Final = """
    WITH query AS MATERIALIZED (
        SELECT websearch_to_tsquery('harringay', %s) AS whole
    ), discussion_candidates AS ({discussions}), reply_candidates AS ({replies}
    ), newest AS MATERIALIZED (
        SELECT * FROM (({newest_discussions}) UNION ALL ({newest_replies})) AS newest_of_each
        ORDER BY moment DESC, entry DESC LIMIT {matches}
    ), ranked AS MATERIALIZED (
        SELECT newest.*, {rank} AS rank FROM newest
        ORDER BY rank DESC, moment DESC, entry DESC LIMIT {matches}
    ), page AS MATERIALIZED (
        SELECT candidate.* FROM ranked AS candidate WHERE {is_seen_last} LIMIT %s OFFSET %s
    )
    SELECT is_cut, page.kind, page.entry, moment,
        CASE WHEN reply.id IS NULL THEN
            ts_headline('harringay', discussion.title, whole, %s) ELSE '' END,
        ts_headline('harringay',
            regexp_replace(coalesce(reply.body_html, discussion.body_html), '<[^>]*>', ' ', 'g'),
            whole, %s),
        {columns}
    FROM (
        SELECT CASE WHEN (SELECT count(*) FROM newest) < {matches} THEN
            (SELECT count(*) FROM discussion_candidates) = {candidates}
            OR (SELECT count(*) FROM reply_candidates) = {candidates}
        ELSE true END AS is_cut
    ) AS state CROSS JOIN query LEFT JOIN page ON true
    LEFT JOIN forum_reply reply ON page.kind = 'reply' AND reply.id = page.entry
    LEFT JOIN forum_discussion discussion
        ON discussion.id = coalesce(reply.discussion_id, page.entry)
    LEFT JOIN forum_category category ON category.id = discussion.category_id
    LEFT JOIN members_member member ON member.id = coalesce(reply.author_id, discussion.author_id)
    ORDER BY rank DESC, moment DESC, page.entry DESC
"""

# Longer documents are worth a little less (1): a word means more in a short reply.
_RANK: Final = "ts_rank(vector, (SELECT whole FROM query), 1)"

_NEWEST: Final = """
    SELECT '{kind}' AS kind, candidate.* FROM {kind}_candidates AS candidate
    WHERE {is_whole} AND {is_seen} LIMIT {matches}
"""

# Whether an entry may be seen is asked in brackets that PostgreSQL does not dissolve into a join:
# a join could ask for all before it gives the first.
_IS_SEEN: Final = "(SELECT true FROM ({row}) AS seen)"
_IS_SEEN_OF_EITHER: Final = """
    CASE candidate.kind
    WHEN 'discussion' THEN (SELECT true FROM ({discussions}) AS seen)
    ELSE (SELECT true FROM ({replies}) AS seen) END
"""
# Candidates have the words, in whatever order, and perhaps others that are not wanted.
_IS_WHOLE: Final = "candidate.vector @@ (SELECT whole FROM query)"

# The weight A is the title's.
_TITLES: Final = """
    SELECT newest.id FROM (SELECT to_tsquery('harringay', %s) AS words) AS query, LATERAL (
        SELECT id, ts_rank(search_vector, words) AS rank FROM forum_discussion
        WHERE search_vector @@ words ORDER BY started_at DESC, id DESC LIMIT %s
    ) AS newest
    ORDER BY rank DESC, id DESC LIMIT %s
"""

_WHOLE: Final = f'StartSel="{MARK_START}", StopSel="{MARK_END}", HighlightAll=true'
_PIECE: Final = f'StartSel="{MARK_START}", StopSel="{MARK_END}", MinWords=25, MaxWords=40'

# To compile such a plan takes PostgreSQL longer than to follow it (2.5 s), and several workers
# would not give the newest first.
_LIMITED: Final = """
    SET LOCAL jit = off;
    SET LOCAL max_parallel_workers_per_gather = 0;
    SET LOCAL statement_timeout = {milliseconds};
    {sql};
    SET LOCAL statement_timeout TO DEFAULT
"""
_SETTINGS_BEFORE: Final = 3

# Each process reads for itself how deep the tables are.
_discussions: Final = Depths("forum_discussion", "started_at", discussion="id")
_replies: Final = Depths("forum_reply", "posted_at", discussion="discussion_id")


def find(query: Query, scope: Scope, cut: Slice, *, seconds: float) -> Matches:
    """A slice of the matches, best first or newest first. Raises SearchTookTooLong."""
    discussions, discussion_params = _discussions.candidates(query.words, scope)
    replies, reply_params = _replies.candidates(query.words, scope)
    discussion_row, discussion_row_params = row_of(DISCUSSION, "candidate.entry", scope.rooms)
    reply_row, reply_row_params = row_of(REPLY, "candidate.entry", scope.rooms)
    is_seen = _IS_SEEN_OF_EITHER.format(discussions=discussion_row, replies=reply_row)
    sql = _FIND.format(
        discussions=discussions,
        replies=replies,
        newest_discussions=_newest(DISCUSSION, discussion_row, query, cut),
        newest_replies=_newest(REPLY, reply_row, query, cut),
        is_seen_last="true" if cut.is_thorough else is_seen,
        rank=_RANK if cut.is_ranked else 0,
        matches=MOST_MATCHES,
        candidates=MOST_CANDIDATES,
        columns=RESULT_COLUMNS,
    )
    params = (
        *(query.as_websearch(), *discussion_params, *reply_params),
        # Asked once, early or late.
        *(*discussion_row_params, *reply_row_params),
        *(cut.size, cut.offset, _WHOLE, _PIECE),
    )
    rows = ask(sql, params, seconds=seconds)
    return Matches([_row(row[1:]) for row in rows if row[1]], is_cut=rows[0][0])


def titles_like(words: Sequence[str], *, most: int, seconds: float) -> list[int]:
    """The discussions whose titles have most of these words. See likeness."""
    any_of_them = " | ".join(f"'{word}':A" for word in words)
    params = (any_of_them, MOST_MATCHES, most)
    return [pk for (pk,) in ask(_TITLES, params, seconds=seconds)]


def ask(sql: str, params: Sequence[Any], *, seconds: float) -> list[Any]:
    """All rows of one statement that may take so long. Raises SearchTookTooLong.

    The limit goes with the statement in one message, which is one transaction, and is local to it:
    it takes no round trip, and the connection goes back to the pool as it was.
    """
    message = _LIMITED.format(milliseconds=round(seconds * 1000), sql=sql)
    try:
        with _savepoint(), _cursor_of_one_message() as cursor:
            cursor.execute(message, params)
            for _ in range(_SETTINGS_BEFORE):
                cursor.nextset()
            return list(cursor.fetchall())
    except OperationalError as problem:
        if not isinstance(problem.__cause__, QueryCanceled):
            raise
        raise SearchTookTooLong from problem


def rebuild() -> None:
    """Write both indexes anew; what they index is PostgreSQL's own and cannot be out of step."""
    with connection.cursor() as cursor:
        for table in ("forum_discussion", "forum_reply"):
            cursor.execute(f"REINDEX INDEX {table}_search")
            cursor.execute(f"ANALYZE {table}")


def _cursor_of_one_message() -> Any:
    """The settings' own cursors prepare a statement, and then it has to be one alone."""
    connection.ensure_connection()
    wrap = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    bound_here: Any = Cursor
    return wrap(bound_here(connection.connection))


def _savepoint() -> AbstractContextManager[Any]:
    """Where a transaction is under way, it is to outlive a statement that was stopped."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def _newest(kind: str, row: str, query: Query, cut: Slice) -> str:
    """SQL for the newest candidates that have all that was asked for, and perhaps may be seen."""
    return _NEWEST.format(
        kind=kind,
        is_whole="true" if query.words == query.as_websearch() else _IS_WHOLE,
        is_seen=_IS_SEEN.format(row=row) if cut.is_thorough else "true",
        matches=MOST_MATCHES,
    )


def _row(found: Sequence[Any]) -> Row:
    kind, pk, moment, title_marked, snippet, title, slug, category, *author = found
    return Row(
        entry=Entry(kind, pk),
        moment=moment,
        marked_title=title_marked,
        snippet=unescape(snippet),
        title=title,
        slug=slug,
        category=category,
        author=tuple(author),
    )
