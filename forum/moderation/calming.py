"""Slowing a discussion in which several people have reported what was written, by itself; and
keeping who has reported somebody from answering them meanwhile.

What each of them says is wrong is still for a moderator to judge; what has become quick and sharp
is only slower until then (features.md, section 4, no. 10).
"""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q
from django.utils import timezone

from forum import slowing
from forum.models import Discussion
from forum.moderation.kinds import Kind
from forum.moderation.models import OPEN, Report

WITHIN: Final = timedelta(days=1)
# Ours: a night or two to sleep on it, within which what breaks the rules is looked at (L-11).
LEFT_ALONE_FOR: Final = timedelta(days=3)
MOST_LEFT_ALONE: Final = 2
# What people say to each other in anger; a stolen photo or a scam is no quarrel.
HEATED: Final = frozenset({Kind.DANGER, Kind.THREAT, Kind.HATE, Kind.DEFAMATION, Kind.RULES})


def calm(report: Report, *, now: datetime) -> None:
    """Slow the discussion of a report where it is one of enough people's."""
    case = report.case
    discussion = case.reply.discussion if case.reply else case.discussion
    if discussion and report.kind in HEATED:
        slowing.slow_if_reported(discussion, people=_reporters(discussion, now), now=now)


def left_alone(member_key: int, discussion_key: int) -> dict[int, datetime]:
    """Whose words a member has reported in a discussion, each with until when they leave them.

    Until it is decided, and for some days at the most; so too where they take their report back.
    Those reported last are left alone: who reports a crowd can still speak to most of it.
    """
    inside = Q(case__discussion=discussion_key) | Q(case__reply__discussion=discussion_key)
    reports = Report.objects.standing().since(timezone.now() - LEFT_ALONE_FOR)
    heated = reports.filter(inside, reporter=member_key, kind__in=HEATED, case__state__in=OPEN)
    latest = heated.order_by("-received_at", "-pk").values_list(
        "case__reply__author", "case__discussion__author", "received_at"
    )
    left: dict[int, datetime] = {}
    for of_reply, of_discussion, received_at in latest:
        author = of_reply or of_discussion
        if author != member_key and (author in left or len(left) < MOST_LEFT_ALONE):
            left.setdefault(author, received_at + LEFT_ALONE_FOR)
    return left


def _reporters(discussion: Discussion, now: datetime) -> int:
    """How many people: members, and visitors told apart by where they are. One query."""
    inside = Q(case__discussion=discussion) | Q(case__reply__discussion=discussion)
    reports = Report.objects.standing().since(now - WITHIN).filter(inside, kind__in=HEATED)
    senders = reports.values_list("reporter", "network")
    return len({member or network for member, network in senders})
