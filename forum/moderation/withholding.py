"""Hiding what was reported until somebody has looked at it; never a decision (safety L-21)."""

from datetime import datetime, timedelta
from typing import Final

from django.template.loader import render_to_string

from forum import hiding
from forum.models import Attachment, Discussion, Reply
from forum.moderation import auditing, quarantining
from forum.moderation.errors import CannotBeDone
from forum.moderation.kinds import HANDLING, Kind, Priority
from forum.moderation.models import Case, OfficialLetter, Part, Quarantine, Report
from forum.moderation.targets import Found
from members import avatars, safeguarding
from members.models import Member

# Safety L-21, and the table after L-11.
KNOWN_AFTER: Final = timedelta(days=14)
VISITORS_FOR_A_CHILD: Final = 2

REASON: Final = "Hidden pending review."


def withhold(case: Case, found: Found, *, now: datetime) -> bool:
    """Hide what a case is about, if its reports ask for it, and tell the author so.

    What may be the sexual abuse of a child goes out of everybody's reach, hidden before or not
    (safety L-40). Gives whether it was hidden now. Call it in the transaction of the report.
    """
    reports = list(case.reports.standing().select_related("reporter"))
    is_hidden_now = not case.hidden_at and _is_shown(found) and _is_due(case, reports, now)
    if is_hidden_now:
        _hide(found)
        case.hidden_at = now
        safeguarding.count_hidden()
        auditing.record(f"hide {found.part}", found.target, by=None, reason=REASON)
    if found.target and _may_be_of_child(reports):
        is_hidden_now = _seclude(case, found, by=None, now=now) or is_hidden_now
    if is_hidden_now:
        _tell_author(case, found)
    return is_hidden_now


def seclude(case: Case, *, by: Member, now: datetime) -> None:
    """The same because a moderator says so, whoever has reported it, and as what."""
    target = case.target
    if not isinstance(target, Discussion | Reply | Attachment | Member):
        raise CannotBeDone("This is about nothing that could be hidden.")
    found = Found(Part(case.part), target, case.address)
    is_hidden_now = not case.hidden_at and _is_shown(found)
    if is_hidden_now:
        _hide(found)
        case.hidden_at = now
    is_hidden_now = _seclude(case, found, by=by, now=now) or is_hidden_now
    case.save(update_fields=["hidden_at"])
    if is_hidden_now:
        _tell_author(case, found)


def _seclude(case: Case, found: Found, *, by: Member | None, now: datetime) -> bool:
    """Whether that has hidden a profile just now: of anything else, hiding it comes first."""
    was_secluded_now = quarantining.seclude(case, by=by)
    is_profile_hidden_now = was_secluded_now and found.part == Part.PROFILE and not case.hidden_at
    if is_profile_hidden_now:
        case.hidden_at = now
    return is_profile_hidden_now


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


def _is_due(case: Case, reports: list[Report], now: datetime) -> bool:
    """Whether those who reported it are enough to hide it unseen."""
    if _may_be_of_child(reports) or any(_asks_alone(report, now) for report in reports):
        return True
    known = {report.reporter_id for report in reports if _is_known(report, now)}
    return len(known) >= safeguarding.hide_threshold() and case.first_seen_at is None


def _may_be_of_child(reports: list[Report]) -> bool:
    """Whether one member says so, or two visitors in two places."""
    said = [report for report in reports if report.kind == Kind.CHILD]
    visitors = {report.network for report in said if not report.reporter_id}
    return len(visitors) >= VISITORS_FOR_A_CHILD or any(report.reporter_id for report in said)


def _asks_alone(report: Report, now: datetime) -> bool:
    """An intimate image, by anybody; what is urgent, by a known member."""
    kind = Kind(report.kind)
    if kind == Kind.INTIMATE:
        return True
    return HANDLING[kind].priority == Priority.URGENT and _is_known(report, now)


def _is_known(report: Report, now: datetime) -> bool:
    return bool(report.reporter and report.reporter.joined_at < now - KNOWN_AFTER)


def _tell_author(case: Case, found: Found) -> None:
    author = found.author
    if author is None:
        return
    frozen = Quarantine.objects.filter(case=case, frozen_until_at__isnull=False)
    told = {"case": case, "found": found, "is_frozen": frozen.exists()}
    OfficialLetter.objects.create(
        key=f"hidden:{case.pk}",
        case=case,
        member=author,
        subject=f"Your {found.part.label} is hidden until we have looked at it",
        text=render_to_string("moderation/letters/hidden.txt", told),
    )
