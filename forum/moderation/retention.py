"""How long moderation keeps what it holds of people, and what must stay longer (safety L-43, L-52).

Reports, decisions and the log are kept whoever closes their account (L-44): what goes is whose they
were, as far as that is not what they are kept for.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Replace

from forum.moderation.models import (
    AuditDetail,
    Case,
    Decision,
    LegalNotice,
    OfficialLetter,
    Report,
    Snapshot,
)
from members.holding import ACCOUNT, Held
from members.models import Member
from members.parting import Part, Parting
from members.retaining import Rule, network_of

_DAY: Final = timedelta(days=1)
_YEAR: Final = 365 * _DAY
_WHY: Final = "It is part of a case that the law asks us to keep."
_MEMBERS: Final = "members.member"


def held_of(member: Member) -> Iterator[Held]:
    """What of a member is in a case under legal hold: their words, or all of their account."""
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
    AuditDetail.objects.filter(
        entry__target_type=_MEMBERS, entry__target_key=str(member.pk)
    ).delete()


def shorten_networks(before: datetime) -> None:
    """Of a report's network address leave what is shared by many."""
    old = Report.objects.filter(received_at__lt=before).exclude(network="")
    for address in set(old.values_list("network", flat=True)):
        shorter = network_of(address)
        if shorter != address:
            old.filter(network=address).update(network=shorter)


def forget_networks(before: datetime) -> None:
    Report.objects.filter(received_at__lt=before).exclude(network="").update(network="")


def forget_posters(before: datetime) -> None:
    """Who wrote what a legal notice was about (L-28)."""
    old = LegalNotice.objects.filter(report__case__closed_at__lt=before, report__case__held_at=None)
    old.exclude(poster="").update(poster="")


@transaction.atomic
def forget_cases(before: datetime) -> None:
    """Cases with all that belongs to them; while there is an appeal, both stay."""
    old = Case.objects.filter(closed_at__lt=before, held_at=None)
    _delete(old.exclude(appeal_against=None).values_list("pk", flat=True))
    appealed = Decision.objects.filter(appeals__isnull=False).values("case")
    _delete(old.exclude(pk__in=appealed).values_list("pk", flat=True))


def _delete(keys: Iterable[int]) -> None:
    cases = list(keys)
    OfficialLetter.objects.filter(case__in=cases).delete()
    Report.objects.filter(case__in=cases).update(repeats=None)
    Report.objects.filter(case__in=cases).delete()
    Snapshot.objects.filter(case__in=cases).delete()
    Decision.objects.filter(case__in=cases).delete()
    Case.objects.filter(pk__in=cases).delete()


def _nameless(field: str, member: Member) -> Replace:
    return Replace(F(field), Value(member.name), Value(Member.FORMER_NAME))


PART: Final = Part(erase)
RULES: Final = (
    Rule("the network address of a report", 90 * _DAY, shorten_networks),
    Rule("the part of a network address that many share", 90 * _DAY + _YEAR, forget_networks),
    Rule("who wrote what a legal notice was about", 18 * 30 * _DAY, forget_posters),
    Rule("reports, decisions, appeals and statements, once closed", 3 * _YEAR, forget_cases),
)
