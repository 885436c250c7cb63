"""The public moderation log, where the owner wants one: counts and rule numbers, and nothing else.

Nothing in it tells who, what or when: it is of the last twelve months together (safety L-47).
"""

from datetime import timedelta
from typing import Final, NamedTuple

from django.db.models import Count
from django.utils import timezone

from forum.moderation.models import UNTOLD, Decision, SafetyDuties

SPAN: Final = timedelta(days=365)


class Line(NamedTuple):
    """How often decisions that stand rest on a rule."""

    rule_number: str
    times: int


def is_public() -> bool:
    return SafetyDuties.current().is_log_public


def log() -> list[Line]:
    """Each rule that something was done about, in the order of their numbers. One query."""
    since = timezone.now() - SPAN
    standing = Decision.objects.in_force().filter(made_at__gte=since).exclude(action__in=UNTOLD)
    rows = standing.exclude(rule_number="").values_list("rule_number").annotate(times=Count("pk"))
    return sorted((Line(*row) for row in rows.order_by()), key=_in_order)


def _in_order(line: Line) -> tuple[int, str]:
    return len(line.rule_number), line.rule_number
