"""What an action needs to know: the case, who acts, and how far; and whom it is about."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple

from forum.models import Category, Discussion, Reply
from forum.moderation.errors import CannotBeDone
from forum.moderation.models import Case, Proposal
from members.models import Member

Before = dict[str, Any]

GONE: Final = "What this is about is gone."


class Order(NamedTuple):
    """What an action needs to know; where a clock acts, it is by nobody."""

    case: Case
    by: Member | None
    reason: str = ""
    until: datetime | None = None
    to: Category | None = None
    is_of_child: bool = False
    proposal: Proposal | None = None


class Act(NamedTuple):
    """One thing that can be done, and how it is taken back."""

    do: Callable[[Order], Before]
    undo: Callable[[Order, Before], None]


def member_of(order: Order) -> Member:
    """Whom it is about, and nobody else's to change until this is done."""
    if order.case.subject is None:
        raise CannotBeDone("Nobody knows who wrote this.")
    member: Member = Member.objects.select_for_update().get(pk=order.case.subject.pk)
    return member


def moderator_of(order: Order) -> Member:
    """Who does it: a clock only hides words, and lets them stand."""
    if order.by is None:
        raise CannotBeDone("Somebody must decide this.")
    return order.by


def written_of(case: Case) -> Discussion | Reply:
    """The words, as they are now, and nobody else's to change until this is done."""
    written = case.written
    if isinstance(written, Reply):
        return Reply.objects.select_for_update(of=("self",)).get(pk=written.pk)
    if isinstance(written, Discussion):
        return Discussion.objects.select_for_update(of=("self",)).get(pk=written.pk)
    raise CannotBeDone(GONE)
