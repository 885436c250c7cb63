"""What waits for a moderator, and in which order: by likely harm, and how many have yet to see it.

First what is urgent (P0) and what is overdue (safety L-20); among those, and then among the rest,
by priority; within one priority by the harm still to come,

    reports × (1 + views of its discussion today and yesterday), and 0 where it is hidden by now,

and last by when it is due. What two hundred people look at today comes before what nobody opens.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Case as Choice
from django.db.models import (
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from forum.models import DailyViews, Discussion, Reply
from forum.moderation import permissions, triaging
from forum.moderation.kinds import Priority
from forum.moderation.models import Case
from forum.moderation.models.case import CaseQuerySet
from members.models import Member, Viewer

RECENT = timedelta(days=1)

_IS_HIDDEN = (
    Q(reply__hidden_at__isnull=False)
    | Q(reply__discussion__hidden_at__isnull=False)
    | Q(discussion__hidden_at__isnull=False)
    | Q(attachment__hidden_at__isnull=False)
)


class Waiting(NamedTuple):
    """How much there is to do."""

    open: int
    overdue: int


def cases_of(viewer: Viewer) -> CaseQuerySet:
    """The cases that somebody may open: to moderators all, but those about them.

    Those too where nobody else could decide them (safety L-17, S-30).
    """
    if not (isinstance(viewer, Member) and permissions.can_moderate(viewer)):
        return Case.objects.none()
    cases = Case.objects.all()
    return cases if triaging.is_alone(viewer) else cases.not_of(viewer)


class Held(NamedTuple):
    """How many posts wait for a moderator to let them out, and are no cases."""

    replies: int
    discussions: int


def held() -> Held:
    return Held(Reply.objects.held().count(), Discussion.objects.held().count())


def in_order(cases: CaseQuerySet, *, now: datetime) -> CaseQuerySet:
    """The open ones of these cases, the most harmful first; each with `exposure`."""
    overdue = Q(look_by__lt=now, first_seen_at=None) | Q(decide_by__lt=now)
    comes_last = Choice(
        When(Q(priority=Priority.URGENT) | overdue, then=Value(0)), default=Value(1)
    )
    return (
        cases.open()
        .with_subject()
        .annotate(comes_last=comes_last, exposure=_exposure(now))
        .order_by("comes_last", "priority", "-exposure", "decide_by", "pk")
    )


def count(cases: CaseQuerySet, *, now: datetime) -> Waiting:
    """How many of these are open, and how many of those are overdue."""
    overdue = Q(look_by__lt=now, first_seen_at=None) | Q(decide_by__lt=now)
    counted = cases.open().aggregate(open=Count("pk"), overdue=Count("pk", filter=overdue))
    return Waiting(**counted)


def _exposure(now: datetime) -> Choice:
    """How many will have seen it by tomorrow, weighed by how many have said that it is wrong."""
    discussion = Coalesce(
        OuterRef("discussion"),
        OuterRef("reply__discussion"),
        OuterRef("attachment__discussion"),
        OuterRef("attachment__reply__discussion"),
    )
    since = timezone.localdate(now) - RECENT
    recent = DailyViews.objects.filter(discussion=discussion, seen_on__gte=since).order_by()
    views = Subquery(recent.values("discussion").annotate(views=Sum("count")).values("views"))
    return Choice(
        When(_IS_HIDDEN, then=Value(0)),
        default=F("report_count") * (1 + Coalesce(views, 0)),
        output_field=IntegerField(),
    )
