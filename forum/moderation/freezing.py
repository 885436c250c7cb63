"""The account from which something most grave came: frozen for the time being, and told of in full.

It is not deleted, and not closed: what its owner posts waits for a moderator. Whoever finds that it
was what it was reported as suspends it (acting.py); whoever finds that it was not lets it go.
"""

from datetime import timedelta
from typing import Any, Final

from allauth.usersessions.models import UserSession
from django.utils import timezone

from forum.moderation.models import Quarantine
from members import suspending
from members.models import Member
from members.permissions import can_sanction

# As long as what was reported is kept: a decision ends it sooner.
FROZEN_FOR: Final = timedelta(days=365)
# What S.I. 2026/268, regulation 8, calls relevant: two weeks of it.
SESSIONS_OF: Final = timedelta(days=14)

_ACCOUNT: Final = ("name", "address", "email", "legacy_name", "area", "joined_at", "last_login")
_SESSION: Final = ("created_at", "last_seen_at", "ip", "user_agent")


def freeze(quarantine: Quarantine, *, by: Member | None) -> None:
    """Restrict whose it is, and note in the row, which the caller saves, what there was before.

    The owner is never frozen, and a moderator by nobody but the owner.
    """
    earlier = _others(quarantine).first()
    if earlier:
        quarantine.frozen_until_at = earlier.frozen_until_at
        quarantine.restricted_before_at = earlier.restricted_before_at
    elif quarantine.member and _may_freeze(by, quarantine.member):
        member = _locked(quarantine.member)
        until = timezone.now() + FROZEN_FOR
        quarantine.frozen_until_at = max(until, member.restriction_ends_at or until)
        quarantine.restricted_before_at = member.restriction_ends_at
        suspending.restrict(member, until=quarantine.frozen_until_at, by=by)


def thaw(quarantine: Quarantine, *, by: Member) -> None:
    """Let them post as before, once the row is gone; not where others have changed it since."""
    if quarantine.member is None or _others(quarantine).exists():
        return
    member, before = _locked(quarantine.member), quarantine.restricted_before_at
    if member.restriction_ends_at is None:
        return
    if member.restriction_ends_at != quarantine.frozen_until_at:
        return
    if before and before > timezone.now():
        suspending.restrict(member, until=before, by=by)
    else:
        suspending.unrestrict(member, by=by)


def account_of(member: Member | None) -> dict[str, Any]:
    """What the report to the NCA asks of an account, before freezing it ends its sessions."""
    if member is None:
        return {}
    since = timezone.now() - SESSIONS_OF
    sessions = UserSession.objects.filter(user=member, last_seen_at__gte=since)
    return {
        **{field: getattr(member, field) for field in _ACCOUNT},
        "sessions": list(sessions.order_by("created_at").values(*_SESSION)),
    }


def _others(quarantine: Quarantine) -> Any:
    """What else of theirs is in quarantine, and froze them."""
    standing = Quarantine.objects.standing().exclude(case=quarantine.case)
    return standing.filter(member=quarantine.member, frozen_until_at__isnull=False)


def _may_freeze(by: Member | None, member: Member) -> bool:
    return can_sanction(by, member) if by else not member.is_moderator


def _locked(member: Member) -> Member:
    locked: Member = Member.objects.select_for_update().get(pk=member.pk)
    return locked
