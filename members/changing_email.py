"""A changed e-mail address, and the way back from it for whoever reads the old one.

Somebody who gets into an account changes its address first, so that a new password goes to them.
The old address gets a link that undoes it (safety S-21).
"""

from datetime import timedelta
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.core import signing
from django.db import transaction

from members import signing_out
from members.errors import LinkNoLongerWorks
from members.models import Member

UNDO_FOR = timedelta(days=7)
SALT = "members.changing_email"


class Change(NamedTuple):
    """Whose address was changed, and between which."""

    member: Member
    old: str
    new: str


def undo_token(*, member: Member, old: str, new: str) -> str:
    """What the link in the mail to the old address ends with."""
    return signing.dumps([member.pk, old, new], salt=SALT)


def read_undo_token(token: str) -> Change:
    """The change that a link would undo. Raises LinkNoLongerWorks where there is none."""
    try:
        pk, old, new = signing.loads(token, salt=SALT, max_age=UNDO_FOR)
        # Once it has been undone, or changed again, there is no such change any more.
        member = Member.objects.get(pk=pk, email=new)
    except (signing.BadSignature, Member.DoesNotExist) as problem:
        raise LinkNoLongerWorks from problem
    return Change(member, old, new)


@transaction.atomic
def undo(token: str) -> Member:
    """Give the account its old address back, and keep out whoever changed it.

    They are signed out, and the password, which they may have set, no longer opens anything: the
    member asks for a code or a new password at their own address.
    """
    change = read_undo_token(token)
    member: Member = Member.objects.select_for_update().get(pk=change.member.pk)
    if Member.objects.filter(email=change.old).exists():
        raise LinkNoLongerWorks

    EmailAddress.objects.filter(user=member).delete()
    EmailAddress.objects.create(user=member, email=change.old, verified=True, primary=True)
    member.email = change.old
    member.set_unusable_password()
    member.save(update_fields=["email", "password"])
    signing_out.sign_out_everywhere(member=member)
    return member
