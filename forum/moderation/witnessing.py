"""What the staff do in the admin outside the queue: audited (L-45), and told to whom it concerns.

What takes something from a member is a decision like any other (L-46): with a case that nobody
reported, a statement to the member, and its undoing. Listed exceptions, which take nothing: to pin,
to feature, to move, to appoint, and to help with a lost second factor.
"""

from datetime import datetime
from typing import Final

from django.db.models import Model, QuerySet
from django.utils import timezone

from forum.models import Discussion, Reply
from forum.moderation import auditing, deciding, triaging
from forum.moderation.errors import ConflictOfInterest
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Decision, Part, target_field
from forum.moderation.orders import Before
from harringay.admin_pages import Act
from members.models import Member

# What the admin says of its own actions, and which decisions they are.
_MADE: Final[dict[str, Action]] = {
    "hidden": Action.HIDE,
    "closed": Action.CLOSE,
    "restricted": Action.RESTRICT,
    "suspended": Action.SUSPEND,
    "banned": Action.BAN,
    "left without a picture": Action.REMOVE_PICTURE,
}
_UNMADE: Final[dict[str, Action]] = {
    "restored": Action.HIDE,
    "reopened": Action.CLOSE,
    "restricted no more": Action.RESTRICT,
    "let back in": Action.SUSPEND,
    "banned no more": Action.BAN,
}
# What gives back something that was taken from whoever wrote it.
_GIVING_BACK: Final = frozenset({*_UNMADE, "released"})
# As things were before the admin's action: it is put only to what it changes.
_BEFORE: Final[dict[Action, Before]] = {
    Action.HIDE: {"was_hidden": False, "reason": ""},
    Action.CLOSE: {"was_closed": False},
    Action.RESTRICT: {"until": None},
    Action.SUSPEND: {"was_suspended": False, "until": None},
    Action.BAN: {"was_banned": False},
}


def witness(act: Act) -> None:
    """Note an act of the staff; and where it is a decision, or the undoing of one, keep it as that.

    Call it in the transaction of the act. Raises ConflictOfInterest.
    """
    by, row, what, why = act
    if what in _GIVING_BACK:
        _check_may_give_back(row, what, by)
    auditing.record(f"{what}: {row._meta.verbose_name}"[:60], row, by=by, reason=why)  # noqa: SLF001  documented
    if not isinstance(row, Discussion | Reply | Member):
        return
    if what in _MADE:
        _keep(row, _MADE[what], by=by, why=why)
    elif what in _UNMADE:
        _undo(row, _UNMADE[what], by=by)


def _check_may_give_back(row: Model, what: str, by: Member) -> None:
    """Nobody puts back their own words where somebody else could decide on it (safety L-17).

    A discussion that nobody but them had closed they may open again.
    """
    if not (isinstance(row, Discussion | Reply) and row.author_id == by.pk):
        return
    closed_by_others = _in_force(row, Action.CLOSE).exclude(made_by=by)
    is_own_closing = what == "reopened" and not closed_by_others.exists()
    if not (is_own_closing or triaging.is_alone(by)):
        raise ConflictOfInterest("This is yours: another moderator must decide it.")


def _keep(row: Discussion | Reply | Member, action: Action, *, by: Member, why: str) -> None:
    """As a decision about a case that nobody reported; done twice, it is one."""
    if _in_force(row, action).exists():
        return
    case = _case_about(row, action)
    before = _BEFORE.get(action) or {"avatar_key": getattr(row, "hidden_avatar_key", "")}
    deciding.keep(case, action, by=by, reasons=why, until=_until(row, action), before=before)


def _undo(row: Discussion | Reply | Member, action: Action, *, by: Member) -> None:
    for decision in _in_force(row, action):
        deciding.note_undone(decision, by=by)


def _in_force(row: Discussion | Reply | Member, action: Action) -> QuerySet[Decision]:
    about = {f"case__{target_field(row)}": row}
    return Decision.objects.in_force().filter(action=action, **about)


def _case_about(row: Discussion | Reply | Member, action: Action) -> Case:
    now = timezone.now()
    case = Case(part=_part_of(row, action), opened_at=now, first_seen_at=now)
    setattr(case, target_field(row), row)
    case.set_kind(Kind.RULES, since=now)
    case.save()
    return case


def _part_of(row: Discussion | Reply | Member, action: Action) -> Part:
    if isinstance(row, Member):
        return Part.AVATAR if action == Action.REMOVE_PICTURE else Part.PROFILE
    return Part.REPLY if isinstance(row, Reply) else Part.DISCUSSION


def _until(row: Discussion | Reply | Member, action: Action) -> datetime | None:
    if not isinstance(row, Member):
        return None
    ends = {Action.RESTRICT: row.restriction_ends_at, Action.SUSPEND: row.suspension_ends_at}
    return ends.get(action)
