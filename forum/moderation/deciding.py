"""A decision: checked, done, written down and told in one transaction; and undone within its days.

Nobody decides about themselves where somebody else could (L-17), of two at once one decides (L-16),
and nothing is decided without a ground and a note (L-15).
"""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from forum.models import Category
from forum.moderation import (
    acting,
    auditing,
    grounds,
    permissions,
    referring,
    repeating,
    statements,
    triaging,
)
from forum.moderation.errors import CannotBeDone, NoGround, TooLateToUndo
from forum.moderation.grounds import Ground
from forum.moderation.models import Action, Case, Decision, Proposal, State
from forum.moderation.orders import Before, Order
from members.models import Member

# What came of an appeal, where the first decision does not stand.
_UNDOING: Final = frozenset({Action.REVERSE, Action.VARY})
# What can be decided on the ground that it is the sexual abuse of a child (section 66).
_OF_A_CHILD: Final = frozenset({Action.REFER, Action.NOTHING, Action.UPHOLD, *_UNDOING})
# Of `hidden_reason`; all that was said is in the decision.
_REASON_LENGTH: Final = 200


@transaction.atomic
def decide(  # noqa: PLR0913  every one is named, and each is asked for
    case: Case,
    *,
    action: Action,
    by: Member,
    version: int,
    ground: Ground,
    note: str,
    reasons: str = "",
    until: datetime | None = None,
    to: Category | None = None,
    is_bulk_spam: bool = False,
) -> Decision:
    """Decide a case: do it, write down what was before, tell everyone, and close it.

    `reasons` are for the author; `until` is of a restriction or a suspension, `to` of a move. Of
    bulk advertising its author is sent no statement (L-34).
    Raises ConflictOfInterest, DecidedAlready, NoGround, CannotBeDone, and what the verbs raise.
    """
    case = triaging.take_up(case, by=by, version=version)
    _check(case, action, ground, note)
    order = Order(case, by, _short(ground), until, to, grounds.is_of_child(ground))
    if action == Action.REFER and order.is_of_child:
        referring.check_is_told(case)
    told = {"note": note, "reasons": reasons, "until": until, "is_bulk_spam": is_bulk_spam}
    decision = _draw_up(case, action, ground, by=by, **told)
    triaging.bring(case, State.DECIDED)
    decision.before = _again(case, action, by) if action in _UNDOING else acting.do(action, order)
    decision.save(force_insert=True)
    if action == Action.REFER and not order.is_of_child:
        # What is in quarantine is kept as long as the law wants, and no longer.
        triaging.hold(case, by=by, reason=note)
    _tell(decision, by=by, reason=note)
    _close(case, decision)
    return decision


def decide_by_clock(case: Case, *, action: Action, law: str, reasons: str) -> Decision:
    """What the law says happens now, with nobody to decide it (safety L-27).

    Call it in a transaction that holds the case, which is open.
    """
    told = {"note": "By the clock.", "reasons": reasons, "is_by_clock": True}
    decision = _draw_up(case, action, Ground(law=law), by=None, **told)
    triaging.bring(case, State.DECIDED)
    decision.before = acting.do(action, Order(case, None, reason=_short(Ground(law=law))))
    decision.save(force_insert=True)
    _tell(decision, by=None, reason=reasons)
    _close(case, decision)
    return decision


def carry_out(proposal: Proposal) -> Decision:
    """Change what somebody wrote, as they have just agreed (safety L-18).

    Call it in a transaction that holds the case, which is open.
    """
    case, by = proposal.case, proposal.made_by
    ground = Ground(**proposal.ground)
    told = {"note": proposal.note, "reasons": proposal.reasons}
    decision = _draw_up(case, Action.EDIT, ground, by=by, **told)
    triaging.bring(case, State.DECIDED)
    order = Order(case, by, reason=_short(ground), proposal=proposal)
    decision.before = acting.do(Action.EDIT, order)
    decision.save(force_insert=True)
    _tell(decision, by=by, reason=proposal.note)
    _close(case, decision)
    return decision


@transaction.atomic
def keep(
    case: Case,
    action: Action,
    *,
    by: Member,
    reasons: str,
    before: Before,
    until: datetime | None = None,
) -> Decision:
    """Keep as a decision what was just done by hand, tell whom it concerns, and close the case.

    It can be undone like any other (safety L-46).
    """
    case = _locked_case(case.pk)
    told = {"note": "Done by hand in the admin.", "reasons": reasons, "until": until}
    decision = _draw_up(case, action, grounds.AS_A_WHOLE, by=by, before=before, **told)
    triaging.bring(case, State.DECIDED)
    decision.save(force_insert=True)
    _tell(decision, by=by, reason=reasons)
    _close(case, decision)
    return decision


@transaction.atomic
def note_undone(decision: Decision, *, by: Member) -> None:
    """Keep that a decision has just been undone by hand, and tell whom it concerns."""
    decision = _locked(decision.pk)
    if not decision.is_undone:
        _mark_undone(decision, by)
        statements.write_undone(decision)


