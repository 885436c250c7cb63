"""What moderation keeps of whoever asks to be forgotten, and what it forgets (safety L-43, L-44).

Reports, decisions and the log stay whoever closes their account: what goes is whose they were, as
far as that is not what they are kept for.
"""

from collections.abc import Iterator
from typing import Final

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Replace

from forum.moderation.models import (
    OF_PROFILES,
    AuditDetail,
    Case,
    Decision,
    OfficialLetter,
    Quarantine,
    Report,
    Snapshot,
)
from members.holding import ACCOUNT, Held
from members.models import Member
from members.parting import Part, Parting

_WHY: Final = "It is part of a case that the law asks us to keep."


def held_of(member: Member) -> Iterator[Held]:
    """What of a member is in a case under legal hold: their words, or all of their account.

    Of whom something is in quarantine, that is all of it (safety L-40).
    """
    if Quarantine.objects.standing().filter(member=member).exists():
        yield Held(ACCOUNT, member.pk, _WHY)
    for case in Case.objects.exclude(held_at=None).with_subject():
        if case.subject != member:
            continue
        if case.reply_id:
            yield Held("forum.reply", case.reply_id, _WHY)
        elif case.discussion_id:
            yield Held("forum.discussion", case.discussion_id, _WHY)
        else:
            yield Held(ACCOUNT, member.pk, _WHY)


@transaction.atomic
def erase(parting: Parting) -> None:
    """Take out who reported something, and the name of whom something was decided about."""
    member = parting.member
    Report.objects.filter(reporter=member).update(name="", email="", network="", reporter=None)
    letters = OfficialLetter.objects.filter(member=member)
    letters.update(email="", text=_nameless("text", member))
    Decision.objects.filter(member=member).update(statement=_nameless("statement", member))
    if not parting.holds.are_of_account:
        Snapshot.objects.filter(author=member, case__held_at=None).update(author_name="")
        _forget_profiles(member)
    AuditDetail.objects.filter(
        entry__target_type=ACCOUNT, entry__target_key=str(member.pk)
    ).delete()


def _forget_profiles(member: Member) -> None:
    """What their profile said before it was taken down."""
    decisions = Decision.objects.filter(member=member, action__in=OF_PROFILES)
    keys = [str(key) for key in decisions.values_list("pk", flat=True)]
    details = AuditDetail.objects.filter(entry__target_type="moderation.decision")
    details.filter(entry__target_key__in=keys).delete()
    decisions.update(before={})


def _nameless(field: str, member: Member) -> Replace:
    return Replace(F(field), Value(member.name), Value(Member.FORMER_NAME))


PART: Final = Part(erase)
