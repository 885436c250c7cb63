"""What each decision does, and what takes it back: only here are others' verbs put to things.

What is done gives `before`, which is kept with the decision: enough to restore exactly what was,
and JSON.
"""

from datetime import datetime
from typing import Final

from forum import amending, closing, hiding, holding, moving
from forum.models import Category, Discussion, Reply
from forum.moderation import quarantining
from forum.moderation.errors import CannotBeDone
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Part, Proposal
from forum.moderation.orders import Act, Before, Order, moderator_of, written_of
from forum.moderation.sanctioning import SANCTIONS, suspend, unsuspend
from forum.moderation.stripping import (
    is_of_picture,
    picture_count,
    put_picture_back,
    remove_picture,
    show_picture,
)
from members.permissions import can_sanction


def do(action: Action, order: Order) -> Before:
    """Do it. Raises CannotBeDone, and what the verbs raise: ForumError, MembersError."""
    was_let_out = _let_out(action, order)
    before = _ACTS[action].do(order) if action in _ACTS else {}
    return before | {"was_let_out": True} if was_let_out else before


def redo(action: Action, order: Order, before: Before) -> Before:
    """Do again what was done once and undone since. Raises as `do`."""
    if "to" in before:
        order = order._replace(to=Category.objects.filter(pk=before["to"]).first())
    if "proposal" in before:
        order = order._replace(proposal=Proposal.objects.filter(pk=before["proposal"]).first())
    return do(action, order._replace(is_of_child="taken_down" in before))


def undo(action: Action, order: Order, before: Before) -> None:
    """Make it as it was, and change nothing that others have done since. Raises as `do`."""
    if action in _ACTS:
        _ACTS[action].undo(order, before)
    if before.get("was_let_out"):
        quarantining.seclude(order.case, by=order.by)


def possible(case: Case) -> list[Action]:
    """What can be done about a case, the likeliest first; what concerns nobody's words is last."""
    if case.appeal_against:
        return [Action.UPHOLD, Action.REVERSE, Action.VARY]
    actions = [*_takings_down(case), Action.NOTHING]
    if case.subject:
        actions += [Action.WARN, Action.RESTRICT, Action.SUSPEND, Action.BAN]
    if isinstance(case.written, Discussion):
        actions += [Action.CLOSE, Action.MOVE]
    # The abuse of a child it is, or it is not; all else comes after that.
    first = [Action.REFER, Action.NOTHING] if case.kind == Kind.CHILD else []
    return list(dict.fromkeys([*first, *actions, Action.REFER]))


def _takings_down(case: Case) -> list[Action]:
    actions = [Action.REMOVE_PICTURE] if is_of_picture(case) else []
    if case.written:
        actions.append(Action.HIDE)
    elif case.part == Part.PROFILE and case.member:
        actions += [Action.HIDE_PROFILE, Action.HIDE_NAME]
    # Of what was reported as a whole, perhaps the pictures alone.
    return [*actions, Action.REMOVE_PICTURE] if picture_count(case) else actions


def _hide(order: Order) -> Before:
    written = written_of(order.case)
    before = hiding.remember(written)
    _set_hidden(written, order, hidden=True)
    return before


def _unhide(order: Order, before: Before) -> None:
    """Shown, hidden or waiting, as it was; where its author has taken it back, it waits no more."""
    written = written_of(order.case)
    if "held_at" in before and not written.is_withdrawn:
        since, by = datetime.fromisoformat(before["held_at"]), moderator_of(order)
        holding.hold_again(written, since=since, why=before["reason"], by=by)
    else:
        _set_hidden(written, order, hidden=before["was_hidden"])


def _leave(order: Order) -> Before:
    """Put back what the reports alone had taken down (safety L-21)."""
    if not order.case.hidden_at:
        return {}
    if is_of_picture(order.case):
        show_picture(order)
        return {"was_picture_hidden": True}
    if order.case.written is None:
        return {}
    written = written_of(order.case)
    before = {"was_hidden": written.is_hidden, "reason": written.hidden_reason}
    _set_hidden(written, order, hidden=False)
    return before


def _unleave(order: Order, before: Before) -> None:
    if before.get("was_picture_hidden"):
        remove_picture(order)
    if before.get("was_hidden"):
        _set_hidden(written_of(order.case), order._replace(reason=before["reason"]), hidden=True)


def _strip(order: Order) -> Before:
    """Take down the pictures alone: words that the reports had hidden with them are shown again."""
    before = remove_picture(order)
    is_of_whole = order.case.written and not is_of_picture(order.case)
    return before | ({"words": _leave(order)} if is_of_whole else {})


