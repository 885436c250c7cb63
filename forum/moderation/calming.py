"""Slowing a discussion in which several people have reported what was written, by itself.

What each of them says is wrong is still for a moderator to judge; what has become quick and sharp
is only slower until then (features.md, section 4, no. 10).
"""

from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from forum import slowing
from forum.models import Discussion
from forum.moderation.kinds import Kind
from forum.moderation.models import Report

WITHIN: Final = timedelta(days=1)
# What people say to each other in anger; a stolen photo or a scam is no quarrel.
HEATED: Final = frozenset({Kind.DANGER, Kind.THREAT, Kind.HATE, Kind.DEFAMATION, Kind.RULES})


def calm(report: Report, *, now: datetime) -> None:
    """Slow the discussion of a report where it is one of enough people's."""
    case = report.case
    discussion = case.reply.discussion if case.reply else case.discussion
    if discussion and report.kind in HEATED:
        slowing.slow_if_reported(discussion, people=_reporters(discussion, now), now=now)


def _reporters(discussion: Discussion, now: datetime) -> int:
    """How many people: members, and visitors told apart by where they are. One query."""
    inside = Q(case__discussion=discussion) | Q(case__reply__discussion=discussion)
    reports = Report.objects.standing().since(now - WITHIN).filter(inside, kind__in=HEATED)
    senders = reports.values_list("reporter", "network")
    return len({member or network for member, network in senders})
