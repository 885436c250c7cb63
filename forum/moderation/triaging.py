"""What happens to a case before it is decided: seen, claimed, noted on, put off, joined, held.

Whoever does something says which version of the case they have read (safety L-16).
"""

from django.db import transaction
from django.utils import timezone

from forum.moderation import auditing, permissions, withholding
from forum.moderation.errors import CannotBeDone, ConflictOfInterest, DecidedAlready
from forum.moderation.models import TURNS, WAITING, Case, Decision, Note, State
from members.models import Member


@transaction.atomic
def look(case: Case, *, by: Member) -> Case:
    """Note that somebody has seen it, the first time; it is an answer to how soon that was."""
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if locked.first_seen_at is None and locked.is_open:
        locked.first_seen_at = timezone.now()
        locked.save(update_fields=["first_seen_at"])
        if locked.state == State.RECEIVED:
            bring(locked, State.TRIAGED)
        auditing.record("see case", locked, by=by)
    return locked


@transaction.atomic
def claim(case: Case, *, by: Member, version: int) -> Case:
    """Take a case in hand: others see whose it is. Raises as `take_up`."""
    case = take_up(case, by=by, version=version)
    case.claimed_by, case.claimed_at = by, timezone.now()
    case.save(update_fields=["claimed_by", "claimed_at"])
    bring(case, State.IN_REVIEW)
    auditing.record("claim case", case, by=by)
    return case


@transaction.atomic
def release(case: Case, *, by: Member, version: int) -> Case:
    """Leave it to others again. Raises as `take_up`."""
    case = take_up(case, by=by, version=version)
    case.claimed_by = case.claimed_at = None
    case.save(update_fields=["claimed_by", "claimed_at"])
    auditing.record("release case", case, by=by)
    return case


@transaction.atomic
def note(case: Case, text: str, *, by: Member) -> Note:
    """Write a line for the other moderators; a case that is closed takes it too.

    Raises ConflictOfInterest.
    """
    check_may_decide(case, by)
    written = Note.objects.create(case=case, author=by, text=text)
    auditing.record("note on case", case, by=by, after={"note": written.pk})
    return written


@transaction.atomic
def note_reading(case: Case, what: str, *, by: Member, reason: str) -> None:
    """Write down that somebody reads what is shown to nobody by itself (safety L-40, L-45).

    Raises ConflictOfInterest.
    """
    check_may_decide(case, by)
    auditing.record(f"read {what} of case", case, by=by, reason=reason)


@transaction.atomic
def put_off(case: Case, *, state: State, by: Member, version: int) -> Case:
    """Wait for the author or the reporter, or hand it to the owner. Raises as `take_up`."""
    if state not in WAITING:
        raise CannotBeDone("A case waits for its author or its reporter, or is with the owner.")
    case = take_up(case, by=by, version=version)
    bring(case, state)
    auditing.record(f"turn case to {state}", case, by=by)
    return case


@transaction.atomic
def join(case: Case, *, to: Case, by: Member, version: int) -> Case:
    """Make a case part of another, of which its reporters hear. Raises as `take_up`."""
    case = take_up(case, by=by, version=version)
    other = Case.objects.select_for_update(of=("self",)).get(pk=to.pk)
    _check_can_join(case, other)
    case.snapshots.update(case=other)
    case.reports.update(case=other)
    other.report_count += case.report_count
    if case.priority < other.priority:
        other.set_kind(case.kind, since=min(case.opened_at, other.opened_at))
    other.held_at = other.held_at or case.held_at
    other.version += 1
    other.save()
    bring(case, State.DUPLICATE)
    auditing.record("join case", case, by=by, after={"case": other.pk})
    return other


@transaction.atomic
def hold(case: Case, *, by: Member, reason: str) -> None:
    """Let nothing of it be deleted until further notice (safety L-43). Twice changes nothing."""
    check_may_decide(case, by)
    if Case.objects.filter(pk=case.pk, held_at=None).update(held_at=timezone.now()):
        auditing.record("hold case", case, by=by, reason=reason)


@transaction.atomic
def end_hold(case: Case, *, by: Member, reason: str) -> None:
    """Let it be deleted when its time comes. The owner alone. Raises ConflictOfInterest."""
    if not by.is_owner:
        raise ConflictOfInterest("Only the owner ends a legal hold.")
    if Case.objects.filter(pk=case.pk, held_at__isnull=False).update(held_at=None):
        auditing.record("end hold of case", case, by=by, reason=reason)


@transaction.atomic
def seclude(case: Case, *, by: Member, version: int) -> None:
    """Hide it now, out of everybody's reach: it may be the sexual abuse of a child (safety L-40).

    Nothing is decided by that. Raises as `take_up`.
    """
    withholding.seclude(take_up(case, by=by, version=version), by=by, now=timezone.now())


def take_up(case: Case, *, by: Member, version: int) -> Case:
    """The case as it is now, locked for this transaction, to be changed by a moderator.

    Raises ConflictOfInterest, and DecidedAlready where it is not as they have read it.
    """
    locked = Case.objects.select_for_update(of=("self",)).with_subject().get(pk=case.pk)
    check_may_decide(locked, by)
    if locked.version != version or not locked.is_open:
        raise DecidedAlready(_what_happened(locked))
    return locked


def check_may_decide(case: Case, by: Member) -> None:
    """Raises ConflictOfInterest."""
    if not permissions.can_moderate(by):
        raise ConflictOfInterest("Only moderators can do this.")
    if permissions.is_party(by, case) and not is_alone(by):
        raise ConflictOfInterest("This is about you: another moderator must decide it.")


def is_alone(member: Member) -> bool:
    """Whether nobody else could decide what they may not (safety L-17)."""
    return not Member.objects.staff().present().exclude(pk=member.pk).exists()


def bring(case: Case, state: State) -> None:
    """Take a case to a state, through those that lie between. Raises DecidedAlready."""
    while case.state != state:
        ways = TURNS[State(case.state)]
        between = State.IN_REVIEW if State.IN_REVIEW in ways else State.TRIAGED
        if not case.turn(state if state in ways else between):
            raise DecidedAlready(_what_happened(case))


def _check_can_join(case: Case, other: Case) -> None:
    """Nothing may be lost that somebody waits for. Raises CannotBeDone."""
    if other == case or not other.is_open:
        raise CannotBeDone("A case can become part of another one that is open.")
    if case.appeal_against or other.appeal_against:
        raise CannotBeDone("An appeal is decided by itself: whoever made it waits for an answer.")
    if case.reports.filter(notice__isnull=False).exists():
        raise CannotBeDone("A legal notice has its own clocks: it is decided by itself.")
    if case.hidden_at:
        raise CannotBeDone("What this is about is hidden until it is decided: decide it first.")


def _what_happened(case: Case) -> str:
    """Who got there first, and with what (safety L-16)."""
    made = Decision.objects.in_force().filter(case=case).select_related("made_by").first()
    if made:
        who = made.made_by or "The site"
        return f"{who} has decided this meanwhile: {made.get_action_display().lower()}."
    if case.claimed_by:
        return f"{case.claimed_by} has this case in hand. Please look at it again."
    return "Somebody has changed this case meanwhile. Please look at it again."