def _unstrip(order: Order, before: Before) -> None:
    put_picture_back(order, before)
    _unleave(order, before.get("words", {}))


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


def _close(order: Order) -> Before:
    discussion = _discussion(order.case)
    before = {"was_closed": discussion.is_closed}
    closing.close(discussion, by=moderator_of(order))
    return before


def _reopen(order: Order, before: Before) -> None:
    if not before["was_closed"]:
        closing.reopen(_discussion(order.case), by=moderator_of(order))


def _move(order: Order) -> Before:
    discussion = _discussion(order.case)
    if order.to is None:
        raise CannotBeDone("Please choose the category to move it to.")
    before = {"category": discussion.category_id, "to": order.to.pk}
    moving.move(discussion, to=order.to, by=moderator_of(order))
    return before


def _move_back(order: Order, before: Before) -> None:
    former = Category.objects.get(pk=before["category"])
    moving.move(_discussion(order.case), to=former, by=moderator_of(order))


def _amend(order: Order) -> Before:
    """What its author has agreed to, whoever may moderate by then."""
    written, proposal = written_of(order.case), order.proposal
    if proposal is None:
        raise CannotBeDone("Its author must be asked first.")
    before: Before = {"proposal": proposal.pk, "now": proposal.text}
    if proposal.kind == Proposal.Kind.NOTE:
        before["label"] = written.label or ""
        amending.put_note(written, proposal.text, by=None)
        return before
    body, edited_at, is_marked = amending.reword(written, proposal.text, by=None)
    edited = edited_at.isoformat() if edited_at else ""
    return before | {"body": body, "edited_at": edited, "is_edit_marked": is_marked}


def _unamend(order: Order, before: Before) -> None:
    """Where its author has written something else since, that stays."""
    written = written_of(order.case)
    if "label" in before:
        amending.put_note(written, before["label"], by=order.by)
    elif written.body == before["now"]:
        edited = before["edited_at"]
        edited_at = datetime.fromisoformat(edited) if edited else None
        former = amending.Former(before["body"], edited_at, before["is_edit_marked"])
        amending.put_back(written, former, by=order.by)


def _refer(order: Order) -> Before:
    """Sexual abuse of a child: out of everybody's reach, and whoever posted it is kept out (L-40).

    Of anything else nothing is hidden by passing it on.
    """
    if not order.is_of_child:
        return {}
    by = moderator_of(order)
    before = {
        "was_secluded": quarantining.is_secluded(order.case),
        "taken_down": _take_down(order),
    }
    quarantining.seclude(order.case, by=by)
    if order.case.subject and can_sanction(by, order.case.subject):
        before |= {"sanction": Action.SUSPEND, **suspend(order)}
    return before


def _unrefer(order: Order, before: Before) -> None:
    if "taken_down" not in before:
        return
    if "sanction" in before:
        unsuspend(order, before)
    if not before["was_secluded"]:
        quarantining.release(order.case, by=moderator_of(order))
    if before["taken_down"]:
        put_up = put_picture_back if is_of_picture(order.case) else _unhide
        put_up(order, before["taken_down"])


def _take_down(order: Order) -> Before:
    """Whatever it is; of a profile nothing is hidden, and all is secluded."""
    if is_of_picture(order.case):
        return remove_picture(order)
    return _hide(order) if order.case.written else {}


def _let_out(action: Action, order: Order) -> bool:
    """Who decides that it is something else lets it out of quarantine; a clock decides nothing."""
    is_what_it_was_called = action == Action.REFER and order.is_of_child
    if order.by is None or is_what_it_was_called or not quarantining.is_secluded(order.case):
        return False
    quarantining.release(order.case, by=order.by)
    return True


def _discussion(case: Case) -> Discussion:
    if isinstance(case.written, Discussion):
        return _locked(case.written)
    raise CannotBeDone("This is not about a discussion.")


def _locked(discussion: Discussion) -> Discussion:
    return Discussion.objects.select_for_update(of=("self",)).get(pk=discussion.pk)


_ACTS: Final[dict[Action, Act]] = {
    Action.NOTHING: Act(_leave, _unleave),
    Action.HIDE: Act(_hide, _unhide),
    Action.REMOVE_PICTURE: Act(_strip, _unstrip),
    Action.CLOSE: Act(_close, _reopen),
    Action.MOVE: Act(_move, _move_back),
    Action.EDIT: Act(_amend, _unamend),
    Action.REFER: Act(_refer, _unrefer),
    **SANCTIONS,
}
