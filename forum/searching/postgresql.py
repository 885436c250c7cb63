"""Asking PostgreSQL's index: the newest matches, and what there is to show of them.

The index gives all matches of what is rare, and of what is frequent era by era, the newest first,
until there are enough (see `postgresql_index`). Of those that are shown, one after the other, it is
asked whether they may be seen and what there is to show of them.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache, partial
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from forum import changes
from forum.errors import SearchTookTooLong
from forum.searching import numbering
from forum.searching import postgresql_index as index
from forum.searching.entries import (
    DISCUSSION,
    MOST_CANDIDATES,
    MOST_MATCHES,
    REPLY,
    Matches,
    Row,
    Scope,
    Slice,
)
from forum.searching.language import Query
from forum.searching.marking import Marker, plain
from forum.searching.seeing import SHOWN, is_muted_by, row_of, shown_of
from forum.searching.stems import forms_in

# The newest matches, and all of them in their order.
_NEWEST: Final = """
    WITH query AS MATERIALIZED (
        SELECT * FROM websearch_to_tsquery('harringay', %s) AS words,
            websearch_to_tsquery('harringay', %s) AS whole
        WHERE numnode(words) > 0
    ), {candidates}, newest AS MATERIALIZED (
        SELECT entry, length FROM candidates WHERE {is_whole} AND {is_seen} LIMIT {matches}
    ), ranked AS (
        SELECT entry FROM newest ORDER BY {ranks} entry DESC
    )
"""

_PAGE: Final = ", page AS MATERIALIZED (SELECT entry FROM ranked LIMIT %s OFFSET %s)"

# There is always a row, for `version` and `is_cut`; where nothing was found the rest of it is NULL.
# What is shown is read of one after the other, until there are enough that may be seen.
_FOUND: Final = """
    SELECT version, is_cut, entry, {shown}, {is_muted}
    FROM (
        SELECT ({version}) AS version, CASE WHEN (SELECT count(*) FROM newest) < {matches}
            THEN (SELECT count(*) FROM candidates) = {most} ELSE true END AS is_cut
    ) AS state LEFT JOIN (
        SELECT row_number() OVER () AS place, * FROM (
            SELECT * FROM ranked, LATERAL (
                SELECT * FROM ({discussions}) AS discussion WHERE entry & {reply_bit} = 0
                UNION ALL
                SELECT * FROM ({replies}) AS reply WHERE entry & {reply_bit} <> 0
            ) AS seen ({shown}) LIMIT %s OFFSET %s
        ) AS sliced
    ) AS page ON true
    ORDER BY place
"""

# What is found is sorted behind OFFSET 0: else PostgreSQL might walk all entries in order and look
# for the words in each.
_MATCHES: Final = """
    SELECT * FROM (
        SELECT entry, length, {vector} AS vector FROM forum_search
        WHERE vector @@ ({words}) OFFSET 0
    ) AS matches
    WHERE entry BETWEEN %s AND %s ORDER BY entry DESC LIMIT {most}
"""

_WORDS: Final = "(SELECT words FROM query)"
_IN_PLACE: Final = f"{_WORDS} && %s::tsquery"
_IN_ERA: Final = f"{_WORDS} && era"

# What is rare is looked for at once: 1 ms for each thousand matches, as long as a dozen eras take.
# Of what is frequent a few eras have enough; of what is so no longer, some thirty are asked, which
# takes 5 ms.
_ANYWHERE: Final = """
    frequency AS MATERIALIZED (SELECT search_expected(%s) AS expected), candidates AS (
        SELECT * FROM ({whole}) AS whole WHERE (SELECT expected FROM frequency) < {rare}
        UNION ALL (
            SELECT match.* FROM frequency, search_eras(%s, %s, expected) AS era,
                LATERAL ({in_era}) AS match
            WHERE (SELECT expected FROM frequency) >= {rare}
        ) LIMIT {most}
    )
