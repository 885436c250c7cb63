"""Which discussions are in an edition: what was started since the last one, and what was answered.

Reads only, of what everyone may read. What the owner promoted comes first, and what they dropped is
left out; whether a discussion is pinned or featured makes no difference.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Max

from forum.models import Discussion, DiscussionQuerySet, Reply
from members.models import VISITOR
from notifications.models import EditionChoice, EditionItem, ItemKind

# NodeBB's digest holds as many of each; an edition is read in ten minutes.
MOST_NEW = 10
MOST_BUSY = 10
MOST_OFFERED = 30  # busy ones among which the owner may choose


class Period(NamedTuple):
    """From one cut-off to the next, which belongs to the next period."""

    since_at: datetime
    until_at: datetime


class Activity(NamedTuple):
    """What replies of a period a discussion has."""

    reply_count: int
    newest_at: datetime


@dataclass(frozen=True)
class Candidate:
    """A discussion that an edition may hold, and what the owner decided about it."""

    discussion: Discussion
    kind: ItemKind
    activity: Activity
    is_promoted: bool = False
    is_dropped: bool = False


@dataclass(frozen=True)
class Selection:
    """The items of an edition, not yet saved, in their order; how many new ones had no room."""

    items: Sequence[EditionItem] = field(default_factory=list)
    left_out_count: int = 0


def candidates(period: Period, choices: Iterable[EditionChoice] = ()) -> list[Candidate]:
    """New ones in the order in which they were started, then busy ones, the busiest first.

    Three queries, however much was written.
    """
    chosen = {choice.discussion_id: choice for choice in choices}
    activities = _activities(period)
    since_at, until_at = period
    started = _readable().filter(started_at__gte=since_at, started_at__lt=until_at)
    new = list(started.order_by("started_at", "pk"))
    others = activities.keys() - {discussion.pk for discussion in new}
    busiest = sorted(others, key=lambda pk: (pk not in chosen, *_quietness(activities[pk])))
    busy = _readable().in_bulk(busiest[:MOST_OFFERED])
    found = [
        *((discussion, ItemKind.NEW) for discussion in new),
        *((busy[pk], ItemKind.BUSY) for pk in busiest if pk in busy),
    ]
    return [
        _candidate(discussion, kind, activities, chosen.get(discussion.pk))
        for discussion, kind in found
    ]


def select(found: Sequence[Candidate]) -> Selection:
    """Those of the candidates that find room."""
    kept = [candidate for candidate in found if not candidate.is_dropped]
    new = [candidate for candidate in kept if candidate.kind == ItemKind.NEW]
    busy = [candidate for candidate in kept if candidate.kind == ItemKind.BUSY]
    # Where there are too many, those that nobody has answered go; the others keep their order.
    with_room = sorted(new, key=_least_promoted_and_busy)[:MOST_NEW]
    shown = [
        *sorted(with_room, key=lambda each: (not each.is_promoted, new.index(each))),
        *sorted(busy, key=_least_promoted_and_busy)[:MOST_BUSY],
    ]
    items = [_item(candidate, position) for position, candidate in enumerate(shown, start=1)]
    return Selection(items, left_out_count=len(new) - len(with_room))


def _activities(period: Period) -> Mapping[int, Activity]:
    """By the key of each discussion that was answered in the period."""
    since_at, until_at = period
    replies = Reply.objects.visible_to(VISITOR).filter(
        posted_at__gte=since_at, posted_at__lt=until_at, discussion__withdrawn_at=None
    )
    counted = replies.order_by().values("discussion").annotate(Count("pk"), Max("posted_at"))
    rows = counted.values_list("discussion", "pk__count", "posted_at__max")
    return {pk: Activity(count, newest_at) for pk, count, newest_at in rows}


def _readable() -> DiscussionQuerySet:
    visible = Discussion.objects.visible_to(VISITOR).filter(withdrawn_at=None)
    return visible.select_related("author", "category").defer("body")


def _candidate(
    discussion: Discussion,
    kind: ItemKind,
    activities: Mapping[int, Activity],
    choice: EditionChoice | None,
) -> Candidate:
    return Candidate(
        discussion=discussion,
        kind=kind,
        activity=activities.get(discussion.pk, Activity(0, discussion.started_at)),
        is_promoted=choice is not None and choice.is_promoted,
        is_dropped=choice is not None and choice.is_dropped,
    )


def _item(candidate: Candidate, position: int) -> EditionItem:
    return EditionItem(
        discussion=candidate.discussion,
        kind=candidate.kind,
        position=position,
        new_reply_count=candidate.activity.reply_count,
        newest_at=candidate.activity.newest_at,
    )


def _least_promoted_and_busy(candidate: Candidate) -> tuple[bool, int, float]:
    return (not candidate.is_promoted, *_quietness(candidate.activity))


def _quietness(activity: Activity) -> tuple[int, float]:
    """A key that puts the most replies first, and of equals the one with the newest."""
    return -activity.reply_count, -activity.newest_at.timestamp()
