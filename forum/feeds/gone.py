"""What has been taken out of a feed lately, for readers who take it out of theirs (RFC 6721).

It is asked for with the site's identity, which every feed needs: so it costs no query. What was
never to be read by everyone is not among it: what waits for a moderator, and what came from the old
site as private there.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple, TypeVar

from django.db.models import F, Q, Subquery, Value
from django.db.models.functions import Coalesce

from forum.feeds.items import id_of, moment_of
from forum.feeds.printable import Printable
from forum.models import Discussion, DiscussionQuerySet, Reply, ReplyQuerySet, SiteIdentity
from forum.models.listed import Listed

# Whoever was away for longer finds out by themselves.
TOLD_FOR: Final = timedelta(days=30)
MOST: Final = 30

# How the import says why only moderators may read something (forum.archive).
_WAS_PRIVATE = Q(hidden_reason__endswith="the old site", legacy_id__isnull=False)

_WENT = Coalesce("withdrawn_at", "hidden_at")

# The lists that come with the site's identity: their names, of what, and when that was written.
_DISCUSSIONS: Final = "gone_discussions"
_REPLIES: Final = "gone_replies"
_WITH_DISCUSSIONS: Final = "gone_with_discussions"
_LISTS: Final[list[tuple[str, type[Discussion] | type[Reply], str]]] = [
    (_DISCUSSIONS, Discussion, "started_at"),
    (_REPLIES, Reply, "posted_at"),
    (_WITH_DISCUSSIONS, Reply, "posted_at"),
]

Rows = TypeVar("Rows", DiscussionQuerySet, ReplyQuerySet)


@dataclass(frozen=True)
class Gone(Printable):
    """An item that was here; `gone_at` is when it was hidden or taken back."""

    id: str
    gone_at: datetime


class Scope(NamedTuple):
    """Which rows a feed is about; None where it has none of a kind."""

    discussions: DiscussionQuerySet | None = None
    replies: ReplyQuerySet | None = None


def of(site: SiteIdentity) -> tuple[Gone, ...]:
    """What is gone, the latest first, of a feed whose lists came with the site's identity."""
    latest = sorted(set(_gone(site)), key=lambda gone: (gone.gone_at, gone.id), reverse=True)
    return tuple(latest[:MOST])


def lists(scope: Scope, since: Value) -> Iterator[tuple[str, Subquery]]:
    """The lists by their names, of what went since a moment."""
    if scope.discussions is not None:
        discussions = scope.discussions.filter(category__hidden_at=None)
        yield _DISCUSSIONS, _listed(_taken_down(discussions, since), _WENT, "started_at")
    if scope.replies is not None:
        replies = scope.replies.filter(discussion__category__hidden_at=None, held_at=None)
        yield _REPLIES, _listed(_taken_down(replies, since), _WENT, "posted_at")
        with_it = replies.filter(
            hidden_at=None,
            withdrawn_at=None,
            discussion__hidden_at__gte=since,
            discussion__held_at=None,
        )
        yield _WITH_DISCUSSIONS, _listed(with_it, F("discussion__hidden_at"), "posted_at")


def _taken_down(rows: Rows, since: Value) -> Rows:
    lately = Q(hidden_at__gte=since) | Q(withdrawn_at__gte=since)
    return rows.filter(lately, held_at=None).exclude(_WAS_PRIVATE)


def _listed(rows: DiscussionQuerySet | ReplyQuerySet, went: Any, written: str) -> Subquery:
    """The latest of these: their keys, what their ids are made of, and when they went."""
    latest = rows.annotate(gone_at=went).order_by("-gone_at", "-pk")[:MOST]
    listed = rows.model.objects.filter(pk__in=latest.values("pk")).order_by()
    return Subquery(listed.values(listed=Listed("pk", "legacy_id", written, went)))


def _gone(site: SiteIdentity) -> Iterator[Gone]:
    for name, model, written in _LISTS:
        for key, legacy_id, written_at, gone_at in getattr(site, name, None) or ():
            row = model(pk=key, legacy_id=legacy_id, **{written: _moment(written_at)})
            yield Gone(id=id_of(row, site), gone_at=moment_of(_moment(gone_at)))


def _moment(text: str) -> datetime:
    """As either database writes one into JSON; SQLite's are in UTC and do not say so."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
