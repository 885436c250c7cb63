"""Hiding what was reported until somebody has looked at it; never a decision (safety L-21)."""

from datetime import datetime, timedelta
from typing import Final

from django.template.loader import render_to_string

from forum import hiding
from forum.models import Attachment, Discussion, Reply
from forum.moderation import auditing
from forum.moderation.kinds import HANDLING, Kind, Priority
from forum.moderation.models import Case, OfficialLetter, Part, Report
from forum.moderation.targets import Found
from members import avatars, safeguarding
from members.models import Member

# Safety L-21, and the table after L-11.
KNOWN_AFTER: Final = timedelta(days=14)
VISITORS_FOR_A_CHILD: Final = 2

REASON: Final = "Hidden pending review."


def withhold(case: Case, found: Found, *, now: datetime) -> bool:
    """Hide what a case is about, if its reports ask for it, and tell the author so.

    Gives whether it was hidden now. Call it in the transaction of the report.
    """
    if case.hidden_at or not _is_shown(found) or not _is_due(case, now):
        return False
    _hide(found)
    case.hidden_at = now
    safeguarding.count_hidden()
    auditing.record(f"hide {found.part}", found.target, by=None, reason=REASON)
    _tell_author(case, found)
    return True


def _is_shown(found: Found) -> bool:
    """Whether it is something that can be hidden, and is not yet. A profile's words cannot be."""
    match found.target:
        case Discussion() | Reply() | Attachment():
            return not found.target.is_hidden
        case Member():
            return found.part == Part.AVATAR and bool(found.target.avatar_key)
        case _:
            return False


def _hide(found: Found) -> None:
    match found.target:
        case Discussion():
            hiding.hide_discussion(found.target, by=None, reason=REASON)
        case Reply():
            hiding.hide_reply(found.target, by=None, reason=REASON)
        case Attachment():
            hiding.hide_picture(found.target, by=None)
        case Member():
            avatars.hide(member=found.target, by=None)


def _is_due(case: Case, now: datetime) -> bool:
    """Whether those who reported it are enough to hide it unseen."""
    reports = list(case.reports.standing().select_related("reporter"))
    if any(_asks_alone(report, now) for report in reports):
        return True
    if _visitors(reports, Kind.CHILD) >= VISITORS_FOR_A_CHILD:
        return True
    known = {report.reporter_id for report in reports if _is_known(report, now)}
    return len(known) >= safeguarding.hide_threshold() and case.first_seen_at is None


def _asks_alone(report: Report, now: datetime) -> bool:
    """An intimate image, by anybody; a child, by any member; what is urgent, by a known one."""
    kind = Kind(report.kind)
    if kind == Kind.INTIMATE:
        return True
    if kind == Kind.CHILD:
        return report.reporter_id is not None
    return HANDLING[kind].priority == Priority.URGENT and _is_known(report, now)


def _is_known(report: Report, now: datetime) -> bool:
    return bool(report.reporter and report.reporter.joined_at < now - KNOWN_AFTER)


def _visitors(reports: list[Report], kind: Kind) -> int:
    """How many visitors reported it as that, told apart by where they are."""
    return len(
        {report.network for report in reports if not report.reporter_id and report.kind == kind}
    )


def _tell_author(case: Case, found: Found) -> None:
    author = found.author
    if author is None:
        return
    told = {"case": case, "found": found}
    OfficialLetter.objects.create(
        key=f"hidden:{case.pk}",
        case=case,
        member=author,
        subject=f"Your {found.part.label} is hidden until we have looked at it",
        text=render_to_string("moderation/letters/hidden.txt", told),
    )
