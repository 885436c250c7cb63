"""Helping somebody who has lost their second factor back in."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from members import signing_out
from members.errors import NotForYou
from members.models import Member


@transaction.atomic
def forget_second_factor(member: Member, *, by: Member) -> None:
    """Remove every factor and recovery code of theirs, and end their sessions.

    Staff enrol a new one at their next sign-in (safety S-22). Raises NotForYou.
    """
    if not by.is_owner or member == by:
        raise NotForYou("Only the owner can do this, and for somebody else.")
    Authenticator.objects.filter(user=member).delete()
    signing_out.sign_out_everywhere(member=member)
