"""The feed of whatever has some words in it, asked for as in the search.

One statement looks for the words and reads all that the feed shows of what they are in.
"""

from collections.abc import Sequence
from typing import Any, Final

from django.db.models import QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.http import Http404

from forum import searching
from forum.errors import SearchTookTooLong
from forum.feeds import channels, rows, sources
from forum.feeds.feed import Feed, of_written
from forum.feeds.paging import NEWEST, Place
from forum.feeds.rows import ROWS
from forum.feeds.sources import Beside, Sources
from forum.models import Discussion, Reply, SiteIdentity
from forum.models.listed import Listed
from forum.search_form import MOST_CHARACTERS
from members import limits
from members.errors import RateLimited
from members.limits import Action
from members.models import VISITOR

# The index knows seconds: of what is of that one, a page may have been shown before.
SIZE: Final = 2 * ROWS

# The keys of what was found, beside all that is shown of it.
_DISCUSSIONS: Final = "found_discussions"
_REPLIES: Final = "found_replies"

Written = Discussion | Reply


class _OfWords(Sources):
    """Their query looks among what the search has found, and is asked together with it."""

    def ask(self, *about: int | str) -> Beside:
        """Of words in the one text that they have. Raises SearchTookTooLong."""
        query = searching.parse(str(*about))

        def search(sql: str, params: Sequence[Any]) -> list[Any]:
            statement = searching.Statement(sql, params)
            return searching.among_newest(query, statement, viewer=VISITOR, size=SIZE)

        _spend_a_search()
        return sources.beside(next(iter(self.query.all_through(search)), None))


def of_words(words: str, before: Place = NEWEST) -> Feed:
    """Raises Http404 where no word is asked for, and SearchTookTooLong."""
    query = searching.parse(words)
    if not query.wanted or len(words) > MOST_CHARACTERS:
        raise Http404
    written, beside = _newest(query) if before == NEWEST else _older(query, before)
    return of_written(channels.words(query.text), written[:ROWS], before, beside)


def _newest(query: searching.Query) -> tuple[list[Written], Beside]:
    """Three queries. What the first of them read holds of the rows if they were read under the
    same version, and are all there.
    """
    beside = SOURCES.ask(query.text)
    discussions, replies = (
        [key for (key,) in vars(beside.site).get(name) or ()] for name in (_DISCUSSIONS, _REPLIES)
    )
    written = _with_keys(discussions, replies)
    versions = {str(vars(each)[sources.VERSION]) for each in written}
    if versions - {beside.version} or len(written) < len(discussions) + len(replies):
        beside = beside._replace(sources="", version="")
    return written, beside


def _older(query: searching.Query, before: Place) -> tuple[list[Written], Beside]:
    _spend_a_search()
    found = searching.newest(query, viewer=VISITOR, size=SIZE, until=before.moment)
    kinds = (searching.DISCUSSION, searching.REPLY)
    written = _with_keys(*([each.pk for each in found if each.kind == kind] for kind in kinds))
    after = [each for each in written if (each.written_at, each.pk) < (before.moment, before.key)]
    return after, Beside(SiteIdentity.current())


def _with_keys(discussions: Sequence[int], replies: Sequence[int]) -> list[Written]:
    """The newest first; of neither kind is asked where there are none."""
    written: list[Written] = []
    if discussions:
        written += sources.under_version(rows.discussions().filter(pk__in=discussions))
    if replies:
        written += sources.under_version(rows.replies().filter(pk__in=replies))
    return sorted(written, key=lambda each: (each.written_at, each.pk), reverse=True)


def _lists() -> dict[str, Subquery]:
    discussions = _among(searching.FOUND_DISCUSSIONS, rows.discussions())
    replies = _among(searching.FOUND_REPLIES, rows.replies())
    return {
        _DISCUSSIONS: Subquery(discussions.order_by().values(listed=Listed("pk"))),
        _REPLIES: Subquery(replies.order_by().values(listed=Listed("pk"))),
        # Of all that was found, without another look whether it may be seen: PostgreSQL would join
        # more tables than it puts in order, and read every reply there is.
        "discussions": sources.all_of(
            _among(searching.FOUND_DISCUSSIONS, Discussion.objects.all()), sources.OF_DISCUSSION
        ),
        "replies": sources.all_of(
            _among(searching.FOUND_REPLIES, Reply.objects.all()), sources.OF_REPLY
        ),
    }


def _among(found: str, written: QuerySet[Any]) -> QuerySet[Any]:
    return written.filter(pk__in=RawSQL(found, ()))  # noqa: S611  an expression of ours


def _spend_a_search() -> None:
    """Feeds of words are asked for by machines, and count with what all visitors search."""
    try:
        limits.spend(Action.SEARCH, member=None, ip=None)
    except RateLimited as refusal:
        raise SearchTookTooLong from refusal


SOURCES: Final = _OfWords(_lists)
