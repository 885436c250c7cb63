"""Hiding what was reported until somebody has looked at it; never a decision (safety L-21)."""

from datetime import datetime, timedelta
from typing import Final

from django.template.loader import render_to_string

from forum import hiding
from forum.models import Reply
from forum.moderation import auditing
from forum.moderation.kinds import HANDLING, Kind, Priority
from forum.moderation.models import Case, OfficialLetter, Report
from forum.moderation.targets import Found
from members import safeguarding

# Safety L-21, and the table after L-11.
KNOWN_AFTER: Final = timedelta(days=14)
VISITORS_FOR_A_CHILD: Final = 2

REASON: Final = "Hidden pending review."


def withhold(case: Case, found: Found, *, now: datetime) -> bool:
    """Hide what a case is about, if its reports ask for it, and tell the author so.

    Gives whether it was hidden now. Call it in the transaction of the report.
    """
    written = found.written
    if written is None or written.is_hidden or case.hidden_at or not _is_due(case, now):
        return False
    if isinstance(written, Reply):
        hiding.hide_reply(written, by=None, reason=REASON)
    else:
        hiding.hide_discussion(written, by=None, reason=REASON)
    case.hidden_at = now
    safeguarding.count_hidden()
    auditing.record(f"hide {found.part}", written, by=None, reason=REASON)
    _tell_author(case, found)
    return True


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
