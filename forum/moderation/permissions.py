"""Who may do what to a case: yes or no; without a query where it was read with its subject."""

from forum.moderation.models import Case, Report
from members.models import Member, Viewer
from members.permissions import can_moderate

__all__ = ["can_decide", "can_moderate", "can_see_reporter", "is_party"]


def is_party(member: Viewer, case: Case) -> bool:
    """Whoever it is about, or wrote that; and of a decision that is appealed against, who made it
    and who it was about (safety L-17).
    """
    about = {case.subject, case.member}
    if appealed := case.appeal_against:
        about |= {appealed.made_by, appealed.member}
    return member in about - {None}


def can_decide(viewer: Viewer, case: Case, *, is_alone: bool) -> bool:
    """Moderators, unless they are party to it; then too where nobody else could (safety L-17)."""
    return can_moderate(viewer) and (is_alone or not is_party(viewer, case))


def can_see_reporter(viewer: Viewer, report: Report) -> bool:
    """Moderators where the reporter lets them know; else the owner, against abuse (safety L-05)."""
    if not can_moderate(viewer):
        return False
    return report.is_named or (isinstance(viewer, Member) and viewer.is_owner)
