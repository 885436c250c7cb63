"""Keeping somebody out for a while, and letting them back in. What they wrote stays."""

from django.db import transaction
from django.utils import timezone

from members import signing_out
from members.errors import NotForYou
from members.models import Member


@transaction.atomic
def suspend(member: Member, *, by: Member) -> None:
    """End their sessions, and let them sign in no more. Raises NotForYou."""
    _check(member, by)
    member.suspended_at = member.suspended_at or timezone.now()
    member.save(update_fields=["suspended_at"])
    signing_out.sign_out_everywhere(member=member)


def unsuspend(member: Member, *, by: Member) -> None:
    """Let them back in. Raises NotForYou."""
    _check(member, by)
    member.suspended_at = None
    member.save(update_fields=["suspended_at"])


def _check(member: Member, by: Member) -> None:
    """Moderators suspend members, the owner moderators too; nobody the owner, nor themselves."""
    if not by.is_moderator:
        raise NotForYou("Only moderators can suspend a member.")
    if member.is_owner or member == by:
        raise NotForYou("Nobody can suspend the owner, or themselves.")
    if member.is_moderator and not by.is_owner:
        raise NotForYou("Only the owner can suspend a moderator.")
