"""The sanctions that moderators have, and the undoing of each. What a member wrote stays.

None of them says why, nor tells anybody: whoever decides on one writes that down.
"""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from members import permissions, signing_out
from members.errors import AlreadyOver, NotForYou
from members.models import BarredEmail, Member
from members.models.barred_email import fingerprint_of


def restrict(member: Member, *, until: datetime, by: Member | None) -> None:
    """Until a moment, hold what they post, and take neither pictures nor links from them.

    Another moment takes the place of an earlier one. `by` is nobody where the site itself acts,
    which it does to no moderator. Raises NotForYou, AlreadyOver.
    """
    _check(member, by, until)
    member.restriction_ends_at = until
    member.save(update_fields=["restriction_ends_at"])


def unrestrict(member: Member, *, by: Member | None) -> None:
    """Let them post as others do. `by` as above. Raises NotForYou."""
    _check(member, by)
    member.restriction_ends_at = None
    member.save(update_fields=["restriction_ends_at"])


@transaction.atomic
def suspend(member: Member, *, until: datetime | None = None, by: Member) -> None:
    """End their sessions, and let them sign in no more until a moment, or until they are let in.

    Who is suspended already stays so since then, and gets this end. Raises NotForYou, AlreadyOver.
    """
    _check(member, by, until)
    if not member.is_suspended:
        member.suspended_at = timezone.now()
    member.suspension_ends_at = until
    member.save(update_fields=["suspended_at", "suspension_ends_at"])
    signing_out.sign_out_everywhere(member=member)


def unsuspend(member: Member, *, by: Member) -> None:
    """Let them back in. Raises NotForYou."""
    _check(member, by)
    member.suspended_at = member.suspension_ends_at = None
    member.save(update_fields=["suspended_at", "suspension_ends_at"])


@transaction.atomic
def ban(member: Member, *, by: Member) -> None:
    """Keep them out for good, and their e-mail addresses from another account. Raises NotForYou."""
    _check(member, by)
    member.banned_at = member.banned_at or timezone.now()
    member.save(update_fields=["banned_at"])
    _bar_addresses(member)
    signing_out.sign_out_everywhere(member=member)


@transaction.atomic
def unban(member: Member, *, by: Member) -> None:
    """Let them back in, with the addresses that they had. Raises NotForYou."""
    _check(member, by)
    member.banned_at = None
    member.save(update_fields=["banned_at"])
    member.barred_emails.all().delete()


def _check(member: Member, by: Member | None, until: datetime | None = None) -> None:
    if by:
        _check_may(by, member)
    elif member.is_moderator:
        raise NotForYou("Nobody but the owner can do this to a moderator.")
    if until is not None and until <= timezone.now():
        raise AlreadyOver


def _check_may(by: Member, member: Member) -> None:
    """Says which part of permissions.can_sanction it is that does not hold."""
    if not permissions.can_moderate(by):
        raise NotForYou("Only moderators can do this to a member.")
    if member.is_owner or member == by:
        raise NotForYou("Nobody can do this to the owner, or to themselves.")
    if not permissions.can_sanction(by, member):
        raise NotForYou("Only the owner can do this to a moderator.")


def _bar_addresses(member: Member) -> None:
    known = EmailAddress.objects.filter(user=member).values_list("email", flat=True)
    emails = {email for email in (member.email, *known) if email}
    BarredEmail.objects.bulk_create(
        (
            BarredEmail(member=member, fingerprint=fingerprint)
            for fingerprint in sorted({fingerprint_of(email) for email in emails})
        ),
        ignore_conflicts=True,
    )
