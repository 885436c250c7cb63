"""What decisions do to members: profile taken down, restricted, suspended, banned; and back.

Decisions about one member may be undone in any order; what holds then is what the others say.
"""

from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from forum import parting
from forum.moderation.errors import CannotBeDone
from forum.moderation.models import Action, Decision
from forum.moderation.orders import Act, Before, Order, member_of, moderator_of
from members import addressing, describing, suspending
from members.models import Member
from members.permissions import can_sanction


def _restrict(order: Order) -> Before:
    member = member_of(order)
    if order.until is None:
        raise CannotBeDone("Please choose for how many days.")
    ends_at = member.restriction_ends_at
    before = _by_hand(order, Action.RESTRICT, holds=member.is_restricted, until=ends_at)
    suspending.restrict(member, until=order.until, by=moderator_of(order))
    return before


def _unrestrict(order: Order, before: Before) -> None:
    member, left = member_of(order), _left(order, Action.RESTRICT, before)
    if left and left.until:
        suspending.restrict(member, until=left.until, by=moderator_of(order))
    else:
        suspending.unrestrict(member, by=moderator_of(order))


def suspend(order: Order) -> Before:
    member = member_of(order)
    ends_at = member.suspension_ends_at
    before = _by_hand(order, Action.SUSPEND, holds=member.is_suspended, until=ends_at)
    suspending.suspend(member, until=order.until, by=moderator_of(order))
    return before


def unsuspend(order: Order, before: Before) -> None:
    member, left = member_of(order), _left(order, Action.SUSPEND, before)
    if left:
        suspending.suspend(member, until=left.until, by=moderator_of(order))
    else:
        suspending.unsuspend(member, by=moderator_of(order))


def _ban(order: Order) -> Before:
    member = member_of(order)
    before = _by_hand(order, Action.BAN, holds=member.is_banned)
    suspending.ban(member, by=moderator_of(order))
    return before


def _unban(order: Order, before: Before) -> None:
    if not _left(order, Action.BAN, before):
        suspending.unban(member_of(order), by=moderator_of(order))


def _hide_profile(order: Order) -> Before:
    member = member_of(order)
    if not can_sanction(moderator_of(order), member):
        raise CannotBeDone("Only the owner can do this to a moderator, and nobody to the owner.")
    return {"profile": describing.take_profile(member)}


def _hide_name(order: Order) -> Before:
    """The name too, also where others mention or quote them, and in the profile's address."""
    before = _hide_profile(order)
    member = member_of(order)
    if member.name == describing.neutral_name(member):
        return before
    before |= {"name": member.name, "address": addressing.hide_address(member)}
    before["neutral_address"] = member.address
    _call(member, describing.neutral_name(member))
    return before


def _call(member: Member, name: str) -> None:
    """Give them another name, wherever the site has written it."""
    formerly = member.name
    describing.rename(member, name)
    parting.show_name(member)
    parting.quote_as(member, name, formerly=formerly)


def _show_profile(order: Order, before: Before) -> None:
    """As far as they have written nothing else since; of who is forgotten nothing is left."""
    member = member_of(order)
    if "profile" in before and not (member.area or member.about):
        describing.put_profile_back(member, before["profile"])
    if "address" in before:
        addressing.show_address(member, before["address"], instead_of=before["neutral_address"])
    if "name" in before and member.name == describing.neutral_name(member):
        _call(member, before["name"])


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


def running(member: Member | None, action: Action) -> "QuerySet[Decision]":
    """Those by which such a sanction is in force against a member.

    Some decisions do more than their name says, and note which sanction that was.
    """
    is_such = Q(action=action) | Q(before__sanction=action)
    return Decision.objects.running(timezone.now()).filter(is_such, member=member)


def _others(order: Order, action: Action) -> "QuerySet[Decision]":
    """The same, decided about the same member in other cases, as far as it is still in force."""
    return running(order.case.subject, action).exclude(case=order.case).order_by("made_at", "pk")


def _kept(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(kept: str | None) -> datetime | None:
    return datetime.fromisoformat(kept) if kept else None


SANCTIONS: Final[dict[Action, Act]] = {
    Action.HIDE_PROFILE: Act(_hide_profile, _show_profile),
    Action.HIDE_NAME: Act(_hide_name, _show_profile),
    Action.RESTRICT: Act(_restrict, _unrestrict),
    Action.SUSPEND: Act(suspend, unsuspend),
    Action.BAN: Act(_ban, _unban),
}
