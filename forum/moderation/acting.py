"""What each decision does, and what takes it back: only here are others' verbs put to things.

What is done gives `before`, which is kept with the decision: enough to restore exactly what was,
and JSON.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from forum import closing, hiding, moving
from forum.models import Attachment, Category, Discussion, Reply
from forum.moderation.errors import CannotBeDone
from forum.moderation.models import Action, Case, Decision, Part
from members import avatars, suspending
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


class Act(NamedTuple):
    """One thing that can be done, and how it is taken back."""

    do: Callable[[Order], Before]
    undo: Callable[[Order, Before], None]


def do(action: Action, order: Order) -> Before:
    """Do it. Raises CannotBeDone, and what the verbs raise: ForumError, MembersError."""
    return _ACTS[action].do(order) if action in _ACTS else {}


def redo(action: Action, order: Order, before: Before) -> Before:
    """Do again what was done once and undone since. Raises as `do`."""
    to = Category.objects.filter(pk=before["to"]).first() if "to" in before else None
    return do(action, order._replace(to=to))


def undo(action: Action, order: Order, before: Before) -> None:
    """Make it as it was, and change nothing that others have done since. Raises as `do`."""
    if action in _ACTS:
        _ACTS[action].undo(order, before)


def possible(case: Case) -> list[Action]:
    """What can be done about a case, the likeliest first; what concerns nobody's words is last."""
    if case.appeal_against:
        return [Action.UPHOLD, Action.REVERSE, Action.VARY]
    actions: list[Action] = []
    if case.written:
        actions.append(Action.HIDE)
    if case.attachment or case.part == Part.AVATAR:
        actions.insert(0, Action.REMOVE_PICTURE)
    actions.append(Action.NOTHING)
    if case.subject:
        actions += [Action.WARN, Action.RESTRICT, Action.SUSPEND, Action.BAN]
    if isinstance(case.written, Discussion):
        actions += [Action.CLOSE, Action.MOVE]
    return [*actions, Action.REFER]


def _hide(order: Order) -> Before:
    written = _written(order.case)
    before = {"was_hidden": written.is_hidden, "reason": written.hidden_reason}
    _set_hidden(written, order, hidden=True)
    return before


def _unhide(order: Order, before: Before) -> None:
    _set_hidden(_written(order.case), order, hidden=before["was_hidden"])


def _leave(order: Order) -> Before:
    """Put back what the reports alone had taken down (safety L-21)."""
    if not order.case.hidden_at:
        return {}
    if order.case.attachment or order.case.part == Part.AVATAR:
        _show_picture(order)
        return {"was_picture_hidden": True}
    if order.case.written is None:
        return {}
    written = _written(order.case)
    before = {"was_hidden": written.is_hidden, "reason": written.hidden_reason}
    _set_hidden(written, order, hidden=False)
    return before


def _unleave(order: Order, before: Before) -> None:
    if before.get("was_picture_hidden"):
        _remove_picture(order)
    if before.get("was_hidden"):
        _set_hidden(_written(order.case), order._replace(reason=before["reason"]), hidden=True)


def _set_hidden(written: Discussion | Reply, order: Order, *, hidden: bool) -> None:
    if isinstance(written, Reply):
        if hidden:
            hiding.hide_reply(written, by=order.by, reason=order.reason)
        else:
            hiding.restore_reply(written, by=order.by)
    elif hidden:
        hiding.hide_discussion(written, by=order.by, reason=order.reason)
    else:
        hiding.restore_discussion(written, by=order.by)


def _remove_picture(order: Order) -> Before:
    if order.case.attachment_id:
        attachment = Attachment.objects.select_for_update(of=("self",)).get(
            pk=order.case.attachment_id
        )
        hiding.hide_picture(attachment, by=_moderator(order))
        return {}
    member = _member(order.case)
    before = {"avatar_key": member.avatar_key}
    avatars.hide(member=member, by=_moderator(order))
    return before


def _put_picture_back(order: Order, before: Before) -> None:
    if order.case.attachment or before["avatar_key"]:
        _show_picture(order)


def _show_picture(order: Order) -> None:
    if order.case.attachment:
        hiding.restore_picture(order.case.attachment, by=order.by)
    else:
        avatars.restore(member=_member(order.case), by=order.by)


def _close(order: Order) -> Before:
    discussion = _discussion(order.case)
    before = {"was_closed": discussion.is_closed}
    closing.close(discussion, by=_moderator(order))
    return before


def _reopen(order: Order, before: Before) -> None:
    if not before["was_closed"]:
        closing.reopen(_discussion(order.case), by=_moderator(order))


def _move(order: Order) -> Before:
    discussion = _discussion(order.case)
    if order.to is None:
        raise CannotBeDone("Please choose the category to move it to.")
    before = {"category": discussion.category_id, "to": order.to.pk}
    moving.move(discussion, to=order.to, by=_moderator(order))
    return before


