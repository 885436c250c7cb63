"""Turning the owner's safeguards on and off, and leaving the place to them for a while."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from members.errors import NotForYou, PicturesAreOff
from members.models import Member, Safeguards, Switch
from members.permissions import can_turn

LONGEST_AWAY = timedelta(days=60)


@transaction.atomic
def turn_on(switch: Switch, *, by: Member) -> bool:
    """Stop something for everyone, from the next request on (safety L-22).

    Gives whether that changed anything: turned on twice, it is on since the first time.
    Raises NotForYou.
    """
    safeguards = _locked_for(switch, by)
    if safeguards.is_on(switch):
        return False
    _set(safeguards, {f"{switch.value}_at": timezone.now(), f"{switch.value}_by": by})
    return True


@transaction.atomic
def turn_off(switch: Switch, *, by: Member) -> bool:
    """Let it go on again; otherwise as `turn_on`."""
    safeguards = _locked_for(switch, by)
    if not safeguards.is_on(switch):
        return False
    _set(safeguards, {f"{switch.value}_at": None, f"{switch.value}_by": None})
    return True


def check_pictures_are_taken() -> None:
    """Raises PicturesAreOff while that switch is on."""
    if Safeguards.current().is_on(Switch.PICTURES_OFF):
        raise PicturesAreOff


@transaction.atomic
def go_away(*, until: date, by: Member) -> None:
    """Leave the place to itself until the beginning of a day. Raises NotForYou.

    Newcomers' posts wait, fewer reports hide, and hot discussions slow sooner. Told another day
    while away, only that changes, and what is counted goes on.
    """
    _check_is_owner(by)
    today = timezone.localdate()
    if not today < until <= today + LONGEST_AWAY:
        raise NotForYou(f"Please choose a day from tomorrow to {LONGEST_AWAY.days} days from now.")
    safeguards = _locked()
    begins = {} if safeguards.is_away else {"away_at": timezone.now(), **_NOTHING_COUNTED}
    _set(safeguards, {"away_until_on": until, **begins})


@transaction.atomic
def come_back(*, by: Member) -> None:
    """Be here again before that day. What was done meanwhile stays to be read. Raises NotForYou."""
    _check_is_owner(by)
    safeguards = _locked()
    if safeguards.is_away:
        _set(safeguards, {"away_until_on": timezone.localdate()})


@transaction.atomic
def forget_report(*, by: Member) -> None:
    """Put away what was done meanwhile, once it has been read. Raises NotForYou."""
    _check_is_owner(by)
    safeguards = _locked()
    if safeguards.has_been_away:
        _set(safeguards, {"away_at": None, "away_until_on": None, **_NOTHING_COUNTED})


def absence_to_report() -> Safeguards | None:
    """What was done while the owner was away, locked, where they are back and nobody told them."""
    safeguards = Safeguards.objects.select_for_update().filter(
        pk=1, is_away_reported=False, away_at__isnull=False
    )
    found = safeguards.first()
    return found if found and found.has_been_away else None


def note_reported(safeguards: Safeguards) -> None:
    """Note that the owner was told; what was done stays to be read in the admin."""
    _set(safeguards, {"is_away_reported": True})


def hide_threshold() -> int:
    """How many members' reports hide something before anybody looks: 3, or 2 while the owner is
    away (safety L-21; features.md, section 4, no. 2). One query.
    """
    return Safeguards.current().hide_threshold


def count_held() -> None:
    """Note for an owner who is away that a post waits."""
    _count("away_held_count")


def count_slowed() -> None:
    """Note for an owner who is away that a discussion has slowed by itself."""
    _count("away_slowed_count")


def count_hidden() -> None:
    """Note for an owner who is away that reports have hidden something."""
    _count("away_hidden_count")


_NOTHING_COUNTED = {
    "away_held_count": 0,
    "away_slowed_count": 0,
    "away_hidden_count": 0,
    "is_away_reported": False,
}


def _count(what: str) -> None:
    away = Safeguards.objects.filter(pk=1, away_until_on__gt=timezone.localdate())
    away.update(**{what: F(what) + 1})


def _locked_for(switch: Switch, by: Member) -> Safeguards:
    if not can_turn(by, switch):
        raise NotForYou(
            "Only the owner can do this." if by.is_moderator else "Only moderators can."
        )
    return _locked()


def _locked() -> Safeguards:
    Safeguards.objects.get_or_create(pk=1)
    return Safeguards.objects.select_for_update().get(pk=1)


def _set(safeguards: Safeguards, values: Mapping[str, Any]) -> None:
    for field, value in values.items():
        setattr(safeguards, field, value)
    safeguards.save(update_fields=[*values])


def _check_is_owner(by: Member) -> None:
    if not by.is_owner:
        raise NotForYou("Only the owner can do this.")