"""
_RARE: Final = 3_000
_MOST_WEIGHED: Final = 10  # words: 0.1 ms for each

# Words in the title come first, then a few words before many: one means more in a short text.
_RANKS: Final = """
    (newest.entry & {reply_bit} = 0 AND (
        SELECT title.vector @@ (SELECT whole FROM query) FROM forum_titles AS title
        WHERE title.id = newest.entry & {id_mask}
    )) IS TRUE DESC, length,
"""

# Whether an entry may be seen is asked in brackets that PostgreSQL does not dissolve into a join:
# a join could ask for all before it gives the first.
_IS_SEEN: Final = """
    CASE entry & {reply_bit}
    WHEN 0 THEN (SELECT true FROM ({discussions}) AS seen)
    ELSE (SELECT true FROM ({replies}) AS seen) END
"""
_VERSION: Final = changes.column().sql
_PARTS: Final = {"reply_bit": 1 << numbering.ID_BITS, "id_mask": numbering.ID_MASK}
_PK: Final = f"(entry & {numbering.ID_MASK})"

# Candidates have the words, in whatever order, and perhaps others that are not wanted.
_IS_WHOLE: Final = "vector @@ (SELECT whole FROM query)"

_TITLES: Final = """
    SELECT newest.id FROM (SELECT to_tsquery('harringay', %s) AS words) AS query, LATERAL (
        SELECT id, ts_rank(vector, words) AS rank FROM forum_titles
        WHERE vector @@ words ORDER BY id DESC LIMIT %s
    ) AS newest
    ORDER BY rank DESC, id DESC LIMIT %s
"""

# To compile such a plan takes PostgreSQL longer than to follow it (2.5 s), several workers would
# not give the newest first, and to plan it for each question takes as long as to answer it.
_LIMIT: Final = """
    SELECT set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true),
        set_config('plan_cache_mode', 'force_generic_plan', true),
        set_config('statement_timeout', %s, true)
