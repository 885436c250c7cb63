"""Asking to be forgotten, and coming back within a fortnight (safety L-51).

From the moment of asking the account is hidden everywhere and nobody is signed in to it, as if it
had gone; nothing is deleted before the fortnight is over (members.erasing). Whoever signs in again,
or follows the link in the mail, has everything back.
"""

from datetime import timedelta

from django.core import signing
from django.db import transaction
from django.utils import timezone

from members import holding, ledger, mailing, parting, signing_out
from members.errors import LinkNoLongerWorks, NotForYou
from members.models import Erasure, Member

UNDO_FOR = timedelta(days=14)
SALT = "members.leaving"


@transaction.atomic
def leave(member: Member, *, choice: str) -> Erasure:
    """Hide the account, sign it out everywhere, and have it erased in a fortnight.

    To ask twice is to ask once. Raises NotForYou: the owner answers for the site.
    """
    if member.is_owner:
        raise NotForYou("You own this site. Somebody else has to own it before you can leave.")
    now = timezone.now()
    erasure, is_new = Erasure.objects.get_or_create(
        member_key=member.pk,
        defaults={
            "joined_at": member.joined_at,
            "choice": choice,
            "asked_at": now,
            "due_at": now + UNDO_FOR,
        },
    )
    if is_new:
        ledger.note(erasure)
        hide(member, erasure)
    return erasure


def hide(member: Member, erasure: Erasure) -> None:
    """Let nobody see who they are any more, nor anybody be signed in as them."""
    member.left_at = member.leaving_at = erasure.asked_at
    member.save(update_fields=["left_at", "leaving_at"])
    signing_out.sign_out_everywhere(member=member)
    _show_name(member)


@transaction.atomic
def come_back(member: Member) -> None:
    """Have everything back as it was. Raises LinkNoLongerWorks where that is too late."""
    now = timezone.now()
    pending = Erasure.objects.select_for_update().pending().of_member(member.pk)
    erasure = pending.filter(due_at__gt=now).first()
    if erasure is None:
        raise LinkNoLongerWorks
    ledger.note_return(erasure)
    erasure.delete()
    member.left_at = member.leaving_at = None
    member.save(update_fields=["left_at", "leaving_at"])
    _show_name(member)


def undo_token(erasure: Erasure) -> str:
    """What the link in the mail ends with."""
    return signing.dumps([erasure.member_key, erasure.asked_at.isoformat()], salt=SALT)


def read_undo_token(token: str) -> Member:
    """Who would come back by a link. Raises LinkNoLongerWorks where nobody would."""
    try:
        key, asked_at = signing.loads(token, salt=SALT, max_age=UNDO_FOR)
        # Once somebody has come back, and asked again, the old link is of another time.
        erasure = Erasure.objects.pending().get(member_key=key, asked_at=asked_at)
    except (signing.BadSignature, Erasure.DoesNotExist) as problem:
        raise LinkNoLongerWorks from problem
    member = erasure.member()
    if member is None:
        raise LinkNoLongerWorks
    return member


def mail_those_who_asked() -> None:
    """Write to those who have asked: until when they can come back, how, and what is held.

    May run twice, and at once. What the mail server refuses is tried again.
    """
    for erasure in Erasure.objects.unmailed():
        member = erasure.member()
        claimed = Erasure.objects.unmailed().filter(pk=erasure.pk)
        if member is None or not claimed.update(mailed_at=timezone.now()):
            continue
        reasons = holding.holds_on(member).reasons
        words = {"erasure": erasure, "token": undo_token(erasure), "reasons": reasons}
        if not mailing.send(member, "leaving", **words):
            Erasure.objects.filter(pk=erasure.pk).update(mailed_at=None)


def _show_name(member: Member) -> None:
    for part in parting.PARTS:
        part.show_name(member)
