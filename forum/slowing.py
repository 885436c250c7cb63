"""Slow mode: in one discussion, for a while, each member has some minutes between replies.

A moderator begins it, or it begins by itself: where replies come fast, where one voice has most of
them, or where several neighbours report what is written. It ends by itself. What somebody has typed
too soon is kept (features.md, section 4, no. 10).
"""

import math
from collections import Counter
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count
from django.utils import timezone

from forum.errors import NotAllowed, SlowedDown
from forum.models import Discussion, Reply
from forum.permissions import can_moderate
from harringay import compiled
from members import safeguarding
from members.models import Member, Safeguards

FAST: Final = "replies are coming fast"
ONE_VOICE: Final = "many of the latest replies are one neighbour’s"
REPORTED: Final = "several neighbours have reported what is written here"
MOST_MINUTES: Final = 24 * 60
FEWEST_VOICES: Final = 2
LONGEST: Final = timedelta(days=30)
# What is slower than that is no quarrel, whoever writes most of it.
LIVELY_WITHIN: Final = timedelta(hours=1)


def slow_down(
    discussion: Discussion, *, by: Member, minutes: int, until: datetime, reason: str
) -> None:
    """Begin it by hand, or change it; the reason is shown. Raises NotAllowed."""
    _check(by)
    now = timezone.now()
    if not (1 <= minutes <= MOST_MINUTES and now < until <= now + LONGEST):
        raise NotAllowed("Please choose 1 to 1,440 minutes, and an end within 30 days.")
    _set(discussion, minutes=minutes, until=until, reason=reason)


def speed_up(discussion: Discussion, *, by: Member) -> None:
    """End it before its time. Raises NotAllowed."""
    _check(by)
    _set(discussion, minutes=0, until=None, reason="")


def check(author: Member, discussion: Discussion) -> None:
    """Raises SlowedDown where a member must wait. One query in slow mode, and none else."""
    now = timezone.now()
    if not discussion.is_slow(now) or can_moderate(author):
        return
    latest = _LATEST_OF.first(discussion.pk, author.pk)
    if latest is None:
        return
    can_at = latest[0] + timedelta(minutes=discussion.slow_minutes)
    if now < can_at:
        raise SlowedDown(math.ceil((can_at - now).total_seconds()))


def slow_if_hot(
    discussion: Discussion, reply: Reply, safeguards: Safeguards, *, quiet_since: datetime
) -> None:
    """Begin it where `reply` was one of many in a short time; the caller holds the lock.

    `quiet_since` is when the one before it came. One query, and none while the discussion is
    shorter than that, or was quiet for as long.
    Half as many within an hour are enough where one of several members has written most of them.
    """
    most, now = safeguards.replies_that_slow, reply.posted_at
    # The demo's cast say in a second what took them weeks.
    if reply.number < most // 2 or reply.author.is_demo:
        return
    quick = now - timedelta(minutes=safeguards.slow_within_minutes)
    since = min(quick, now - LIVELY_WITHIN)
    if quiet_since <= since:
        return
    latest = _LATEST_SINCE.all(discussion.pk, reply.number - most, reply.number, since)
    reason = _why_hot(latest, quick=quick, most=most, share=safeguards.slow_share)
    if reason:
        _begin(discussion, reason, safeguards, now)


def slow_if_reported(discussion: Discussion, *, people: int, now: datetime) -> None:
    """Begin it where that many have lately reported something in it, and neighbours answer there.

    Two queries at the most, and two more where it begins.
    """
    safeguards = Safeguards.current()
    if people < safeguards.reporters_that_slow:
        return
    latest = Reply.objects.shown().filter(discussion=discussion, posted_at__gt=now - LIVELY_WITHIN)
    if latest.aggregate(voices=Count("author", distinct=True))["voices"] >= FEWEST_VOICES:
        _begin(discussion, REPORTED, safeguards, now)


def _why_hot(latest: list[tuple[int, datetime]], *, quick: datetime, most: int, share: int) -> str:
    """Why a discussion slows, given who wrote its latest replies and when; empty if it need not.

    Those since `quick` came fast.
    """
    fast = [author for author, posted_at in latest if posted_at > quick]
    # Whoever talks to themselves quarrels with nobody.
    if len(fast) >= most and len(set(fast)) >= FEWEST_VOICES:
        return FAST
    voices = Counter(author for author, _posted_at in latest)
    # Two who answer each other have half each, and trouble nobody.
    is_loud = len(voices) > FEWEST_VOICES and max(voices.values()) * 100 > share * len(latest)
    return ONE_VOICE if is_loud and len(latest) >= most // 2 else ""


def _begin(discussion: Discussion, reason: str, safeguards: Safeguards, now: datetime) -> None:
    """By itself, and for the owner's minutes; what has begun goes on as it did."""
    if discussion.is_slow(now):
        return
    until = now + timedelta(minutes=safeguards.slow_for_minutes)
    _set(discussion, minutes=safeguards.slow_minutes, until=until, reason=reason)
    safeguarding.count_slowed()


def _set(discussion: Discussion, *, minutes: int, until: datetime | None, reason: str) -> None:
    discussion.slow_minutes, discussion.slow_until_at = minutes, until
    discussion.slow_reason = reason
    discussion.save(update_fields=["slow_minutes", "slow_until_at", "slow_reason"])


def _check(by: Member) -> None:
    if not can_moderate(by):
        raise NotAllowed("Only moderators can slow a discussion down.")


_LATEST_OF = compiled.Query(
    lambda discussion, author: (
        Reply.objects.filter(discussion=discussion, author=author, withdrawn_at=None)
        .order_by("-posted_at")
        .values_list("posted_at")[:1]
    ),
    slots=2,
)
# There is none after the last number: that is said for PostgreSQL's sake (forum.screening).
_LATEST_SINCE = compiled.Query(
    lambda discussion, after, last, since: (
        Reply.objects.shown()
        .filter(discussion=discussion, number__gt=after, number__lte=last, posted_at__gt=since)
        .values_list("author_id", "posted_at")
    ),
    slots=4,
)