"""
_NO_LIMIT: Final = "SET LOCAL statement_timeout TO DEFAULT"


def find(query: Query, scope: Scope, cut: Slice, *, reader: int | None, seconds: float) -> Matches:
    """A slice of the matches, best first or newest first. Raises SearchTookTooLong."""
    newest, newest_params = _newest(query, scope, cut)
    discussions, discussion_params = shown_of(DISCUSSION, _PK, scope.rooms)
    replies, reply_params = shown_of(REPLY, _PK, scope.rooms)
    is_muted, muted_params = is_muted_by(reader, "author")
    found = _FOUND.format(
        version=_VERSION,
        shown=SHOWN,
        is_muted=is_muted,
        discussions=discussions,
        replies=replies,
        matches=MOST_MATCHES,
        most=MOST_CANDIDATES,
        **_PARTS,
    )
    params = (*newest_params, *muted_params, *discussion_params, *reply_params)
    sql = _in_one_line(f"{newest}{found}")
    rows = ask(sql, (*params, cut.size, cut.offset), seconds=seconds)
    version, is_cut, *_ = rows[0]
    matches = [row[2:] for row in rows if row[2] is not None]
    return Matches(_marked(matches, query), is_cut=is_cut, version=version)


def page_of(query: Query, scope: Scope, *, size: int) -> tuple[str, tuple[Any, ...]]:
    """SQL that begins a statement with the newest matches, as a table `page` of entries."""
    cut = Slice(is_ranked=False, offset=0, size=size, is_thorough=True)
    newest, params = _newest(query, scope, cut)
    return f"{newest}{_PAGE}", (*params, cut.size, cut.offset)


def titles_like(words: Sequence[str], *, most: int, seconds: float) -> list[int]:
    """The discussions whose titles have most of these words. See likeness."""
    any_of_them = " | ".join(f"'{word}'" for word in words)
    params = (any_of_them, MOST_MATCHES, most)
    return [pk for (pk,) in ask(_TITLES, params, seconds=seconds)]


def ask(sql: str, params: Sequence[Any], *, seconds: float) -> list[Any]:
    """All rows of one statement that may take so long. Raises SearchTookTooLong.

    The limit goes with the statement in one message, which is one transaction, and is local to it:
    it takes no round trip, and the connection goes back to the pool as it was.
    """
    connection.ensure_connection()
    raw = connection.connection
    try:
        with _savepoint(), connection.cursor() as cursor:
            with connection.wrap_database_errors, raw.pipeline():
                raw.execute(_LIMIT, [str(round(seconds * 1000))])
                cursor.execute(sql, params)
                if connection.in_atomic_block:
                    raw.execute(_NO_LIMIT)
            # Read within the pipeline it would be asked for apart: a second round trip.
            return list(cursor.fetchall())
    except OperationalError as problem:
        if not isinstance(problem.__cause__, QueryCanceled):
            raise
        raise SearchTookTooLong from problem


def rebuild() -> None:
    """Make the whole index anew."""
    index.rebuild()


def _savepoint() -> AbstractContextManager[Any]:
    """Where a transaction is under way, it is to outlive a statement that was stopped."""
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


@lru_cache(maxsize=200)
def _in_one_line(sql: str) -> str:
    """The same but shorter: of what has more than 4096 characters psycopg keeps nothing."""
    return " ".join(sql.split())


def _newest(query: Query, scope: Scope, cut: Slice) -> tuple[str, tuple[Any, ...]]:
    """SQL that begins a statement with the matches that are looked at, as a table `ranked`."""
    is_plain = query.words == query.as_websearch()
    candidates, candidate_params = _candidates(query, scope, needs_vector=not is_plain)
    is_seen, seen_params = _is_seen(scope) if cut.is_thorough else ("true", ())
    sql = _NEWEST.format(
        candidates=candidates,
        is_whole="true" if is_plain else _IS_WHOLE,
        is_seen=is_seen,
        ranks=_RANKS.format(**_PARTS) if cut.is_ranked else "",
        matches=MOST_MATCHES,
    )
    return sql, (query.words, query.as_websearch(), *candidate_params, *seen_params)


def _candidates(query: Query, scope: Scope, *, needs_vector: bool) -> tuple[str, tuple[Any, ...]]:
    """SQL for the newest entries with the words, as a table `candidates` of entry, length and,
    where needed, vector.

    What an author wrote and what stands in a few discussions is not so much that eras would help.
    """
    matches = partial(
        _MATCHES.format,
        vector="vector" if needs_vector else "NULL::tsvector",
        most=MOST_CANDIDATES,
    )
    span = numbering.numbers_between(scope.since, scope.until)
    if place := index.place_of(scope.author, scope.few):
        return f"candidates AS ({matches(words=_IN_PLACE)})", (place, *span)
    sql = _ANYWHERE.format(
        whole=matches(words=_WORDS),
        in_era=matches(words=_IN_ERA),
        rare=_RARE,
        most=MOST_CANDIDATES,
    )
    return sql, (query.words.split()[:_MOST_WEIGHED], *span, *span, *span)


def _is_seen(scope: Scope) -> tuple[str, tuple[Any, ...]]:
    """SQL for whether an entry is in the rooms that are looked at."""
    discussions, discussion_params = row_of(DISCUSSION, _PK, scope.rooms)
    replies, reply_params = row_of(REPLY, _PK, scope.rooms)
    sql = _IS_SEEN.format(discussions=discussions, replies=replies, **_PARTS)
    return sql, (*discussion_params, *reply_params)


def _marked(found: Sequence[Sequence[Any]], query: Query) -> list[Row]:
    """Rows in whose titles and bodies the words of the question are marked."""
    bodies = [plain(row[2]) for row in found]
    titles = [row[3] for row in found]
    marker = Marker(forms_in([*titles, *bodies], of=query.wanted))
    return [_row(row, body, marker) for row, body in zip(found, bodies, strict=True)]


def _row(found: Sequence[Any], body: str, marker: Marker) -> Row:
    number, moment, _, title, slug, category, *author, is_muted = found
    entry = numbering.entry_of(number)
    return Row(
        entry=entry,
        moment=moment,
        marked_title=marker.whole(title) if entry.kind == DISCUSSION else "",
        snippet=marker.piece(body),
        title=title,
        slug=slug,
        category=category,
        author=tuple(author),
        is_muted=is_muted,
    )
