"""Forgetting a member whose fortnight is over, and forgetting them again after a restore.

Every step may be done twice: whoever was cut off begins again. The member's own row comes last,
because the other steps must know whom they look for.
"""

import json
import logging
import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from members import avatars, exporting, holding, leaving, ledger, mailing, parting, signing_out
from members.ledger import Entry
from members.models import EmailChange, Erasure, FormerAddress, Member, Mute, Role
from members.parting import Parting

log = logging.getLogger(__name__)


def erase_due() -> None:
    """Erase everyone whose time has come. One that fails is tried again, and keeps nobody back."""
    for erasure in Erasure.objects.due(timezone.now()).order_by("due_at"):
        try:
            erase(erasure)
        except Exception:
            log.exception("Member %s could not be erased", erasure.member_key)


def erase(erasure: Erasure) -> None:
    """Forget a member, but for what is held; that is tried again each time."""
    member = erasure.member()
    if member is None:
        _settle(erasure, is_held=False, is_done=True)
        return
    holds = holding.holds_on(member)
    for part in parting.PARTS if not holds.are_of_account else ():
        part.erase(Parting(member, erasure.choice, holds))
    # As late as their address is known, so that who begins again here does not write again.
    if not (erasure.done_at or erasure.is_held):
        mailing.send(member, "erased", reasons=holds.reasons)
    if not holds.are_of_account:
        _forget_account(member)
    _settle(erasure, is_held=bool(holds.things), is_done=not holds.are_of_account)


def reapply_erasures() -> int:
    """After a restore, do again what was asked since the backup was made. Returns for how many.

    The ledger's file says who asked, who came back, and who was erased.
    """
    entries = ledger.read()
    for entry in entries.values():
        _take_into_database(entry)
    done = 0
    for erasure in Erasure.objects.all():
        if erasure.member_key not in entries:
            ledger.note(erasure)
        member = erasure.member()
        if member is None or is_erased(member):
            continue
        done += not member.is_leaving
        leaving.hide(member, erasure)
        if erasure.done_at:
            erase(erasure)
    return done


def is_erased(member: Member) -> bool:
    return member.leaving_at is not None and not member.is_active


def _settle(erasure: Erasure, *, is_held: bool, is_done: bool) -> None:
    erasure.is_held = is_held
    if is_done:
        erasure.done_at = erasure.done_at or timezone.now()
    with transaction.atomic():
        erasure.save(update_fields=["is_held", "done_at"])
        ledger.note(erasure)


def _take_into_database(entry: Entry) -> None:
    """The newest line of the file is true, whatever an older backup says."""
    told = entry._asdict()
    returned_at, key = told.pop("returned_at"), told.pop("member_key")
    known = Erasure.objects.of_member(key)
    member = Erasure(member_key=key, joined_at=entry.joined_at).member()
    if member and not returned_at:
        known.update_or_create(member_key=key, defaults=told)
    elif member and known.pending().filter(asked_at__lte=returned_at).exists():
        # They were in time when they came back.
        known.update(due_at=timezone.now() + leaving.UNDO_FOR)
        leaving.come_back(member)


def _forget_account(member: Member) -> None:
    exporting.delete_of(member)
    _forget_sessions(member)
    with transaction.atomic():
        EmailAddress.objects.filter(user=member).delete()
        EmailChange.objects.filter(member=member).delete()
        Authenticator.objects.filter(user=member).delete()
        Mute.objects.filter(Q(member=member) | Q(muted=member)).delete()
        FormerAddress.objects.filter(member=member).delete()
        _forget_in_history(member)
        avatars.forget(member=member)
        _forget_profile(member)


def _forget_sessions(member: Member) -> None:
    """Also those of somebody half-way through signing in, which name them inside."""
    signing_out.sign_out_everywhere(member=member)
    for session in Session.objects.iterator():
        said = session.get_decoded()
        is_theirs = said.get("_auth_user_id") == str(member.pk)
        if is_theirs or (member.email and member.email in json.dumps(said)):
            session.delete()


def _forget_in_history(member: Member) -> None:
    """What the admin's history calls them; who did what to whom stays, under their key."""
    ours = {"content_type__app_label": "members", "content_type__model": "member"}
    entries = LogEntry.objects.filter(object_id=str(member.pk), **ours)
    if member.email:
        entries |= LogEntry.objects.filter(object_repr__icontains=member.email)
    entries.update(object_repr=Member.FORMER_NAME)


def _forget_profile(member: Member) -> None:
    """All that the row says of them. Their sanctions stay: those are the moderators' record."""
    Member.objects.filter(pk=member.pk).update(
        email=None,
        name=Member.FORMER_NAME,
        address=f"former-{secrets.token_hex(8)}",
        legacy_name=None,
        password=make_password(None),
        last_login=None,
        role=Role.MEMBER,
        area="",
        about="",
        about_html="",
        is_active=False,
    )