@transaction.atomic
def undo(decision: Decision, *, by: Member) -> Case:
    """Make everything as it was before a decision, and open its case again.

    Undone already, nothing changes. Raises ConflictOfInterest, TooLateToUndo, and what the verbs
    raise.
    """
    decision = _locked(decision.pk)
    case = _case_of(decision)
    triaging.check_may_decide(case, by)
    if decision.is_undone:
        return case
    if not decision.can_be_undone:
        raise TooLateToUndo
    _take_back(decision, by)
    statements.write_undone(decision)
    return _open_again(case)


def _draw_up(
    case: Case, action: Action, ground: Ground, *, by: Member | None, **told: Any
) -> Decision:
    return Decision(
        case=case,
        action=action,
        member=case.subject,
        made_by=by,
        is_conflict_declared=by is not None and permissions.is_party(by, case),
        **ground._asdict(),
        **told,
    )


def _check(case: Case, action: Action, ground: Ground, note: str) -> None:
    if action not in acting.possible(case):
        raise CannotBeDone("That cannot be done about this.")
    if grounds.is_of_child(ground) and action not in _OF_A_CHILD:
        raise CannotBeDone(
            "Sexual abuse of a child is always passed on: please press “Pass it on”. That hides it "
            "from everybody, and keeps the account out."
        )
    if ground.is_empty:
        raise NoGround("Please choose the rule or the law that this rests on.")
    if not note.strip():
        raise NoGround("Please write a note: what you have looked at, and why you decide so.")


def _again(appeal: Case, action: Action, by: Member) -> Before:
    """Undo the decision that is appealed against, however old it is (safety L-35).

    Where another is to take its place, that case is open again: where nothing had been done, or
    something else should have been.
    """
    if appeal.appeal_against is None:
        raise CannotBeDone("This is no appeal.")
    appealed = _locked(appeal.appeal_against.pk)
    if appealed.is_undone:
        return {}
    _take_back(appealed, by)
    if appealed.action == Action.NOTHING or action == Action.VARY:
        _open_again(_case_of(appealed))
    return {"reversed": appealed.pk}


def _take_back(decision: Decision, by: Member) -> None:
    if decision.action in _UNDOING:
        _put_in_force(decision.before, by)
    else:
        order = Order(_case_of(decision), by, reason=_short_of(decision))
        acting.undo(Action(decision.action), order, decision.before)
    _mark_undone(decision, by)


def _put_in_force(before: Before, by: Member) -> None:
    """Do again what a verdict had undone, for as long as it was to last, and close its case."""
    if "reversed" not in before:
        return
    decision = _locked(before["reversed"])
    case = _case_of(decision)
    if not decision.is_undone or case.decisions.in_force().exists():
        raise CannotBeDone("Something else has been decided of it meanwhile. Undo that first.")
    if decision.until is None or decision.until > timezone.now():
        order = Order(case, by, reason=_short_of(decision), until=decision.until)
        decision.before = acting.redo(Action(decision.action), order, decision.before)
    decision.undone_at = decision.undone_by = None
    decision.save(update_fields=["before", "undone_at", "undone_by"])
    _record(f"redo: {decision.action}", decision, by=by)
    if case.is_open:
        triaging.bring(case, State.DECIDED)
        _close(case, decision)


def _mark_undone(decision: Decision, by: Member) -> None:
    decision.undone_at, decision.undone_by = timezone.now(), by
    decision.save(update_fields=["undone_at", "undone_by"])
    _record(f"undo: {decision.action}", decision, by=by)


def _open_again(case: Case) -> Case:
    case.decided_at = case.closed_at = None
    triaging.bring(case, State.IN_REVIEW)
    case.save(update_fields=["decided_at", "closed_at"])
    return case


def _tell(decision: Decision, *, by: Member | None, reason: str) -> None:
    """The audit log, everyone whom it concerns, and the owner where it has become too much."""
    _record(f"decide: {decision.action}", decision, by=by, reason=reason)
    statements.write(decision)
    repeating.tell_owner(decision)


def _close(case: Case, decision: Decision) -> None:
    """The letters are written: they go by themselves, and nothing more is to be done."""
    triaging.bring(case, State.NOTIFIED)
    case.decided_at = case.closed_at = decision.made_at
    case.first_seen_at = case.first_seen_at or decision.made_at
    case.save(update_fields=["decided_at", "closed_at", "first_seen_at"])
    triaging.bring(case, State.CLOSED)


def _record(act: str, decision: Decision, *, by: Member | None, reason: str = "") -> None:
    auditing.record(
        act,
        decision,
        by=by,
        reason=reason,
        before=decision.before,
        after={"case": decision.case_id, "member": decision.member_id},
    )


def _locked(key: int) -> Decision:
    return Decision.objects.select_for_update(of=("self",)).get(pk=key)


def _case_of(decision: Decision) -> Case:
    if decision.case_id is None:
        raise CannotBeDone("This was not decided about a case.")
    return _locked_case(decision.case_id)


def _locked_case(key: int) -> Case:
    return Case.objects.select_for_update(of=("self",)).with_subject().get(pk=key)


def _short(ground: Ground) -> str:
    return (f"Rule {ground.rule_number}" if ground.rule_number else ground.law)[:_REASON_LENGTH]


def _short_of(decision: Decision) -> str:
    return _short(Ground(rule_number=decision.rule_number, law=decision.law))
