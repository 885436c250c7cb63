"""Asking PostgreSQL's index: the newest matches, and what there is to show of them.

Era by era, the newest first, the index gives matches until there are enough (see
`postgresql_index`); bodies are read of those that are shown, and no others.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Final

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from forum.errors import SearchTookTooLong
from forum.searching import numbering
from forum.searching import postgresql_index as index
from forum.searching.entries import (
    DISCUSSION,
    MOST_CANDIDATES,
    MOST_MATCHES,
    REPLY,
    RESULT_COLUMNS,
    Matches,
    Row,
    Scope,
    Slice,
)
from forum.searching.language import Query
from forum.searching.marking import Marker, plain
from forum.searching.seeing import row_of
from forum.searching.stems import forms_in

_PAGE: Final = """
    WITH query AS MATERIALIZED (
        SELECT websearch_to_tsquery('harringay', %s) AS words,
            websearch_to_tsquery('harringay', %s) AS whole
    ), candidates AS ({candidates}), newest AS MATERIALIZED (
        SELECT entry, length FROM candidates WHERE {is_whole} AND {is_seen_first} LIMIT {matches}
    ), page AS MATERIALIZED (
        SELECT entry, row_number() OVER () AS place FROM (
            SELECT entry FROM (SELECT entry FROM newest ORDER BY {ranks} entry DESC) AS ranked
            WHERE {is_seen_last} LIMIT %s OFFSET %s
        ) AS seen
    )
"""

# There is always a row, for `is_cut`; where nothing was found the rest of it is NULL.
_FOUND: Final = """
    SELECT is_cut, page.entry, coalesce(reply.posted_at, discussion.started_at),
        coalesce(reply.body_html, discussion.body_html), {columns}
    FROM (
        SELECT CASE WHEN (SELECT count(*) FROM newest) < {matches}
            THEN (SELECT count(*) FROM candidates) = {most} ELSE true END AS is_cut
    ) AS state LEFT JOIN page ON true
    LEFT JOIN forum_reply reply
        ON page.entry & {reply_bit} <> 0 AND reply.id = page.entry & {id_mask}
    LEFT JOIN forum_discussion discussion
        ON discussion.id = coalesce(reply.discussion_id, page.entry & {id_mask})
    LEFT JOIN forum_category category ON category.id = discussion.category_id
    LEFT JOIN members_member member ON member.id = coalesce(reply.author_id, discussion.author_id)
    ORDER BY place
"""

# What an era holds is sorted behind OFFSET 0: else PostgreSQL might walk all entries in order and
# look for the words in each.
_CANDIDATES: Final = """
    SELECT match.* FROM ({places}) AS places, LATERAL (
        SELECT * FROM (
            SELECT entry, length, {vector} AS vector FROM forum_search
            WHERE vector @@ ((SELECT words FROM query) && place) OFFSET 0
        ) AS matches
        WHERE entry BETWEEN %s AND %s ORDER BY entry DESC LIMIT {most}
    ) AS match LIMIT {most}
"""

_ERAS: Final = "SELECT place FROM search_eras(%s, %s) AS place"

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


def find(query: Query, scope: Scope, cut: Slice, *, seconds: float) -> Matches:
    """A slice of the matches, best first or newest first. Raises SearchTookTooLong."""
    page, params = page_of(query, scope, cut)
    sql = _FOUND.format(
        matches=MOST_MATCHES, most=MOST_CANDIDATES, columns=RESULT_COLUMNS, **_PARTS
    )
    rows = ask(f"{page}{sql}", params, seconds=seconds)
    found = [row[1:] for row in rows if row[1] is not None]
    return Matches(_marked(found, query), is_cut=rows[0][0])


def page_of(query: Query, scope: Scope, cut: Slice) -> tuple[str, tuple[Any, ...]]:
    """SQL that begins a statement with a slice of the matches, as a table `page` of entries."""
    is_seen, seen_params = _is_seen(scope)
    is_plain = query.words == query.as_websearch()
    candidates, candidate_params = _candidates(scope, needs_vector=not is_plain)
    sql = _PAGE.format(
        candidates=candidates,
        is_whole="true" if is_plain else _IS_WHOLE,
        is_seen_first=is_seen if cut.is_thorough else "true",
        is_seen_last="true" if cut.is_thorough else is_seen,
        ranks=_RANKS.format(**_PARTS) if cut.is_ranked else "",
        matches=MOST_MATCHES,
        **_PARTS,
    )
    params = (
        *(query.words, query.as_websearch()),
        *candidate_params,
        # Asked once, early or late.
        *seen_params,
        *(cut.size, cut.offset),
    )
    return sql, params


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
        with _savepoint(), raw.pipeline(), connection.cursor() as cursor:
            raw.execute(_LIMIT, [str(round(seconds * 1000))])
            cursor.execute(sql, params)
            if connection.in_atomic_block:
                raw.execute(_NO_LIMIT)
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


def _candidates(scope: Scope, *, needs_vector: bool) -> tuple[str, tuple[Any, ...]]:
    """SQL for the newest entries with the words, as entry, length and, where needed, vector.

    What an author wrote and what stands in a few discussions is not so much that eras would help.
    """
    span = numbering.numbers_between(scope.since, scope.until)
    place = index.place_of(scope.author, scope.few)
    sql = _CANDIDATES.format(
        places="SELECT %s::tsquery AS place" if place else _ERAS,
        vector="vector" if needs_vector else "NULL::tsvector",
        most=MOST_CANDIDATES,
    )
    return sql, (*((place,) if place else span), *span)


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
    number, moment, _, title, slug, category, *author = found
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
    )
