"""Who posts again what was taken down: more urgent, and the owner hears of them (L-23)."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.urls import reverse

from forum.models import Discussion, Reply
from forum.moderation.kinds import Priority
from forum.moderation.models import UNTOLD, Action, Case, Decision, OfficialLetter
from harringay import html
from members.models import Member, Role

# Safety L-23.
AGAIN_WITHIN: Final = timedelta(days=30)
MOST_GRAVE: Final = 3
GRAVE_WITHIN: Final = timedelta(days=90)
# What is shorter, many say who mean no harm.
SHORTEST: Final = 20


def is_repeated(written: Discussion | Reply, *, now: datetime) -> bool:
    """Whether its author has posted these words before, and they were taken down this month."""
    words = _words_of(written)
    if len(words) < SHORTEST:
        return False
    taken_down = (
        Decision.objects.in_force()
        .filter(action=Action.HIDE, member=written.author_id, made_at__gt=now - AGAIN_WITHIN)
        .select_related("case__reply", "case__discussion")
    )
    before = [decision.case.written for decision in taken_down if decision.case]
    return any(each != written and _words_of(each) == words for each in before if each)


def raise_priority(case: Case, *, now: datetime) -> None:
    """By one, where it is a repetition; urgent stays urgent. The caller saves the case."""
    written = case.written
    if written and is_repeated(written, now=now):
        case.priority = max(Priority.URGENT, case.priority - 1)


def tell_owner(decision: Decision) -> None:
    """Put whoever has had three grave decisions in 90 days before the owner, once for each."""
    if decision.member is None or _grave_before(decision) < MOST_GRAVE:
        return
    for owner in Member.objects.filter(role=Role.OWNER, is_demo=False):
        OfficialLetter.objects.get_or_create(
            key=f"again:{decision.pk}:{owner.pk}",
            defaults={
                "member": owner,
                "case": decision.case,
                "subject": f"Again and again: {decision.member}"[:150],
                "text": _text(decision, owner),
            },
        )


def _grave_before(decision: Decision) -> int:
    """How many there are with this one; none, where this one is not grave itself."""
    case = decision.case
    if case is None or case.priority > Priority.HIGH or decision.action in UNTOLD:
        return 0
    grave = Decision.objects.in_force().filter(
        member=decision.member,
        case__priority__lte=Priority.HIGH,
        made_at__gt=decision.made_at - GRAVE_WITHIN,
    )
    return grave.exclude(action__in=UNTOLD).count()


def _text(decision: Decision, owner: Member) -> str:
    return (
        f"Hello {owner.shown_name},\n\n"
        f"There have been three grave decisions or more about {decision.member} within 90 days. "
        "Nothing follows from that by itself. Please warn them, or think about what else is to be "
        "done.\n\n"
        f"{settings.SITE_URL}{reverse('admin:queue_case', args=[decision.case_id])}\n"
    )


def _words_of(written: Discussion | Reply) -> str:
    """As they compare: case, spaces and marks of any kind set aside."""
    text = html.to_text(written.body_html).casefold()
    return " ".join("".join(each if each.isalnum() else " " for each in text).split())
