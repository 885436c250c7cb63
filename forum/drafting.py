"""Keeping what a member has begun to write until it is posted, or thrown away."""

import functools
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Final, NamedTuple

from django.core.cache import cache
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet, Value
from django.utils import timezone

from forum.models import Discussion, Draft, Reply
from harringay import compiled
from members.models import Member

# What a form of writing holds; its token is new in each.
KEPT: Final = ("title", "category", "tags", "body", "format", "parent")
# Twice what a body may have, whose newlines a browser sends as two characters.
MOST_CHARACTERS: Final = 40_000
# Longer than a browser goes on trying to send what it has begun to send.
LATE_SECONDS: Final = 600

Typed = Mapping[str, str]


class Place(NamedTuple):
    """Where somebody writes: in a discussion, to a reply in it, or at the start of a new one."""

    discussion: Discussion | None = None
    reply: Reply | None = None


NEW_DISCUSSION: Final = Place()


def find(member: Member, place: Place) -> Draft | None:
    """What they have begun to write there."""
    return Draft.objects.filter(member=member, **place._asdict()).first()


def are_in(discussion: OuterRef, member: Value) -> Exists:
    """Whether a member has begun something anywhere in a discussion, asked together with that."""
    return Exists(Draft.objects.filter(member=member, discussion=discussion))


def keep(member: Member, place: Place, typed: Typed, *, sitting: str = "") -> None:
    """Keep what has been typed in place of what was kept before; of nothing nothing is kept.

    `sitting` is one opening of a form in one window, where its behaviour has named it: what comes
    of it after `end` comes too late.
    """
    # PostgreSQL keeps no NUL.
    kept = {name: typed[name].replace("\0", "")[:MOST_CHARACTERS] for name in KEPT if name in typed}
    if not any(kept.get(name, "").strip() for name in ("title", "body")):
        throw_away(member, place)
        return
    with transaction.atomic():
        # Two windows of theirs may keep at once: one after the other.
        _take_turns(member)
        if sitting and cache.get(_ended(member, sitting)):
            return
        Draft.objects.update_or_create(
            member=member, **place._asdict(), defaults={"typed": kept, "saved_at": timezone.now()}
        )


def throw_away(member: Member, place: Place) -> None:
    """Keep it no longer. Twice changes nothing."""
    keys = [thing.pk if thing else None for thing in place]
    _removal(*map(bool, keys)).run(member.pk, *keys)


def throw_one_away(member: Member, key: int) -> bool:
    """Keep one of theirs no longer, wherever it is; False where they have no such draft."""
    count, _ = Draft.objects.of_member(member).filter(pk=key).delete()
    return count > 0


def end(member: Member, place: Place, *, sitting: str = "") -> None:
    """Throw it away, since it has been posted; what is still on its way of this sitting as well."""
    if not sitting:
        throw_away(member, place)
        return
    cache.set(_ended(member, sitting), value=True, timeout=LATE_SECONDS)
    with transaction.atomic():
        # Whoever looked before this was noted writes first, and is undone here.
        _take_turns(member)
        throw_away(member, place)


def names_picture(member: Member, key: str) -> bool:
    """Whether a picture stands in something that they have begun to write."""
    return Draft.objects.filter(member=member, typed__body__icontains=key).exists()


def forget_old(before: datetime) -> None:
    Draft.objects.filter(saved_at__lt=before).delete()


@functools.cache
def _removal(in_discussion: bool, to_reply: bool) -> compiled.Delete:  # noqa: FBT001  a key of the cache
    """From a place of this form. Every post ends with one."""

    def build(member: int, discussion: int, reply: int) -> QuerySet[Draft]:
        return Draft.objects.filter(
            member=member,
            discussion=discussion if in_discussion else None,
            reply=reply if to_reply else None,
        )

    return compiled.Delete(build, slots=3)


def _take_turns(member: Member) -> None:
    """One after the other, until what each does is committed."""
    _LOCK.first(member.pk)


_LOCK = compiled.Query(
    lambda pk: Member.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk")
)


def _ended(member: Member, sitting: str) -> str:
    """The key under which it is noted; a digest, since anything may be said to be a sitting."""
    return f"sitting/{member.pk}/{sha256(sitting.encode(errors='replace')).hexdigest()}"