def _move_back(order: Order, before: Before) -> None:
    former = Category.objects.get(pk=before["category"])
    moving.move(_discussion(order.case), to=former, by=_moderator(order))


def _restrict(order: Order) -> Before:
    member = _member(order.case)
    if order.until is None:
        raise CannotBeDone("Please choose for how many days.")
    ends_at = member.restriction_ends_at
    before = _by_hand(order, Action.RESTRICT, holds=member.is_restricted, until=ends_at)
    suspending.restrict(member, until=order.until, by=_moderator(order))
    return before


def _unrestrict(order: Order, before: Before) -> None:
    member, left = _member(order.case), _left(order, Action.RESTRICT, before)
    if left and left.until:
        suspending.restrict(member, until=left.until, by=_moderator(order))
    else:
        suspending.unrestrict(member, by=_moderator(order))


def _suspend(order: Order) -> Before:
    member = _member(order.case)
    ends_at = member.suspension_ends_at
    before = _by_hand(order, Action.SUSPEND, holds=member.is_suspended, until=ends_at)
    suspending.suspend(member, until=order.until, by=_moderator(order))
    return before


def _unsuspend(order: Order, before: Before) -> None:
    member, left = _member(order.case), _left(order, Action.SUSPEND, before)
    if left:
        suspending.suspend(member, until=left.until, by=_moderator(order))
    else:
        suspending.unsuspend(member, by=_moderator(order))


def _ban(order: Order) -> Before:
    member = _member(order.case)
    before = _by_hand(order, Action.BAN, holds=member.is_banned)
    suspending.ban(member, by=_moderator(order))
    return before


def _unban(order: Order, before: Before) -> None:
    if not _left(order, Action.BAN, before):
        suspending.unban(_member(order.case), by=_moderator(order))


class _Sanction(NamedTuple):
    """What is left of those against a member; without an end where there is no moment."""

    until: datetime | None


def _by_hand(order: Order, action: Action, *, holds: bool, until: datetime | None = None) -> Before:
    """What was there before and is no other decision's; those are asked when this is undone."""
    is_ours = _others(order, action).exists()
    return {"held": holds and not is_ours, "until": _kept(until)}


def _left(order: Order, action: Action, before: Before) -> _Sanction | None:
    """What holds without this decision: the last word of the others that stand, or what was before.

    Decisions about one member may be undone in any order, and each may have run out meanwhile.
    """
    if other := _others(order, action).last():
        return _Sanction(other.until)
    until = _moment(before["until"])
    is_to_last = until is None or until > timezone.now()
    return _Sanction(until) if before["held"] and is_to_last else None


def _others(order: Order, action: Action) -> "QuerySet[Decision]":
    """The same, decided about the same member in other cases, as far as it is still in force."""
    decisions = Decision.objects.in_force().filter(member=order.case.subject, action=action)
    running = Q(until=None) | Q(until__gt=timezone.now())
    return decisions.exclude(case=order.case).filter(running).order_by("made_at", "pk")


def _written(case: Case) -> Discussion | Reply:
    """The words, as they are now, and nobody else's to change until this is done."""
    written = case.written
    if isinstance(written, Reply):
        return Reply.objects.select_for_update(of=("self",)).get(pk=written.pk)
    if isinstance(written, Discussion):
        return _locked(written)
    raise CannotBeDone(GONE)


def _discussion(case: Case) -> Discussion:
    if isinstance(case.written, Discussion):
        return _locked(case.written)
    raise CannotBeDone("This is not about a discussion.")


def _locked(discussion: Discussion) -> Discussion:
    return Discussion.objects.select_for_update(of=("self",)).get(pk=discussion.pk)


def _member(case: Case) -> Member:
    if case.subject is None:
        raise CannotBeDone("Nobody knows who wrote this.")
    member: Member = Member.objects.select_for_update().get(pk=case.subject.pk)
    return member


def _moderator(order: Order) -> Member:
    """Who does it: a clock only hides words, and lets them stand."""
    if order.by is None:
        raise CannotBeDone("Somebody must decide this.")
    return order.by


def _kept(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


_ACTS: Final[dict[Action, Act]] = {
    Action.NOTHING: Act(_leave, _unleave),
    Action.HIDE: Act(_hide, _unhide),
    Action.REMOVE_PICTURE: Act(_remove_picture, _put_picture_back),
    Action.CLOSE: Act(_close, _reopen),
    Action.MOVE: Act(_move, _move_back),
    Action.RESTRICT: Act(_restrict, _unrestrict),
    Action.SUSPEND: Act(_suspend, _unsuspend),
    Action.BAN: Act(_ban, _unban),
}
