"""A changed e-mail address, and the way back from it for whoever reads the old one.

Somebody who gets into an account changes its address first, so that a new password goes to them.
The old address gets a link that undoes it (safety S-21), however often it is changed after that.
"""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.core import signing
from django.db import transaction
from django.utils import timezone

from members import signing_out
from members.errors import LinkNoLongerWorks
from members.models import EmailChange, Member

SHORTLY_BEFORE = timedelta(days=7)  # who gets in may have seen to their own way in first
SALT = "members.email_change"


def note(*, member: Member, old: str, new: str) -> EmailChange | None:
    """Remember a change for as long as it can be undone.

    None where it goes back to where an earlier one began: then it undoes that, and whoever reads
    the address in between has nothing to undo any more.
    """
    theirs = EmailChange.objects.undoable(timezone.now()).filter(member=member)
    if undone := theirs.filter(old__iexact=new).order_by("pk").first():
        EmailChange.objects.this_and_later(undone).delete()
        return None
    return EmailChange.objects.create(member=member, old=old)


def undo_token(change: EmailChange) -> str:
    """What the link in the mail to the old address ends with."""
    return signing.dumps(change.pk, salt=SALT)


def read_undo_token(token: str) -> EmailChange:
    """The change that a link would undo. Raises LinkNoLongerWorks where there is none."""
    try:
        pk = signing.loads(token, salt=SALT)
        found = EmailChange.objects.undoable(timezone.now()).select_related("member")
        return found.get(pk=pk)
    except (signing.BadSignature, EmailChange.DoesNotExist) as problem:
        raise LinkNoLongerWorks from problem


@transaction.atomic
def undo(token: str) -> Member:
    """Give the account its old address back, and keep out whoever changed it.

    They are signed out; the password, which they may have set, and the passkeys and authenticator
    apps that came since, or shortly before, no longer open anything: the member asks for a code or
    a new password at their own address. Raises LinkNoLongerWorks.
    """
    member: Member = Member.objects.select_for_update().get(pk=read_undo_token(token).member_id)
    # Read again: another may have been undone while this one waited for the member.
    change = read_undo_token(token)
    if Member.objects.filter(email=change.old).exclude(pk=member.pk).exists():
        raise LinkNoLongerWorks

    EmailAddress.objects.filter(user=member).delete()
    EmailAddress.objects.create(user=member, email=change.old, verified=True, primary=True)
    member.email = change.old
    member.set_unusable_password()
    member.save(update_fields=["email", "password"])
    theirs_at = change.changed_at - SHORTLY_BEFORE
    Authenticator.objects.filter(user=member, created_at__gte=theirs_at).delete()
    EmailChange.objects.this_and_later(change).delete()
    signing_out.sign_out_everywhere(member=member)
    return member


def forget(before: datetime) -> None:
    """Changes that nobody can undo any more."""
    EmailChange.objects.filter(changed_at__lt=before).delete()
