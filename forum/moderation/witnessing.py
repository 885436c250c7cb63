"""What the staff do in the admin outside the queue: audited (L-45), and told to whom it concerns.

What is done to a member or to what they wrote is a decision like any other (L-46): with a case that
nobody reported, a statement to the member, and its undoing. What is not is listed, each with why.
"""

from datetime import date, datetime
from typing import Final

from django.db.models import Model, QuerySet
from django.utils import timezone

from forum.models import Discussion, Reply
from forum.moderation import auditing, deciding, sanctioning, triaging
from forum.moderation.errors import ConflictOfInterest
from forum.moderation.kinds import Kind
from forum.moderation.models import Action, Case, Decision, Part, target_field
from forum.moderation.orders import Before
from harringay.admin_pages import Act
from members.models import Member

# What the admin says of its own actions, and which decisions they are.
MADE: Final[dict[str, Action]] = {
    "hidden": Action.HIDE,
    "closed": Action.CLOSE,
    "moved": Action.MOVE,
    "restricted": Action.RESTRICT,
    "suspended": Action.SUSPEND,
    "banned": Action.BAN,
    "left without a picture": Action.REMOVE_PICTURE,
}
UNMADE: Final[dict[str, Action]] = {
    "restored": Action.HIDE,
    "reopened": Action.CLOSE,
    "restricted no more": Action.RESTRICT,
    "let back in": Action.SUSPEND,
    "banned no more": Action.BAN,
}
# What gives back something that was taken from whoever wrote it.
_GIVING_BACK: Final = frozenset({*UNMADE, "released"})
# What no member finds among the decisions about them, and why it need not be there.
EXCEPTIONS: Final[dict[str, str]] = {
    "released": "It takes nothing: what waited is shown, and its author sees it there.",
    "slowed down": "It is the same for everybody, and the page says why and until when.",
    "slow no more": "It ends that, for everybody.",
    "pinned": "It takes nothing: the discussion stands higher.",
    "unpinned": "The discussion stands where its date puts it, as all others do.",
    "featured": "It takes nothing: the discussion is shown in one more place.",
    "featured no more": "What was given is over; the discussion is where it was.",
    "merged": "It is done to a tag, which is everybody's; what was written under it stays.",
    "now moderating": "It takes nothing; the member has been asked.",
    "moderating no more": "It is an office that ends, and no sanction.",
    "without a second factor": "The member has asked for it, being locked out.",
}


def witness(act: Act) -> None:
    """Note an act of the staff; and where it is a decision, or the undoing of one, keep it as that.

    Call it in the transaction of the act. Raises ConflictOfInterest.
    """
    by, row, what, why, before = act
    if what in _GIVING_BACK:
        _check_may_give_back(row, what, by)
    auditing.record(f"{what}: {row._meta.verbose_name}"[:60], row, by=by, reason=why)  # noqa: SLF001  documented
    if not isinstance(row, Discussion | Reply | Member):
        return
    if what in MADE:
        _keep(row, MADE[what], by=by, why=why, known=dict(before))
    elif what in UNMADE:
        _undo(row, UNMADE[what], by=by)


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


def _keep(
    row: Discussion | Reply | Member, action: Action, *, by: Member, why: str, known: Before
) -> None:
    """As a decision about a case that nobody reported; what changes nothing is the same again."""
    until = _until(row, action)
    if _is_as_before(known, until) and _in_force(row, action).exists():
        return
    before = known
    if "held" in known and isinstance(row, Member):
        # What another decision says holds for as long as that does.
        before = {**known, "held": known["held"] and not sanctioning.running(row, action).exists()}
    case = _case_about(row, action)
    deciding.keep(case, action, by=by, reasons=why, until=until, before=before)


def _is_as_before(known: Before, until: datetime | None) -> bool:
    """Whether nothing has changed; another hour of the same day is no other end."""
    if "held" in known:
        return known["held"] and _day(known["until"]) == _day(until)
    is_picture_gone = known.get("avatar_key") == ""
    return is_picture_gone or bool(known.get("was_hidden") or known.get("was_closed"))


def _day(moment: str | datetime | None) -> date | None:
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment)
    return timezone.localdate(moment) if moment else None


def _undo(row: Discussion | Reply | Member, action: Action, *, by: Member) -> None:
    for decision in _in_force(row, action):
        deciding.note_undone(decision, by=by)


def _in_force(row: Discussion | Reply | Member, action: Action) -> QuerySet[Decision]:
    about = {f"case__{target_field(row)}": row}
    return Decision.objects.running(timezone.now()).filter(action=action, **about)


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
