"""Who is written to when a case waits too long, and what waits, once a day (safety L-20); and what
the site did while the owner was away, once they are back (features.md, section 4, no. 2).

Each letter has a key of its own: however often this runs, it is written once.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from forum.moderation import dossiers, queueing
from forum.moderation.kinds import Priority
from forum.moderation.models import Case, OfficialLetter, State
from members import safeguarding
from members.models import Member, Role
from members.models.member import MemberQuerySet

# Safety L-20, after which an urgent case that nobody has in hand is told of.
MODERATORS_AFTER: Final = timedelta(hours=1)
OWNER_AFTER: Final = timedelta(hours=4)
LIST_FROM: Final = 8  # o'clock in London
MOST_LISTED: Final = 30


@transaction.atomic
def sound(now: datetime) -> None:
    """Tell the moderators, and later the owner, of urgent cases that nobody has in hand."""
    urgent = Case.objects.filter(
        priority=Priority.URGENT, state__in=(State.RECEIVED, State.TRIAGED), claimed_at=None
    )
    for case in urgent.filter(opened_at__lte=now - MODERATORS_AFTER):
        _alarm(case, "moderators", _able(Member.objects.staff()), now)
    for case in urgent.filter(opened_at__lte=now - OWNER_AFTER):
        _alarm(case, "owner", _able(Member.objects.filter(role=Role.OWNER)), now)


@transaction.atomic
def send_list(now: datetime) -> None:
    """Tell each moderator what waits for them, once a day, in the morning; not if nothing does."""
    local = timezone.localtime(now)
    if local.hour < LIST_FROM:
        return
    for member in _able(Member.objects.staff()):
        cases = queueing.cases_of(member)
        waiting = queueing.count(cases, now=now)
        if waiting.open:
            listed = queueing.in_order(cases, now=now)[:MOST_LISTED]
            lines = [f"{case}\n{dossiers.time_left(case, now=now)}." for case in listed]
            subject = f"Open cases: {waiting.open}, overdue: {waiting.overdue}"
            _write(f"open-cases:{local.date()}:{member.pk}", member, subject, lines)


@transaction.atomic
def report_absence() -> None:
    """Tell the owner, once they are back, what the site did meanwhile; once.

    Whoever has read it in the admin before is not written to.
    """
    away = safeguarding.absence_to_report()
    if away is None:
        return
    text = render_to_string("moderation/letters/absence.txt", {"away": away})
    for owner in _able(Member.objects.filter(role=Role.OWNER)):
        key = f"absence:{away.away_at:%Y-%m-%dT%H:%M:%S.%f}:{owner.pk}"
        _write(key, owner, "While you were away", [text.strip()])
    safeguarding.note_reported(away)


def tell_at_once(case: Case, what: str) -> None:
    """Tell the moderators, once a case, of something that nobody has reported."""
    for member in _able(Member.objects.staff()):
        if queueing.cases_of(member).filter(pk=case.pk).exists():
            _write(f"at-once:{case.pk}:{member.pk}", member, f"Urgent: {case}", [what], case=case)


def _alarm(case: Case, who: str, members: "Iterable[Member]", now: datetime) -> None:
    """Nothing of what was reported, which may be what must not be in a mail."""
    lines = [f"{case}\n{dossiers.time_left(case, now=now)}. Nobody has it in hand."]
    if case.kind in dossiers.IN_DANGER:
        lines.append("If anyone is in danger, ring 999 first.")
    for member in members:
        if queueing.cases_of(member).filter(pk=case.pk).exists():
            key = f"alarm:{case.pk}:{who}:{member.pk}"
            _write(key, member, f"Urgent, and nobody has looked after it: {case}", lines, case=case)


def _able(members: MemberQuerySet) -> MemberQuerySet:
    """Those who can sign in, and have an address to write to."""
    return members.present().exclude(email=None).filter(is_demo=False)


def _write(
    key: str, member: Member, subject: str, lines: "Iterable[str]", *, case: Case | None = None
) -> None:
    address = f"{settings.SITE_URL}{reverse('admin:queue')}"
    text = "\n\n".join([f"Hello {member.shown_name},", *lines, f"The queue: {address}"])
    OfficialLetter.objects.get_or_create(
        key=key,
        defaults={
            "member": member,
            "case": case,
            "subject": subject[:150],
            "text": f"{text}\n",
            "written_at": timezone.now(),
        },
    )
